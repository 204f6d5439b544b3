import type pg from 'pg';
import { nameForms } from '../../../platform/text.js';
import { kindTables } from './kind-tables.repository.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A table of entries, with the column of their names. */
export interface NamedTable {
  readonly table: string;
  readonly name: string;
}
/** The tables of entries. */
export const namedTables: readonly NamedTable[] = kindTables.map(({ table, name }) => ({ table, name }));

/** Stores the forms in which names are found, next to the name that they are of. The statements have names like those of the feed. */
export function nameFormRepository(pool: pg.Pool) {
  /** Those of these rows whose forms are not stored, or are of an earlier name. */
  const missing = ({ table, name }: NamedTable) => `
    select t.id, t.${name} as name from ${table} t left join name_form f on f.entry_id = t.id
     where f.name is distinct from t.${name}`;

  async function store({ table }: NamedTable, rows: readonly Named[]): Promise<void> {
    if (rows.length === 0) return;
    await pool.query({
      name: 'changes: store forms of names',
      // In order, because several hubs may store the same ones.
      text: `insert into name_form (entry_id, kind, name, forms)
        select id, $1, name, forms from unnest($2::uuid[], $3::text[], $4::text[]) given (id, name, forms) order by id
        on conflict (entry_id) do update set name = excluded.name, forms = excluded.forms`,
      values: [
        table,
        rows.map(({ id }) => id),
        rows.map(({ name }) => name),
        rows.map(({ name }) => nameForms(name).join('\n')),
      ],
    });
  }

  return {
    /** Stores what is missing for these entries. */
    async keep(named: NamedTable, ids: readonly string[]): Promise<void> {
      const { rows } = await pool.query<Named>({
        name: `changes: ${named.table} with new names`,
        text: `${missing(named)} and t.id = any($1)`,
        values: [ids],
      });
      await store(named, rows);
    },

    /** Stores what is missing for the next entries after an id. Returns the id of the last of them, or null if there are no more. */
    async keepAfter(named: NamedTable, id: string, number: number): Promise<string | null> {
      const { rows } = await pool.query<Named>({
        name: `changes: ${named.table} without forms`,
        text: `${missing(named)} and t.id > $1 order by t.id limit $2`,
        values: [id, number],
      });
      await store(named, rows);
      return rows.at(-1)?.id ?? null;
    },

    /** Forgets entries that were removed. */
    async forget(ids: readonly string[]): Promise<void> {
      await pool.query({
        name: 'changes: forget forms of names',
        text: 'delete from name_form where entry_id = any($1)',
        values: [ids],
      });
    },
  };
}
export type NameFormRepository = ReturnType<typeof nameFormRepository>;
