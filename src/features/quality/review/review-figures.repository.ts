import type pg from 'pg';
import { figuresOf } from '../record/quality-figures.repository.js';
import type { Reach } from '../record/quality-reach.js';
import type { ReviewCriteria } from './review.rules.js';

/** By whom it is kept, and what else of it is counted by. Days are `yyyy-mm-dd`. */
type ReviewFact = [localAuthority: string, state: string, dueOn: string];

/** Counts reviews from kept figures; null: they cannot tell, and it is to be counted one by one. */
export function reviewFigures(pool: pg.Pool) {
  const count = figuresOf<ReviewFact>(pool, 'quality_review', 'local_authority_code, state, due_on::text');
  return async (reach: Reach, criteria: ReviewCriteria): Promise<number | null> => {
    const { localAuthorityCode, providerId, state, dueBy } = criteria;
    if (providerId !== undefined) return null;
    return count(
      reach,
      localAuthorityCode,
      ([, stands, due]) => (state === undefined || stands === state) && (dueBy === undefined || due <= dueBy),
    );
  };
}
