import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { binding, type Condition, chosen } from '../../platform/database/conditions.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { rowReader } from '../../platform/database/rows.js';
import { planned } from '../../platform/database/sorted.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { HoldCriteria, HoldState } from './hold.rules.js';
import { HoldRule } from './hold-rule.entity.js';
import { VacancyHold } from './vacancy-hold.entity.js';

/** The holds that a caller may see: those for schools, and those at providers. */
export interface HoldReach {
  readonly everything: boolean;
  readonly schools: readonly string[];
  readonly localAuthorities: readonly string[];
  readonly providers: readonly string[];
}

const valuesOf = ({ everything, schools, localAuthorities, providers }: HoldReach) => [
  everything,
  schools,
  localAuthorities,
  providers,
];
/** With `valuesOf` a reach as the first values. */
const SEEN = `vacancy_hold h join offering o on o.id = h.offering_id join provider p on p.id = o.provider_id
  where ($1::boolean or h.school_urn = any($2::text[]) or p.local_authority_code = any($3::text[]) or p.id = any($4::uuid[]))`;

/** The rule of `stateOf` in SQL. */
const inState =
  (states: readonly HoldState[], now: Date): Condition =>
  (bind) => {
    const at = bind(now);
    return `case when h.ended_as is not null then h.ended_as when h.until > ${at}::timestamptz then 'LIVE' else 'EXPIRED' end
      = any(${bind(states)}::text[])`;
  };

/** All SQL statements about holds. The WHERE clause limits those that are read to what the caller may see. */
export function holdRepository(source: DataSource, pool: pg.Pool) {
  const hold = rowReader(source, VacancyHold);

  const narrowed = (reach: HoldReach, { offering, school, state }: HoldCriteria, now: Date) => {
    const { values, bind } = binding(...valuesOf(reach));
    const conditions = [
      ...chosen('h.offering_id', offering, 'uuid'),
      ...chosen('h.school_urn', school),
      ...(state ? [inState(state, now)] : []),
    ].map((condition) => condition(bind));
    return { from: [SEEN, ...conditions].join(' and '), values, bind, conditions: conditions.length };
  };

  return {
    async byIds(reach: HoldReach, ids: readonly string[]): Promise<VacancyHold[]> {
      const text = `select ${hold.columns('h')} from ${SEEN} and h.id = any($5)`;
      const { rows } = await pool.query({ name: 'holds by id', text, values: [...valuesOf(reach), ids] });
      return rows.map(hold.toEntity);
    },

    /** The live holds on vacancies that the caller may see, those that end first first. */
    async live(reach: HoldReach, vacancyIds: readonly string[], now: Date): Promise<VacancyHold[]> {
      const text = `select ${hold.columns('h')} from ${SEEN} and h.vacancy_id = any($5) and h.ended_at is null and h.until > $6
        order by h.until, h.id`;
      const values = [...valuesOf(reach), vacancyIds, now];
      const { rows } = await pool.query({ name: 'live holds', text, values });
      return rows.map(hold.toEntity);
    },

    /** A page of holds, newest first: ids are in the order in which holds were made. */
    async page(reach: HoldReach, criteria: HoldCriteria, now: Date, range: KeyRange): Promise<VacancyHold[]> {
      const { from, values, bind, conditions } = narrowed(reach, criteria, now);
      const order = { value: 'h.id', valueType: 'uuid', id: 'h.id', isDescending: true };
      const { text: page } = keysetPage(order, range, bind);
      const text = `select ${hold.columns('h')} from ${from} ${page}`;
      const { rows } = await pool.query(planned(text, values, conditions));
      return rows.map(hold.toEntity);
    },

    async count(reach: HoldReach, criteria: HoldCriteria, now: Date): Promise<number> {
      const { from, values, conditions } = narrowed(reach, criteria, now);
      const text = `select count(*)::int n from ${from}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions));
      return rows[0]?.n ?? 0;
    },

    /** What schools call their holds, by the id of the hold. */
    async references(ids: readonly string[]): Promise<Map<string, string>> {
      const text = 'select hold_id as id, reference from hold_reference where hold_id = any($1)';
      const { rows } = await pool.query({ name: 'hold references', text, values: [ids] });
      return new Map(rows.map(({ id, reference }) => [id, reference]));
    },

    async keepReference(db: EntityManager, holdId: string, reference: string): Promise<void> {
      await db.query('insert into hold_reference (hold_id, reference) values ($1, $2)', [holdId, reference]);
    },

    /** The offering of a vacancy. Null if there is no such vacancy. */
    async offeringOf(db: EntityManager, vacancyId: string): Promise<string | null> {
      const rows: { id: string }[] = await db.query('select offering_id as id from vacancy where id = $1', [
        vacancyId,
      ]);
      return rows[0]?.id ?? null;
    },

    /** The mailbox for mails to a provider; null if it has none. */
    async mailboxOf(db: EntityManager, providerId: string): Promise<string | null> {
      const [row] = await db.query('select vacancy_mailbox($1) as email', [providerId]);
      return row.email;
    },

    /** Two holds for one school are made one after the other, so that their number is known. Take this lock last. */
    async lockSchool(db: EntityManager, urn: string): Promise<void> {
      await db.query(`select pg_advisory_xact_lock(hashtextextended('holds of ' || $1, 0))`, [urn]);
    },

    /** How many live holds a school has. */
    async countLive(db: EntityManager, urn: string, now: number): Promise<number> {
      const [{ n }] = await db.query(
        'select count(*)::int n from vacancy_hold where school_urn = $1 and ended_at is null and until > $2',
        [urn, new Date(now)],
      );
      return n;
    },

    /** All rules, the newest first. */
    async rules(): Promise<HoldRule[]> {
      const rule = rowReader(source, HoldRule);
      const text = `select ${rule.columns('r')} from hold_rule r order by r.valid_from desc`;
      const { rows } = await pool.query({ name: 'hold rules', text });
      return rows.map(rule.toEntity);
    },

    /** The rule in force on a day. Null if there is none: then nothing can be held. */
    ruleOn(db: EntityManager, day: string): Promise<HoldRule | null> {
      return db
        .createQueryBuilder(HoldRule, 'r')
        .where('r.validFrom <= :day and (r.validTo is null or r.validTo >= :day)', { day })
        .orderBy('r.validFrom', 'DESC')
        .getOne();
    },
  };
}
export type HoldRepository = ReturnType<typeof holdRepository>;
