import type pg from 'pg';
import { binding } from '../../platform/database/conditions.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { Belonging } from '../identity/actor.js';
import type { Row } from './field-reader.js';
import { type RecordTable, recordRules } from './memory.rules.js';

/** A change to one row, or to the sites of an offering. */
export interface LoggedChange {
  /** The number of the commit; `id` is that of the change in the log. */
  readonly number: number;
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
  readonly table: RecordTable | 'offering_site';
  readonly entityId: string;
  readonly parentId: string | null;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly versionAfter: number | null;
  readonly old: Row | null;
  readonly new: Row | null;
}

/** A column of a row, and the change that last wrote it. */
export interface Written {
  readonly column: string;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** The record whose history is read, and how much of it. */
export interface HistoryScope {
  readonly table: RecordTable;
  readonly id: string;
  /** Includes the records that belong to it, and those that belonged to it when they were removed. */
  readonly withParts: boolean;
  readonly withContacts: boolean;
}

/** SQL: the parts of row $2 of table $1, both existing ones and removed ones. */
const PARTS = `
  own (table_name, entity_id) as (
    select 'site', id::text from site where $1::text = 'provider' and provider_id = $2::text::uuid
    union select 'offering', id::text from offering where $1::text = 'provider' and provider_id = $2::text::uuid
    union select 'provider_contact', id::text from provider_contact where $1::text = 'provider' and provider_id = $2::text::uuid
    union select table_name, entity_id from change
     where parent_id = $2::text and operation = 'DELETE' and table_name in ('site', 'offering', 'provider_contact')),
  offerings (id) as (select $2::text where $1::text = 'offering' union select entity_id from own where table_name = 'offering'),
  records as (
    select $1::text as table_name, $2::text as entity_id
    union select table_name, entity_id from own
    union select 'vacancy', v.id::text from offerings o join vacancy v on v.offering_id = o.id::uuid
    union select 'vacancy', c.entity_id from offerings o join change c on c.parent_id = o.id
     where c.operation = 'DELETE' and c.table_name = 'vacancy'
    union select 'offering_site', id from offerings)`;

const ALONE = `
  records (table_name, entity_id) as (
    values ($1::text, $2::text) union select 'offering_site', $2::text where $1::text = 'offering')`;

/** All SQL statements about changes. */
export function historyRepository(pool: pg.Pool) {
  const logged = ({ withParts }: HistoryScope) => `
    with ${withParts ? PARTS : ALONE}
    select c.number::float8 as number, l.id::float8 as id, c.at, l.actor, l.reason, l.table_name as "table",
           l.entity_id as "entityId", l.parent_id as "parentId", l.operation, l.version_after as "versionAfter", l.old, l.new
      from records r join change l using (table_name, entity_id) join change_commit c using (tx)
     where l.table_name = any($3) and (l.table_name <> 'offering_site' or l.operation <> 'UPDATE')`;
  const valuesOf = ({ table, id, withContacts }: HistoryScope) => {
    const tables = Object.keys(recordRules).filter((name) => withContacts || name !== 'provider_contact');
    return [table, id, [...tables, 'offering_site']];
  };

  /** The row as it is, or as it was when it was removed; null if it never existed. */
  async function lastKnown(table: RecordTable, id: string): Promise<Row | null> {
    const { rows } = await pool.query<{ row: Row | null }>({
      name: `last known ${table}`,
      text: `select coalesce((select to_jsonb(t) from ${table} t where id = $1::text::uuid),
        (select old from change where table_name = '${table}' and entity_id = $1::text and operation = 'DELETE'
          order by id desc limit 1)) as row`,
      values: [id],
    });
    return rows[0]?.row ?? null;
  }

  return {
    /** What a row belongs to, or belonged to when it was removed; null if it never existed. */
    async ownerOf(table: RecordTable, id: string): Promise<Belonging | null> {
      const row = await lastKnown(table, id);
      const { parent } = recordRules[table];
      if (!row) return null;
      if (parent) return this.ownerOf(parent.table, String(row[parent.column]));
      return { localAuthorityCode: String(row.local_authority_code), providerId: id };
    },

    /** A page, newest first. A key is the number of a commit and the id of a change in it. */
    async page(
      scope: HistoryScope,
      range: KeyRange<readonly [number: number, id: number]>,
    ): Promise<LoggedChange[]> {
      const { values, bind } = binding(...valuesOf(scope));
      const order = {
        value: 'c.number',
        valueType: 'bigint',
        id: 'l.id',
        idType: 'bigint',
        isDescending: true,
      } as const;
      const page = keysetPage(order, range, bind);
      const { rows } = await pool.query<LoggedChange>({
        name: `history page${scope.withParts ? ' with parts' : ''}${page.variant}`,
        text: `${logged(scope)} ${page.text}`,
        values,
      });
      return rows;
    },

    async count(scope: HistoryScope): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: `history count${scope.withParts ? ' with parts' : ''}`,
        text: `select count(*)::int as n from (${logged(scope)}) l`,
        values: valuesOf(scope),
      });
      return rows[0]?.n ?? 0;
    },

    /** The names of providers, sites and offerings, now or when they were removed, by id. */
    async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
      const { rows } = await pool.query<{ id: string; name: string }>({
        name: 'names of records',
        text: `select entity_id as id, coalesce(old ->> 'name', old ->> 'title') as name from change
             where table_name in ('provider', 'site', 'offering') and entity_id = any($1::text[]) and operation = 'DELETE'
          union all select id::text, name from provider where id = any($1::text[]::uuid[])
          union all select id::text, name from site where id = any($1::text[]::uuid[])
          union all select id::text, title from offering where id = any($1::text[]::uuid[])`,
        values: [ids],
      });
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    /** The last change that wrote each column of a row. */
    async lastWritten(table: RecordTable, id: string): Promise<Written[]> {
      const { rows } = await pool.query<Written>({
        name: 'last written',
        text: `select distinct on (key collate "C") key as column, c.at, l.actor, l.reason
          from change l join change_commit c using (tx) cross join jsonb_object_keys(l.new) key
         where l.table_name = $1 and l.entity_id = $2 and l.operation <> 'DELETE'
          order by key collate "C", l.id desc`,
        values: [table, id],
      });
      return rows;
    },
  };
}
export type HistoryRepository = ReturnType<typeof historyRepository>;
