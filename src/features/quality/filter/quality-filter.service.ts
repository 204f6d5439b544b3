import { type Clock, londonToday } from '../../../platform/clock.js';
import { refuse } from '../../../platform/errors.js';
import { parseArguments } from '../../../platform/parse.js';
import type { FilterAddition } from '../../register/list/entry-list.service.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { recordReachOf } from '../record/record-reach.js';
import { qualityConditions } from './quality-filter.repository.js';
import { qualityFilter } from './quality-filter.rules.js';

/** The field that quality adds to the register's filter. */
export const QUALITY_FIELD = 'quality';

/**
 * Turns the quality field of the register's filter into conditions. They never find entries that `quality.read` does
 * not reach, so that no caller can learn about quality by filtering a list they may read.
 */
export function qualityAddition(vocabulary: Vocabulary, clock: Clock): FilterAddition {
  const conditions: FilterAddition['conditions'] = (actor, given) => {
    const reach = recordReachOf(actor, 'quality.read');
    const criteria = parseArguments(qualityFilter, given, ['filter', QUALITY_FIELD]);
    const today = londonToday(clock);
    const kinds = (['evidenceKind', 'evidenceOut', 'evidenceMissing'] as const).flatMap((field) =>
      vocabulary.choiceProblems('EVIDENCE_KIND', criteria[field], ['filter', QUALITY_FIELD, field], today),
    );
    refuse(kinds);
    return qualityConditions(reach, criteria, today);
  };
  return { field: QUALITY_FIELD, conditions };
}
