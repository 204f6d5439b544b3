import type pg from 'pg';
import { inTransaction } from '../src/platform/database/transaction.js';

/** An arbitrary but fixed number: only one process seeds at a time. */
const SEED_LOCK = 4_118_927_302;

/**
 * Runs `work` in its own transaction, after any other seeding has finished: either all of it is stored or nothing. The change
 * log names `actor` as the author.
 */
export async function seeding<T>(
  pool: pg.Pool,
  actor: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const alone = async (client: pg.PoolClient) => {
    await client.query(`set local statement_timeout = '5min'; set local lock_timeout = '1min'`);
    await client.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
    return work(client);
  };
  return inTransaction(pool, alone, { actor });
}
