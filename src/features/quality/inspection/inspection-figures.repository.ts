import type pg from 'pg';
import { figuresOf } from '../record/record-figures.repository.js';
import type { RecordReach } from '../record/record-reach.js';
import type { InspectionCriteria } from './inspection.rules.js';

/** The columns that inspections are counted by. */
type InspectionFact = [localAuthority: string];

/**
 * Counts inspections from stored figures. Returns null if they are not detailed enough, and the caller must count the
 * rows.
 */
export function inspectionFigures(pool: pg.Pool) {
  const count = figuresOf<InspectionFact>(pool, 'inspection', 'local_authority_code');
  return async (reach: RecordReach, criteria: InspectionCriteria): Promise<number | null> =>
    criteria.provider === undefined ? count(reach, criteria.localAuthority, () => true) : null;
}
