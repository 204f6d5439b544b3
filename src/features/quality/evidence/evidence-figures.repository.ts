import type pg from 'pg';
import { figuresOf } from '../record/quality-figures.repository.js';
import type { Reach } from '../record/quality-reach.js';
import type { EvidenceCriteria } from './evidence.rules.js';

/** By whom it is kept, and what else of it is counted by. Days are `yyyy-mm-dd`. */
type EvidenceFact = [localAuthority: string, kind: string, state: string, expiresOn: string | null];

/** Counts evidence from kept figures; null: they cannot tell, and it is to be counted one by one. */
export function evidenceFigures(pool: pg.Pool) {
  const count = figuresOf<EvidenceFact>(
    pool,
    'evidence',
    'local_authority_code, kind, state, expires_on::text',
  );
  return async (reach: Reach, criteria: EvidenceCriteria): Promise<number | null> => {
    const { localAuthorityCode, providerId, kinds, states, expiresBy, affectsListing } = criteria;
    if (providerId !== undefined || affectsListing !== undefined) return null;
    return count(
      reach,
      localAuthorityCode,
      ([, kind, state, ends]) =>
        (kinds?.includes(kind) ?? true) &&
        (states?.includes(state) ?? true) &&
        (expiresBy === undefined || (ends !== null && ends <= expiresBy)),
    );
  };
}
