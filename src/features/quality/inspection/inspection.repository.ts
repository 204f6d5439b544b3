import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { binding, chosen } from '../../../platform/database/conditions.js';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { planned } from '../../../platform/database/sorted.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { chosenProvider } from '../../register/list/entry-list.service.js';
import type { RecordReach } from '../record/record-reach.js';
import { kept } from '../record/record-reach.repository.js';
import { Inspection, Judgement } from './inspection.entity.js';
import type { InspectionCriteria } from './inspection.rules.js';
import { inspectionFigures } from './inspection-figures.repository.js';

/**
 * All SQL statements about inspections. The WHERE clause limits them to rows the caller may see. Judgements are read
 * through their inspection.
 */
export function inspectionRepository(source: DataSource, pool: pg.Pool) {
  const inspection = rowReader(source, Inspection);
  const judgement = rowReader(source, Judgement);

  const judgementsOfInspection = new EntityCache<Judgement[]>({
    name: 'judgements of inspection',
    // A change to the code list can change the order of the areas.
    staleAfter: staleAfter({ inspection_judgement: 'parent', code: 'all' }),
    load: async (ids) => {
      const text = `select ${judgement.columns('j')} from inspection_judgement j
        join code c on c.list = 'INSPECTION_AREA' and c.code = j.area
        where j.inspection_id = any($1) order by c.position`;
      const { rows } = await pool.query({ name: 'judgements of inspections', text, values: [ids] });
      return groupRows(rows, 'inspectionId', judgement.toEntity);
    },
  });

  const figures = inspectionFigures(pool);
  const narrowed = ({ everything, within }: RecordReach, criteria: InspectionCriteria) => {
    const { values, bind } = binding(everything, within);
    const conditions = [
      ...chosen('i.local_authority_code', criteria.localAuthority),
      ...chosenProvider('i.provider_id', criteria.provider),
    ].map((condition) => condition(bind));
    const from = `inspection i where ${[kept('i', 1), ...conditions].join(' and ')}`;
    return { from, values, bind, conditions: conditions.length };
  };

  return {
    judgementsOfInspection,
    caches: [judgementsOfInspection],

    async byIds(reach: RecordReach, ids: readonly string[]): Promise<Inspection[]> {
      const text = `select ${inspection.columns('i')} from inspection i where i.id = any($1) and ${kept('i', 2)}`;
      const { rows } = await pool.query({
        name: 'inspections by id',
        text,
        values: [ids, reach.everything, reach.within],
      });
      return rows.map(inspection.toEntity);
    },

    /** A page of the inspections the caller can reach, latest first. */
    async page(reach: RecordReach, criteria: InspectionCriteria, range: KeyRange): Promise<Inspection[]> {
      const { from, values, bind, conditions } = narrowed(reach, criteria);
      const order = { value: 'i.inspected_on', valueType: 'date', id: 'i.id', isDescending: true };
      const { text: page } = keysetPage(order, range, bind);
      const text = `select ${inspection.columns('i')} from ${from} ${page}`;
      const { rows } = await pool.query(planned(text, values, conditions));
      return rows.map(inspection.toEntity);
    },

    async count(reach: RecordReach, criteria: InspectionCriteria): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { from, values, conditions } = narrowed(reach, criteria);
      const text = `select count(*)::int n from ${from}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions));
      return rows[0]?.n ?? 0;
    },

    /** Whether an inspection has exactly these judgements. */
    async hasJudgements(
      db: EntityManager,
      inspectionId: string,
      judgements: readonly Pick<Judgement, 'area' | 'grade'>[],
    ): Promise<boolean> {
      const known = await db.findBy(Judgement, { inspectionId });
      const grades = new Map(known.map(({ area, grade }) => [area, grade]));
      return (
        known.length === judgements.length &&
        judgements.every(({ area, grade }) => grades.get(area) === grade)
      );
    },

    /** Replaces the judgements of an inspection. */
    async replaceJudgements(
      db: EntityManager,
      inspectionId: string,
      judgements: readonly Pick<Judgement, 'area' | 'grade'>[],
    ): Promise<void> {
      await db.delete(Judgement, { inspectionId });
      if (judgements.length === 0) return;
      await db.insert(
        Judgement,
        judgements.map(({ area, grade }) => ({ id: uuidv7(), inspectionId, area, grade })),
      );
    },
  };
}
export type InspectionRepository = ReturnType<typeof inspectionRepository>;
