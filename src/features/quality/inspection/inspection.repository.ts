import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import { kept, type Reach } from '../record/quality-reach.js';
import { Inspection, Judgement } from './inspection.entity.js';
import type { InspectionCriteria } from './inspection.rules.js';
import { inspectionFigures } from './inspection-figures.repository.js';

/** Every SQL statement about inspections. Who may see one is in the WHERE; judgements are reached through their inspection. */
export function inspectionRepository(source: DataSource, pool: pg.Pool) {
  const inspection = rowReader(source, Inspection);
  const judgement = rowReader(source, Judgement);

  const judgementsOfInspection = new EntityCache<Judgement[]>({
    name: 'judgements of inspection',
    // They come in the order of their areas.
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
  const narrowed = `inspection i where ${kept('i', 1)}
    and ($3::text is null or i.local_authority_code = $3)
    and ($4::uuid is null or i.provider_id = survivor_of($4))`;
  const valuesOf = ({ everything, within }: Reach, criteria: InspectionCriteria) => [
    everything,
    within,
    criteria.localAuthorityCode,
    criteria.providerId,
  ];

  return {
    judgementsOfInspection,
    caches: [judgementsOfInspection],

    /** Inspections in reach, latest first, `limit` at most, after a key. */
    async page(
      reach: Reach,
      criteria: InspectionCriteria,
      after: readonly [string, string] | null,
      limit: number,
    ): Promise<Inspection[]> {
      const { rows } = await pool.query({
        name: 'inspection page',
        text: `select ${inspection.columns('i')} from ${narrowed}
          and ($5::date is null or (i.inspected_on, i.id) < ($5, $6::uuid))
          order by i.inspected_on desc, i.id desc limit $7`,
        values: [...valuesOf(reach, criteria), after?.[0], after?.[1], limit],
      });
      return rows.map(inspection.toEntity);
    },

    async count(reach: Reach, criteria: InspectionCriteria): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { rows } = await pool.query<{ n: number }>({
        name: 'inspection count',
        text: `select count(*)::int n from ${narrowed}`,
        values: valuesOf(reach, criteria),
      });
      return rows[0]?.n ?? 0;
    },

    /** Whether these are the judgements of an inspection, no more and no fewer. */
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

    /** Makes these the judgements of an inspection, whatever they were. */
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
