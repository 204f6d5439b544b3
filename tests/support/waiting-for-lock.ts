import type pg from 'pg';
import { until } from './until.js';

/** How many sessions of this database wait for a lock, with a statement that matches the pattern. */
export async function countWaiting(pool: pg.Pool, pattern = ''): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ $1`,
    [pattern],
  );
  return rowCount ?? 0;
}

/** Waits until a session of this database waits for a lock, with a statement that matches the pattern. */
export async function waitingForLock(pool: pg.Pool, pattern = ''): Promise<void> {
  await until(`a statement that matches "${pattern}" waits for a lock`, () => countWaiting(pool, pattern));
}
