import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { attribute } from '../../platform/database/changes/attribution.js';
import { ImportProblem, printable } from './import-problem.js';

/** The kinds of import, as `import_run` names them. */
export type ImportKind = 'POSTCODES' | 'GIAS';

/** First half of the advisory locks' key; the second tells the kinds apart. */
const LOCK_SPACE = 71_204_113;
const lockOf: Record<ImportKind, number> = { POSTCODES: 1, GIAS: 2 };

/** How a transaction is to be run. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** Of what is imported: its name is kept with every change. */
  readonly path: string;
  /** Aborting cancels the statement that is running and rolls everything back; too late once the commit is sent. */
  readonly signal: AbortSignal;
  /** Roll back even when all went well. */
  readonly dryRun?: boolean;
}

/**
 * Runs an import as one transaction, so that it is there as a whole or not at all, whatever happens to this process:
 * staging tables are temporary and go with the session. Imports of a kind exclude each other.
 * @throws the signal's reason when it was aborted; ImportProblem when another import of that kind is running, and for
 * every error of the database.
 */
export async function importTransaction<T>(
  pool: pg.Pool,
  { kind, path, signal, dryRun = false }: ImportOptions,
  work: (db: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const db = await pool.connect().catch((error: unknown) => {
    throw new ImportProblem(`The database cannot be reached: ${reasonOf(error)}.`);
  });
  // A lost connection rejects the statement that is running; without a listener it would also end the process.
  const ignore = () => {};
  db.on('error', ignore);
  let broken = false;
  try {
    const result = await cancellable(pool, db, signal, async () => {
      await db.query('begin');
      // As long as it takes: the pool's own limits are for requests.
      await db.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
      await takeLock(db, kind);
      await attribute(db, { actor: `import ${kind.toLowerCase()}`, reason: basename(resolve(path)) });
      return work(db);
    }).catch(async (error: unknown) => {
      // When even that fails, the connection is gone, and Postgres rolls back by itself.
      await db.query('rollback').catch(() => {
        broken = true;
      });
      throw signal.aborted ? signal.reason : explained(error);
    });
    await db.query(dryRun ? 'rollback' : 'commit').catch((error: unknown) => {
      broken = true;
      throw new ImportProblem(
        `${reasonOf(error)} while the import was being completed. Run it again to be sure.`,
      );
    });
    return result;
  } finally {
    db.removeListener('error', ignore);
    // A cancellation may still be on its way: it must not meet the next one to use this connection.
    db.release(broken || signal.aborted);
  }
}

function explained(error: unknown): ImportProblem {
  if (error instanceof ImportProblem) return error;
  return new ImportProblem(`The import failed and nothing was changed: ${reasonOf(error)}.`, {
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

const CANCEL_EVERY_MS = 200;

/** Cancels whatever statement is running once the signal is aborted, and fails in any case then. */
async function cancellable<T>(
  pool: pg.Pool,
  db: pg.PoolClient,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    // Through another connection: this one is busy. Should it fail, the roll-back waits for the statement's end.
    pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => {});
    timer = setTimeout(cancel, CANCEL_EVERY_MS); // between two statements there was nothing to cancel
  };
  signal.addEventListener('abort', cancel);
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(timer);
  }
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
