import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import type { DecayKind } from './decay.rules.js';
import { DecayRule } from './decay-rule.entity.js';

/** All SQL statements about decay rules. */
export function decayRuleRepository(source: DataSource, pool: pg.Pool) {
  const rule = rowReader(source, DecayRule);
  const columns = rule.columns('r');
  const valid = `select ${columns} from decay_rule r
    where valid_from <= $1 and (valid_to is null or valid_to >= $1)
    order by unit collate "C" nulls first, setting_type collate "C" nulls first`;

  return {
    /** The rules that apply on a day, the general one first. */
    async on(day: string): Promise<DecayRule[]> {
      const { rows } = await pool.query({ name: 'decay rules', text: valid, values: [day] });
      return rows.map(rule.toEntity);
    },

    /** The same in a transaction. */
    async onIn(db: EntityManager, day: string): Promise<DecayRule[]> {
      const rows: object[] = await db.query(valid, [day]);
      return rows.map(rule.toEntity);
    },

    /**
     * The rules of exactly this kind that apply on a day or later, earliest first. Until the transaction ends, no one else
     * changes any.
     */
    async fromOn(db: EntityManager, { unit, settingType }: DecayKind, day: string): Promise<DecayRule[]> {
      await db.query(`select pg_advisory_xact_lock(hashtextextended('decay rules', 0))`);
      const rows: object[] = await db.query(
        `select ${columns} from decay_rule r
          where (unit, setting_type) is not distinct from ($1, $2) and (valid_to is null or valid_to >= $3)
          order by valid_from`,
        [unit, settingType, day],
      );
      return rows.map(rule.toEntity);
    },
  };
}
export type DecayRuleRepository = ReturnType<typeof decayRuleRepository>;
