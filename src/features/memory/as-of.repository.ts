import type pg from 'pg';
import type { NameKey } from '../../platform/database/rows.js';
import type { Row } from './field-reader.js';
import { type RecordTable, recordRules } from './memory.rules.js';

/** Since when a record is known. */
export interface Known {
  /** When it was made, or when the log began where it is older than the log; null while there is no log. */
  readonly since: Date | null;
  /** Whether it was made later than the log began, so that before `since` it did not exist. */
  readonly made: boolean;
}

/**
 * The last commit at or before $1. Instants are kept to the microsecond, and are given and asked for to the millisecond: what
 * was made within the millisecond of $1 had been made by then.
 */
const CUT = `cut as (
  select coalesce((select number from change_commit where at < $1::timestamptz + interval '1 millisecond'
                    order by at desc, number desc limit 1), 0) as number)`;

/**
 * The rows of a table as they were at the last commit at or before $1 (`CUT`), in two parts: `changed` since then, and `unchanged`.
 * `ids` names those that are looked at; without it all of them are.
 *
 * Backwards, so that a row can be older than the log: as it is now, with everything undone that came after. Of each column the
 * earliest value since then is the one it had; what came first after that moment tells whether there was such a row at all.
 */
function statesAsOf(table: RecordTable, ids: string | null) {
  const named = ids === null ? '' : `ids (id) as (${ids}),`;
  // No table of statistics tells how large these are: nothing may depend on a join of two of them.
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

/** Every SQL statement about what was known at a time. */
export function asOfRepository(pool: pg.Pool) {
  const register = statesAsOf('provider', null);

  async function states(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await pool.query<{ state: Row }>({ name, text, values: [...values] });
    return rows.map(({ state }) => state);
  }

  return {
    /** The row as it was; null where there was none. */
    async one(table: RecordTable, id: string, at: Date): Promise<Row | null> {
      const { definitions, unchanged } = statesAsOf(table, 'select $2::text');
      const text = `with ${definitions} select state from changed union all select to_jsonb(t) from ${unchanged}`;
      const [state] = await states(`${table} as of`, text, [at, id]);
      return state ?? null;
    },

    /** The rows that belonged to another then, by id. */
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

    /** The sites of an offering then, by id. */
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
     * The register then, providers in every state by name, `limit` at most, after a key; of these local authorities (by
     * their codes then), or of all where null is given.
     */
    register(
      at: Date,
      localAuthorities: readonly string[] | null,
      after: NameKey | null,
      limit: number,
    ): Promise<Row[]> {
      // Of the unchanged ones only a page is read, in the order of their index.
      const text = `with ${register.definitions},
        page as (
          select t.name, t.id, to_jsonb(t) as state from ${register.unchanged}
             and ($2::text[] is null or t.local_authority_code = any($2))
             and ($3::text is null or (t.name collate "C", t.id) > ($3, $4::uuid))
           order by t.name collate "C", t.id limit $5)
        select state from (
          select name, id, state from page
          union all select state ->> 'name', (state ->> 'id')::uuid, state from changed
           where $2::text[] is null or state ->> 'local_authority_code' = any($2)) r
         where $3::text is null or (name collate "C", id) > ($3, $4::uuid)
         order by name collate "C", id limit $5`;
      return states('register as of', text, [at, localAuthorities, after?.[0], after?.[1], limit]);
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

    /** When the log began; null while there is none. */
    async logBegan(): Promise<Date | null> {
      const { rows } = await pool.query<{ at: Date }>({
        name: 'log began',
        text: 'select at from change_commit order by number limit 1',
      });
      return rows[0]?.at ?? null;
    },

    /** Since when a record is known that exists or once did. */
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

    /** A row as it was at a version, from the changes after that one; null where that version is not on record. */
    async atVersion(table: RecordTable, id: string, version: number): Promise<Row | null> {
      const [state] = await states(
        `${table} at version`,
        `with later as (
           select old, version_before, id from change
            where table_name = '${table}' and entity_id = $1::text and operation = 'UPDATE' and version_before >= $2::int
               -- versions begin anew where a row was removed and made again
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
