import type pg from 'pg';
import { isChosen } from '../../../platform/choice.js';
import { figuresOf } from '../record/record-figures.repository.js';
import type { RecordReach } from '../record/record-reach.js';
import type { EvidenceCriteria } from './evidence.rules.js';

/** The columns that evidence is counted by. Days are `yyyy-mm-dd`. */
type EvidenceFact = [localAuthority: string, kind: string, state: string, expiresOn: string | null];

/**
 * Counts evidence from stored figures. Returns null if they are not detailed enough, and the caller must count the
 * rows.
 */
export function evidenceFigures(pool: pg.Pool) {
  const count = figuresOf<EvidenceFact>(
    pool,
    'evidence',
    'local_authority_code, kind, state, expires_on::text',
  );
  return async (reach: RecordReach, criteria: EvidenceCriteria): Promise<number | null> => {
    const { localAuthority, provider, kind, states, expiresBy, affectsListing } = criteria;
    if (provider !== undefined || affectsListing !== undefined) return null;
    return count(
      reach,
      localAuthority,
      ([, of, state, ends]) =>
        isChosen(kind, of) &&
        (states?.includes(state) ?? true) &&
        (expiresBy === undefined || (ends !== null && ends <= expiresBy)),
    );
  };
}
