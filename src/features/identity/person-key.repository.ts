import type pg from 'pg';

/** The key of a database: 32 bytes. Its migrations created it, and it never changes. */
export async function readPersonKey(pool: Pick<pg.Pool, 'query'>): Promise<Buffer> {
  const { rows } = await pool.query<{ key: Buffer }>('select key from person_key');
  return rows[0]!.key;
}
