import type pg from 'pg';

/** Names of all toys, in their order. */
export async function toyNames(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from toy order by name collate "C"');
  return rows.map(({ name }) => name);
}
