import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import type { RecordReach } from '../record/record-reach.js';
import { kept } from '../record/record-reach.repository.js';
import { Framework, Principle } from './framework.entity.js';

/** A principle to store. Its number is its position in the list. */
export type PrincipleValues = Pick<Principle, 'part' | 'title' | 'description'>;

/**
 * All SQL statements about frameworks. Published frameworks are public. The WHERE clause limits drafts to their local
 * authority.
 */
export function frameworkRepository(source: DataSource, pool: pg.Pool) {
  const framework = rowReader(source, Framework);
  const principle = rowReader(source, Principle);

  /** Read only through a record that the caller may see. */
  const frameworks = new EntityCache<Framework>({
    name: 'quality framework',
    staleAfter: staleAfter({ quality_framework: 'row' }),
    load: async (ids) => {
      const text = `select ${framework.columns('f')} from quality_framework f where f.id = any($1)`;
      const { rows } = await pool.query({ name: 'quality frameworks', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, framework.toEntity(row)]));
    },
  });

  const principlesOfFramework = new EntityCache<Principle[]>({
    name: 'principles of quality framework',
    staleAfter: staleAfter({ quality_principle: 'parent' }),
    load: async (ids) => {
      const text = `select ${principle.columns('p')} from quality_principle p where p.framework_id = any($1) order by p.number`;
      const { rows } = await pool.query({ name: 'principles of quality frameworks', text, values: [ids] });
      return groupRows(rows, 'frameworkId', principle.toEntity);
    },
  });

  return {
    frameworks,
    principlesOfFramework,
    caches: [frameworks, principlesOfFramework],

    /** National frameworks and those of one local authority, newest edition first. Only drafts the caller can reach. */
    async list(localAuthorityCode: string | null, drafts: RecordReach): Promise<Framework[]> {
      const { rows } = await pool.query({
        name: 'quality framework list',
        text: `select ${framework.columns('f')} from quality_framework f
          where (f.local_authority_code is null or f.local_authority_code = $1)
            and (f.state = 'PUBLISHED' or ${kept('f', 2)})
          order by f.local_authority_code nulls first, f.edition desc`,
        values: [localAuthorityCode, drafts.everything, drafts.within],
      });
      return rows.map(framework.toEntity);
    },

    /** Frameworks by id. Only drafts the caller can reach. */
    async byIds(ids: readonly string[], drafts: RecordReach): Promise<Framework[]> {
      const { rows } = await pool.query({
        name: 'quality frameworks by id',
        text: `select ${framework.columns('f')} from quality_framework f
          where f.id = any($1) and (f.state = 'PUBLISHED' or ${kept('f', 2)})`,
        values: [ids, drafts.everything, drafts.within],
      });
      return rows.map(framework.toEntity);
    },

    /** The principles of a framework, in order, read within the open transaction. */
    principlesIn(db: EntityManager, frameworkId: string): Promise<Principle[]> {
      return db.find(Principle, { where: { frameworkId }, order: { number: 'ASC' } });
    },

    /** Whether a framework has exactly these principles, in this order. */
    async hasPrinciples(
      db: EntityManager,
      frameworkId: string,
      principles: readonly PrincipleValues[],
    ): Promise<boolean> {
      const known = await this.principlesIn(db, frameworkId);
      return (
        known.length === principles.length &&
        known.every(({ part, title, description }, at) =>
          isDeepStrictEqual({ part, title, description }, { ...principles[at] }),
        )
      );
    },

    async nextEdition(db: EntityManager, localAuthorityCode: string): Promise<number> {
      const text =
        'select coalesce(max(edition), 0) + 1 as next from quality_framework where local_authority_code = $1';
      const [row]: { next: number }[] = await db.query(text, [localAuthorityCode]);
      return row?.next ?? 1;
    },

    /** Whether that local authority may use the framework for a review: it is published, and national or its own. */
    async isUsable(db: EntityManager, id: string, localAuthorityCode: string): Promise<boolean> {
      const text = `select from quality_framework where id = $1 and state = 'PUBLISHED'
          and (local_authority_code is null or local_authority_code = $2)`;
      const rows: object[] = await db.query(text, [id, localAuthorityCode]);
      return rows.length > 0;
    },

    /** Replaces the principles of a draft. */
    async replacePrinciples(
      db: EntityManager,
      frameworkId: string,
      principles: readonly PrincipleValues[],
    ): Promise<void> {
      await db.delete(Principle, { frameworkId });
      await db.insert(
        Principle,
        principles.map((values, at) => ({ ...values, id: uuidv7(), frameworkId, number: at + 1 })),
      );
    },
  };
}
export type FrameworkRepository = ReturnType<typeof frameworkRepository>;
