import type pg from 'pg';
import { figuresOf } from '../record/record-figures.repository.js';
import type { RecordReach } from '../record/record-reach.js';
import type { ReviewCriteria } from './review.rules.js';

/** The columns that reviews are counted by. Days are `yyyy-mm-dd`. */
type ReviewFact = [localAuthority: string, state: string, dueOn: string];

/**
 * Counts reviews from stored figures. Returns null if they are not detailed enough, and the caller must count the rows.
 */
export function reviewFigures(pool: pg.Pool) {
  const count = figuresOf<ReviewFact>(pool, 'quality_review', 'local_authority_code, state, due_on::text');
  return async (reach: RecordReach, criteria: ReviewCriteria): Promise<number | null> => {
    const { localAuthority, provider, state, dueBy } = criteria;
    if (provider !== undefined) return null;
    return count(
      reach,
      localAuthority,
      ([, stands, due]) => (state === undefined || stands === state) && (dueBy === undefined || due <= dueBy),
    );
  };
}
