import { type Clock, londonToday } from '../../../platform/clock.js';
import { refuse } from '../../../platform/errors.js';
import { parseArguments } from '../../../platform/parse.js';
import type { FilterAddition } from '../../register/list/entry-list.service.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { recordReachOf } from '../record/record-reach.js';
import { qualityConditions } from './quality-filter.repository.js';
import { qualityFilter } from './quality-filter.rules.js';

/** The field of the register's filter that quality answers for. */
export const QUALITY_FIELD = 'quality';

/**
 * What quality makes of its field of the register's filter. Entries outside the reach of `quality.read` are not found by it, so
 * that nobody learns of quality by narrowing a list that they may read.
 */
export function qualityAddition(vocabulary: Vocabulary, clock: Clock): FilterAddition {
  const conditions: FilterAddition['conditions'] = (actor, given) => {
    const reach = recordReachOf(actor, 'quality.read');
    const criteria = parseArguments(qualityFilter, given, ['filter', QUALITY_FIELD]);
    const today = londonToday(clock);
    const kinds = (['evidenceKind', 'evidenceOut', 'evidenceMissing'] as const).flatMap((field) =>
      vocabulary.problems('EVIDENCE_KIND', criteria[field] ?? [], ['filter', QUALITY_FIELD, field], today),
    );
    refuse(kinds);
    return qualityConditions(reach, criteria, today);
  };
  return { field: QUALITY_FIELD, conditions };
}
