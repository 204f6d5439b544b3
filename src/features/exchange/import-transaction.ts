import type pg from 'pg';
import { ImportProblem } from './import-problem.js';

/** The kinds of import, as `import_run` names them. */
export type ImportKind = 'POSTCODES' | 'GIAS';

/** First half of the advisory locks' key; the second tells the kinds apart. */
const LOCK_SPACE = 71_204_113;
const lockOf: Record<ImportKind, number> = { POSTCODES: 1, GIAS: 2 };

/** How a transaction is to be run. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** Aborting cancels the statement that is running and rolls everything back; too late once the commit is sent. */
  readonly signal: AbortSignal;
  /** Roll back even when all went well. */
  readonly dryRun?: boolean;
}

/**
 * Runs an import as one transaction, so that it is there as a whole or not at all, whatever happens to this process:
 * staging tables are temporary and go with the session. Imports of a kind exclude each other.
 * @throws ImportProblem when another import of that kind is running; the signal's reason when it was aborted.
 */
export async function importTransaction<T>(
  pool: pg.Pool,
  { kind, signal, dryRun = false }: ImportOptions,
  work: (db: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const db = await pool.connect();
  // A lost connection rejects the statement that is running; without a listener it would also end the process.
  const ignore = () => {};
  db.on('error', ignore);
  let broken = false;
  const cancel = await cancellation(pool, db);
  signal.addEventListener('abort', cancel);
  try {
    await db.query('begin');
    // As long as it takes: the pool's own limits are for requests.
    await db.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
    await takeLock(db, kind);
    const result = await work(db);
    signal.throwIfAborted();
    signal.removeEventListener('abort', cancel);
    await db.query(dryRun ? 'rollback' : 'commit');
    return result;
  } catch (error) {
    await db.query('rollback').catch(() => {
      broken = true; // the server rolls back by itself when the session ends
    });
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    db.removeListener('error', ignore);
    db.release(broken);
  }
}

async function cancellation(pool: pg.Pool, db: pg.PoolClient): Promise<() => void> {
  const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
  return () => {
    // Through another connection: this one is busy. When it fails, the roll-back waits for the statement's end.
    pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => {});
  };
}

async function takeLock(db: pg.PoolClient, kind: ImportKind): Promise<void> {
  const { rows } = await db.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1, $2) as free', [
    LOCK_SPACE,
    lockOf[kind],
  ]);
  if (!rows[0]?.free) {
    throw new ImportProblem(
      'Another import of this kind is running. Nothing was changed; try again when it has ended.',
    );
  }
}
