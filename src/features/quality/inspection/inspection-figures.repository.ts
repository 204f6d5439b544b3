import type pg from 'pg';
import { figuresOf } from '../record/quality-figures.repository.js';
import type { Reach } from '../record/quality-reach.js';
import type { InspectionCriteria } from './inspection.rules.js';

/** By whom it is kept. */
type InspectionFact = [localAuthority: string];

/** Counts inspections from kept figures; null: they cannot tell, and it is to be counted one by one. */
export function inspectionFigures(pool: pg.Pool) {
  const count = figuresOf<InspectionFact>(pool, 'inspection', 'local_authority_code');
  return async (reach: Reach, criteria: InspectionCriteria): Promise<number | null> =>
    criteria.providerId === undefined ? count(reach, criteria.localAuthorityCode, () => true) : null;
}
