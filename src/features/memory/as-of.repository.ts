import type pg from 'pg';
import { binding } from '../../platform/database/conditions.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { Row } from './field-reader.js';
import { type RecordTable, recordRules } from './memory.rules.js';

/** The start of what is known about a record. */
export interface Known {
  /** The time it was created, or the time the change log began if the record is older; null if there is no log yet. */
  readonly since: Date | null;
  /** Whether it was created after the change log began, so that it did not exist before `since`. */
  readonly made: boolean;
}

/**
 * The last commit at or before $1. The database stores times to the microsecond, but callers give and get them to the
 * millisecond. A commit within the same millisecond as $1 therefore counts as before it.
 */
const CUT = `cut as (
  select coalesce((select number from change_commit where at < $1::timestamptz + interval '1 millisecond'
                    order by at desc, number desc limit 1), 0) as number)`;

/**
 * The rows of a table as they were at the last commit at or before $1 (`CUT`), in two parts: those `changed` since
 * then, and those `unchanged`. `ids` selects the rows. Without it, all rows are read.
 *
 * It works backwards, so that a row can be older than the change log: it takes the row as it is now and undoes all
 * later changes. The oldest value of each column since then is the one it had. The first operation after that time
 * shows whether the row existed.
 */
function statesAsOf(table: RecordTable, ids: string | null) {
  const named = ids === null ? '' : `ids (id) as (${ids}),`;
  // Postgres has no statistics about the size of these, so no query should join two of them.
  return {
    definitions: `${CUT}, ${named}
    later as materialized (
      select l.entity_id, l.operation, l.old, row_number() over entry as nth,
             first_value(l.operation) over entry as first_operation, first_value(l.version_before) over entry as version
        from cut join change_commit c on c.number > cut.number join change l using (tx)
             ${ids === null ? '' : 'join ids on ids.id = l.entity_id'}
       where l.table_name = '${table}'
      window entry as (partition by l.entity_id order by c.number, l.id)),
    undone as (
      select entity_id, version, jsonb_object_agg(key, value) filter (where key is not null) as old
        from (select distinct on (entity_id, key) entity_id, version, key, value
                from later left join lateral jsonb_each(later.old) on true
               where first_operation <> 'INSERT' and operation <> 'INSERT' order by entity_id, key, nth) v
       group by entity_id, version),
    changed as (
      select coalesce(to_jsonb(t), '{}') || coalesce(u.old, '{}')
               || case when u.version is null then '{}' else jsonb_build_object('version', u.version) end as state
        from undone u left join ${table} t on t.id = u.entity_id::uuid)`,
    unchanged: `${table} t where ${ids === null ? 'true' : 't.id in (select id::uuid from ids)'}
      and t.id::text not in (select entity_id from later)`,
  };
}

/** All SQL statements about what was known at a time. */
export function asOfRepository(pool: pg.Pool) {
  const register = statesAsOf('provider', null);

  async function states(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await pool.query<{ state: Row }>({ name, text, values: [...values] });
    return rows.map(({ state }) => state);
  }

  return {
    /** The row as it was; null if it did not exist. */
    async one(table: RecordTable, id: string, at: Date): Promise<Row | null> {
      const { definitions, unchanged } = statesAsOf(table, 'select $2::text');
      const text = `with ${definitions} select state from changed union all select to_jsonb(t) from ${unchanged}`;
      const [state] = await states(`${table} as of`, text, [at, id]);
      return state ?? null;
    },

    /** The rows that belonged to another row at that time, by id. */
    parts(table: RecordTable, parentId: string, at: Date): Promise<Row[]> {
      const column = recordRules[table].parent?.column;
      const ids = `select id::text from ${table} where ${column} = $2::text::uuid union
        select entity_id from change where table_name = '${table}' and (parent_id = $2::text or parent_before = $2::text)`;
      const { definitions, unchanged } = statesAsOf(table, ids);
      const text = `with ${definitions} select state from (
          select state from changed where state ->> '${column}' = $2::text
          union all select to_jsonb(t) from ${unchanged} and t.${column} = $2::text::uuid) r order by state ->> 'id'`;
      return states(`${table} as of, by parent`, text, [at, parentId]);
    },

    /** The sites of an offering at that time, by id. */
    async siteIds(offeringId: string, at: Date): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'offering sites as of',
        text: `with ${CUT}, earliest as (
            select distinct on (l.parent_id) l.parent_id as id, l.operation
              from cut join change_commit c on c.number > cut.number join change l using (tx)
             where l.table_name = 'offering_site' and l.entity_id = $2::text order by l.parent_id, c.number, l.id)
          select site_id::text as id from offering_site where offering_id = $2::text::uuid
             and site_id::text not in (select id from earliest where operation = 'INSERT')
          union select id from earliest where operation <> 'INSERT' order by id`,
        values: [at, offeringId],
      });
      return rows.map(({ id }) => id);
    },

    /**
     * A page of the register at that time: providers in every state, by name. Only those of these local authorities (by
     * their codes at that time), or all if null.
     */
    register(at: Date, localAuthorities: readonly string[] | null, range: KeyRange): Promise<Row[]> {
      const { values, bind } = binding(at, localAuthorities);
      const order = { valueType: 'text', id: 'id' };
      const whole = keysetPage({ ...order, value: 'name collate "C"' }, range, bind);
      const kept = keysetPage({ ...order, value: 't.name collate "C"', id: 't.id' }, range, bind);
      // Of the unchanged rows, only a page is read, in the order of their index.
      const text = `with ${register.definitions},
        page as (
          select t.name, t.id, to_jsonb(t) as state from ${register.unchanged}
             and ($2::text[] is null or t.local_authority_code = any($2)) ${kept.text})
        select state from (
          select name, id, state from page
          union all select state ->> 'name', (state ->> 'id')::uuid, state from changed
           where $2::text[] is null or state ->> 'local_authority_code' = any($2)) r
         where true ${whole.text}`;
      return states(`register as of${whole.variant}`, text, values);
    },

    async registerCount(at: Date, localAuthorities: readonly string[] | null): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'register as of, count',
        text: `with ${register.definitions}
          select ((select count(*) from ${register.unchanged} and ($2::text[] is null or t.local_authority_code = any($2)))
            + (select count(*) from changed where $2::text[] is null or state ->> 'local_authority_code' = any($2)))::int as n`,
        values: [at, localAuthorities],
      });
      return rows[0]?.n ?? 0;
    },

    /** The time the change log began; null if there is none yet. */
    async logBegan(): Promise<Date | null> {
      const { rows } = await pool.query<{ at: Date }>({
        name: 'log began',
        text: 'select at from change_commit order by number limit 1',
      });
      return rows[0]?.at ?? null;
    },

    /** The start of what is known about a record that exists or once did. */
    async known(table: RecordTable, id: string): Promise<Known> {
      const { rows } = await pool.query<{ operation: string; at: Date }>({
        name: 'known since',
        text: `select l.operation, c.at from change l join change_commit c using (tx)
          where l.table_name = $1 and l.entity_id = $2 order by l.id limit 1`,
        values: [table, id],
      });
      const [first] = rows;
      return first?.operation === 'INSERT'
        ? { since: first.at, made: true }
        : { since: await this.logBegan(), made: false };
    },

    /** A row as it was at a version, from the later changes; null if that version is not on record. */
    async atVersion(table: RecordTable, id: string, version: number): Promise<Row | null> {
      const [state] = await states(
        `${table} at version`,
        `with later as (
           select old, version_before, id from change
            where table_name = '${table}' and entity_id = $1::text and operation = 'UPDATE' and version_before >= $2::int
               -- versions start again if a row was removed and created again
               and id > coalesce((select max(id) from change
                 where table_name = '${table}' and entity_id = $1::text and operation = 'INSERT'), 0)),
         undone as (
           select jsonb_object_agg(key, value) as old from (
             select distinct on (key) key, value from later cross join jsonb_each(later.old) order by key, later.id) v)
         select to_jsonb(t) || coalesce(u.old, '{}') as state from ${table} t, undone u
          where t.id = $1::text::uuid and (t.version = $2 or exists (select from later where version_before = $2))`,
        [id, version],
      );
      return state ?? null;
    },
  };
}
export type AsOfRepository = ReturnType<typeof asOfRepository>;
