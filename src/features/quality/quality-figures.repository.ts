import type pg from 'pg';
import { GroupCounter, KeptFigures } from '../../platform/database/kept-figures.js';
import type { EvidenceCriteria, InspectionCriteria, ReviewCriteria } from './quality-criteria.js';
import type { Reach } from './quality-reach.js';

/** By whom it is kept, and what else of a record is counted by. Days are `yyyy-mm-dd`. */
type EvidenceFact = [localAuthority: string, kind: string, state: string, expiresOn: string | null];
type ReviewFact = [localAuthority: string, state: string, dueOn: string];
type InspectionFact = [localAuthority: string];

/** Counts the records of one table, which belong to providers, by some of their columns. */
function figuresOf<F extends readonly [string, ...(string | null)[]]>(
  pool: pg.Pool,
  followed: 'evidence' | 'quality_review' | 'inspection',
  columns: string,
) {
  const counter = new GroupCounter<F>();
  const figures = new KeptFigures<F, ReturnType<typeof counter.put>>(
    pool,
    {
      name: followed,
      touchedBy: ({ table, parentId }) => (table === followed && parentId ? [parentId] : []),
      facts: (condition) => `
        select provider_id as owner, array[${columns}] as fact from ${followed} where ${condition}`,
      named: 'provider_id = any($1)',
    },
    counter,
  );
  return async (
    { everything, within }: Reach,
    localAuthorityCode: string | undefined,
    isMeant: (fact: F) => boolean,
  ): Promise<number> => {
    await figures.catchUp();
    return counter.count(
      (fact) =>
        (everything || within.includes(fact[0])) &&
        (localAuthorityCode === undefined || fact[0] === localAuthorityCode) &&
        isMeant(fact),
    );
  };
}

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

/** Counts reviews as `evidenceFigures` does evidence. */
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

/** Counts inspections as `evidenceFigures` does evidence. */
export function inspectionFigures(pool: pg.Pool) {
  const count = figuresOf<InspectionFact>(pool, 'inspection', 'local_authority_code');
  return async (reach: Reach, criteria: InspectionCriteria): Promise<number | null> =>
    criteria.providerId === undefined ? count(reach, criteria.localAuthorityCode, () => true) : null;
}
