import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { withOwnConnection } from '../../../platform/database/connection.js';
import { inTransaction } from '../../../platform/database/transaction.js';
import { OutcomeUnknown } from '../../../platform/errors.js';
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
  const by = { actor: `import ${kind.toLowerCase()}`, reason: basename(resolve(path)) };
  const imported = (db: pg.PoolClient) =>
    cancellable(pool, db, signal, async () => {
      // As long as it takes: the pool's own limits are for requests.
      await db.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
      await takeLock(db, kind);
      const result = await work(db);
      if (dryRun) throw new TriedOut(result);
      return result;
    });
  return inTransaction(pool, imported, by).catch((error: unknown) => {
    if (error instanceof TriedOut) return error.result as T;
    throw signal.aborted ? signal.reason : explained(error);
  });
}

/** Rolls back what was only tried; never leaves this file. */
class TriedOut extends Error {
  constructor(readonly result: unknown) {
    super();
  }
}

function explained(error: unknown): ImportProblem {
  if (error instanceof ImportProblem) return error;
  const message =
    error instanceof OutcomeUnknown
      ? 'The database went away while the import was being completed, and whether it was stored is not known. ' +
        'Run it again: what is stored already stays as it is.'
      : `The import failed and nothing was changed: ${reasonOf(error)}.`;
  return new ImportProblem(message, { cause: error });
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
    // Through another connection, for this one is busy. Should it fail, the roll-back waits for the statement's end.
    const pid = rows[0]?.pid;
    withOwnConnection(pool, (other) => other.query('select pg_cancel_backend($1)', [pid])).catch(() => {});
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
