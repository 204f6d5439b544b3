import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { withOwnConnection } from '../../../platform/database/connection.js';
import { inTransaction } from '../../../platform/database/transaction.js';
import { OutcomeUnknown } from '../../../platform/errors.js';
import type { ImportKind } from './import-kinds.terms.js';
import { ImportProblem, printable } from './import-problem.js';
import { importSession } from './import-session.repository.js';

/** How to run the transaction of an import. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** The file or folder that is imported. Its name is kept with every change. */
  readonly path: string;
  /** Aborting it cancels the running statement and rolls everything back, unless the commit was already sent. */
  readonly signal: AbortSignal;
  /** Whether to roll back even if everything went well. */
  readonly dryRun?: boolean;
}

/**
 * Runs an import as one transaction, so that all of it is stored or none, whatever happens to this process. Staging tables are
 * temporary and end with the session. Only one import of a kind can run at a time.
 * @throws the signal's reason if it was aborted; ImportProblem if another import of that kind is running, and for every error of
 * the database.
 */
export async function importTransaction<T>(
  pool: pg.Pool,
  { kind, path, signal, dryRun = false }: ImportOptions,
  work: (db: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const by = { actor: `import ${kind.toLowerCase()}`, reason: basename(resolve(path)) };
  const imported = (db: pg.PoolClient) =>
    cancellable(pool, db, signal, async () => {
      await importSession.begin(db);
      if (!(await importSession.takeTurn(db, kind))) throw anotherIsRunning();
      const result = await work(db);
      if (dryRun) throw new TriedOut(result);
      return result;
    });
  return inTransaction(pool, imported, by).catch((error: unknown) => {
    if (error instanceof TriedOut) return error.result as T;
    throw signal.aborted ? signal.reason : explained(error);
  });
}

/** Rolls back a dry run. Never leaves this file. */
class TriedOut extends Error {
  constructor(readonly result: unknown) {
    super();
  }
}

function explained(error: unknown): ImportProblem {
  if (error instanceof ImportProblem) return error;
  const message =
    error instanceof OutcomeUnknown
      ? 'The connection to the database was lost while the import was being completed, so it is not known whether the ' +
        'import was stored. Run it again: anything that is already stored stays as it is.'
      : `The import failed and nothing was changed: ${reasonOf(error)}.`;
  return new ImportProblem(message, { cause: error });
}

function reasonOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

const CANCEL_EVERY_MS = 200;

/** Cancels the running statement when the signal is aborted. The import then always fails. */
async function cancellable<T>(
  pool: pg.Pool,
  db: pg.PoolClient,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const process = await importSession.process(db);
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    // Through another connection, because this one is busy. If it fails, the rollback waits for the statement to end.
    withOwnConnection(pool, (other) => importSession.cancel(other, process)).catch(() => {});
    timer = setTimeout(cancel, CANCEL_EVERY_MS); // again, because no statement may have been running
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

function anotherIsRunning(): ImportProblem {
  return new ImportProblem(
    'Another import of this kind is running. Nothing was changed. Try again when it has finished.',
  );
}
