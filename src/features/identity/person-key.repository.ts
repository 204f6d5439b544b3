import type pg from 'pg';

/** The key of a database, which its migrations made and which nothing changes: 32 bytes. */
export async function readPersonKey(pool: Pick<pg.Pool, 'query'>): Promise<Buffer> {
  const { rows } = await pool.query<{ key: Buffer }>('select key from person_key');
  return rows[0]!.key;
}
