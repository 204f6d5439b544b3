import type pg from 'pg';

/** Rows to bring a table up to. Their properties are columns, and every row has those of the first. */
export interface Upsert {
  readonly table: string;
  readonly rows: readonly object[];
  /** Columns that tell rows apart. */
  readonly key: readonly string[];
  /** SQL over `seed`, the row of the file: only such rows are considered. */
  readonly only?: string;
  /** SQL over `stored`, the row of the table: only such rows are changed. */
  readonly changeable?: string;
  /** Further assignments when a row changes, e.g. `version = stored.version + 1`. */
  readonly also?: string;
}

/** Inserts missing rows and changes those that differ, in one statement. Returns how many it inserted or changed. */
export async function upsert(client: pg.ClientBase, work: Upsert): Promise<number> {
  const { table, rows, key, only = 'true', changeable = 'true', also } = work;
  const columns = Object.keys(rows[0] ?? {});
  const others = columns.filter((column) => !key.includes(column));
  const of = (row: string) => others.map((column) => `${row}.${column}`).join(', ');
  const assignments = others.map((column) => `${column} = excluded.${column}`);
  if (also) assignments.push(also);
  const { rowCount } = await client.query(
    `insert into ${table} as stored (${columns.join(', ')})
     select ${columns.map((column) => `seed.${column}`).join(', ')}
       from jsonb_populate_recordset(null::${table}, $1::jsonb) as seed
      where ${only}
     on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}
      where (${changeable}) and (${of('stored')}) is distinct from (${of('excluded')})`,
    [JSON.stringify(rows)],
  );
  return rowCount ?? 0;
}

/** Inserts the rows that are not there yet and changes none. Returns how many it inserted. */
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
