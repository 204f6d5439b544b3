import type pg from 'pg';

/** Rows that a table should have. Their properties are columns, and every row has the same ones as the first. */
export interface Upsert {
  readonly table: string;
  readonly rows: readonly object[];
  /** Columns that identify a row. */
  readonly key: readonly string[];
  /** SQL on `seed`, the row of the file: other rows are ignored. */
  readonly only?: string;
  /** SQL on `stored`, the row of the table: other rows are not changed. */
  readonly changeable?: string;
  /** SQL on `stored`, the row of the table: such rows are removed if the file does not have them. */
  readonly removed?: string;
  /** More assignments for a row that changes, e.g. `version = stored.version + 1`. */
  readonly also?: string;
}

/**
 * Inserts missing rows and changes those that differ, in one statement, and removes rows if the work says which. Returns how many it
 * inserted, changed or removed.
 */
export async function upsert(client: pg.ClientBase, work: Upsert): Promise<number> {
  const { table, rows, key, only = 'true', changeable = 'true', also, removed } = work;
  const columns = Object.keys(rows[0] ?? {});
  const others = columns.filter((column) => !key.includes(column));
  const of = (row: string) => others.map((column) => `${row}.${column}`).join(', ');
  const assignments = others.map((column) => `${column} = excluded.${column}`);
  if (also) assignments.push(also);
  const isIt = key.map((column) => `same.${column} = seed.${column}`).join(' and ');
  const gone = removed
    ? await client.query(
        `delete from ${table} stored where ${removed} and not exists (
           select from jsonb_populate_recordset(null::${table}, $1::jsonb) as seed
            where ${key.map((column) => `stored.${column} = seed.${column}`).join(' and ')})`,
        [JSON.stringify(rows)],
      )
    : null;
  const { rowCount } = await client.query(
    `insert into ${table} as stored (${columns.join(', ')})
     select ${columns.map((column) => `seed.${column}`).join(', ')}
       from jsonb_populate_recordset(null::${table}, $1::jsonb) as seed
      -- A conflict locks the stored row, which writes to it even if nothing differs.
      where ${only} and not exists (
        select from ${table} same where ${isIt} and (${of('same')}) is not distinct from (${of('seed')}))
     on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}
      where (${changeable}) and (${of('stored')}) is distinct from (${of('excluded')})`,
    [JSON.stringify(rows)],
  );
  return (gone?.rowCount ?? 0) + (rowCount ?? 0);
}

/** Inserts missing rows and changes none. Returns how many it inserted. */
export async function insertMissing(
  client: pg.ClientBase,
  { table, rows, only = 'true' }: Pick<Upsert, 'table' | 'rows' | 'only'>,
): Promise<number> {
  const columns = Object.keys(rows[0] ?? {});
  const { rowCount } = await client.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.map((column) => `seed.${column}`).join(', ')}
       from jsonb_populate_recordset(null::${table}, $1::jsonb) as seed
      where ${only}
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  return rowCount ?? 0;
}
