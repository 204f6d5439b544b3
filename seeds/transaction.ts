import type pg from 'pg';
import { attribute } from '../src/platform/database/changes/attribution.js';

/** An arbitrary but fixed number: only one process seeds at a time. */
const SEED_LOCK = 4_118_927_302;

/**
 * Runs `work` in one transaction of its own, after any other seeding has finished: all of it happens or nothing. The change
 * log says that `actor` did it.
 */
export async function seeding<T>(
  pool: pg.Pool,
  actor: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    await client.query(`set local statement_timeout = '5min'; set local lock_timeout = '1min'`);
    await client.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
    await attribute(client, { actor });
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true; // the connection itself is gone: the first error says why
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
