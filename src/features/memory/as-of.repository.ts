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

/** The last commit at or before $1. */
const CUT = `cut as (
  select coalesce((select number from change_commit where at <= $1 order by at desc, number desc limit 1), 0) as number)`;

/**
 * The rows of a table as they were at the last commit at or before $1: as they are now, with everything undone that came
 * after, oldest last. `ids` names those that are looked at; without it all of them are.
 *
 * Backwards, since so a row can be older than the log. Of each column the earliest value since then is the one it had; what
 * came first after that moment tells whether there was such a row at all.
 */
function statesAsOf(table: RecordTable, ids: string | null): string {
  const named = ids === null ? '' : `ids (id) as (${ids}),`;
  const among = (column: string) => (ids === null ? '' : `and ${column} in (select id from ids)`);
  return `with ${CUT}, ${named}
    later as materialized (
      select l.entity_id, l.operation, l.version_before, l.old, c.number, l.id
        from cut join change_commit c on c.number > cut.number join change l using (tx)
       where l.table_name = '${table}' ${among('l.entity_id')}),
    earliest as (
      select distinct on (entity_id) entity_id, operation, version_before from later order by entity_id, number, id),
    undone as (
      select entity_id, jsonb_object_agg(key, value) as old
        from (select distinct on (entity_id, key) entity_id, key, value from later cross join jsonb_each(later.old)
               where operation <> 'INSERT' order by entity_id, key, number, id) v
       group by entity_id),
    present as (select id::text as entity_id, to_jsonb(t) as row from ${table} t where true ${among('id::text')}),
    states as (
      select coalesce(p.row, '{}') || coalesce(u.old, '{}')
               || case when e.version_before is null then '{}' else jsonb_build_object('version', e.version_before) end as state
        from present p full join earliest e using (entity_id) left join undone u using (entity_id)
       where e.operation is distinct from 'INSERT')
  select state from states`;
}

/** Every SQL statement about what was known at a time. */
export function asOfRepository(pool: pg.Pool) {
  async function states(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await pool.query<{ state: Row }>({ name, text, values: [...values] });
    return rows.map(({ state }) => state);
  }

  return {
    /** The row as it was; null where there was none. */
    async one(table: RecordTable, id: string, at: Date): Promise<Row | null> {
      const [state] = await states(`${table} as of`, statesAsOf(table, 'select $2::text'), [at, id]);
      return state ?? null;
    },

    /** The rows that belonged to another then, by id. */
    parts(table: RecordTable, parentId: string, at: Date): Promise<Row[]> {
      const column = recordRules[table].parent?.column;
      const ids = `select id::text from ${table} where ${column} = $2::text::uuid union
        select entity_id from change where table_name = '${table}' and (parent_id = $2::text or parent_before = $2::text)`;
      const text = `${statesAsOf(table, ids)} where state ->> '${column}' = $2::text order by state ->> 'id'`;
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
      const text = `${statesAsOf('provider', null)}
        where ($2::text[] is null or state ->> 'local_authority_code' = any($2))
          and ($3::text is null or ((state ->> 'name') collate "C", (state ->> 'id')::uuid) > ($3, $4::uuid))
        order by (state ->> 'name') collate "C", (state ->> 'id')::uuid limit $5`;
      return states('register as of', text, [at, localAuthorities, after?.[0], after?.[1], limit]);
    },

    async registerCount(at: Date, localAuthorities: readonly string[] | null): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'register as of, count',
        text: `select count(*)::int as n from (${statesAsOf('provider', null)}
          where ($2::text[] is null or state ->> 'local_authority_code' = any($2))) r`,
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
