import type pg from 'pg';
import { inSavepoint } from '../../../platform/database/transaction.js';
import { providerConstraints } from '../../provider/provider.service.js';
import { ImportNotes } from './import-notes.js';

/** A row that the database refuses because of a constraint. */
export interface RefusedRow {
  readonly key: string;
  /** What is wrong with the row, as a sentence. */
  readonly message: string;
}

/** The database refused a statement because of some of its rows. Without these rows it would have been accepted. */
export class RowsRefused extends Error {
  constructor(
    /** The column that the keys belong to. */
    readonly column: string,
    readonly rows: readonly RefusedRow[],
  ) {
    super(`${rows.length} rows were refused`);
  }
}

/** How many rows to look for one by one. If there are more, something is wrong with the file or the database. */
const MOST_REFUSED = 1_000;

/**
 * Runs statements on rows that may break a constraint, and finds the rows that do. It halves the rows until single ones are left, so
 * that finding a few among many takes a few dozen statements. `run` gets the keys of the rows to use, or null for all.
 * @throws RowsRefused naming every row that is refused; any other error unchanged.
 */
export async function refusingRows<T>(
  db: pg.ClientBase,
  column: string,
  keys: () => Promise<readonly string[]>,
  run: (keys: readonly string[] | null) => Promise<T>,
): Promise<T> {
  const first = await attempt(db, () => run(null));
  if ('done' in first) return first.done;
  const refused: RefusedRow[] = [];
  const search = async (some: readonly string[]): Promise<void> => {
    const tried = await attempt(db, () => run(some));
    if ('done' in tried) return;
    if (refused.length === MOST_REFUSED) throw tried.refused;
    if (some.length <= 1) {
      refused.push(...some.map((key) => ({ key, message: sentenceOf(tried.refused) })));
      return;
    }
    const half = Math.ceil(some.length / 2);
    await search(some.slice(0, half));
    await search(some.slice(half));
  };
  await search(await keys());
  // The rows are only refused together, so the fault cannot be traced to single rows.
  if (refused.length === 0) throw first.refused;
  throw new RowsRefused(column, refused);
}

/** Does the work. If rows are refused, calls `leaveOut` to remove them from the staged rows, and does the work again. */
export async function leavingOutRefused<T>(
  db: pg.ClientBase,
  work: () => Promise<T>,
  leaveOut: (refused: RowsRefused) => Promise<void>,
): Promise<T> {
  for (;;) {
    try {
      return await inSavepoint(db, work);
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      await leaveOut(error);
    }
  }
}

/** How staged rows are merged, and what happens to those that the database refuses. */
export interface AcceptedRows<T> {
  /** Merges the staged rows. What it notes counts only if its attempt stands. */
  merge(notes: ImportNotes): Promise<T>;
  /** Counts a refused row as left out. @throws if there are too many of them. */
  reject(row: RefusedRow): void;
  /** Removes rows from those that are staged. */
  leaveOut(db: pg.ClientBase, keys: string[]): Promise<unknown>;
}

/** Merges staged rows without those that the database refuses. Returns what the merge returned, and what it noted. */
export async function mergeAccepted<T>(
  db: pg.ClientBase,
  { merge, reject, leaveOut }: AcceptedRows<T>,
): Promise<{ readonly merged: T; readonly notes: ImportNotes }> {
  let notes = new ImportNotes();
  const merged = await leavingOutRefused(
    db,
    () => {
      notes = new ImportNotes(); // those of an attempt that was rolled back do not count
      return merge(notes);
    },
    async ({ rows }) => {
      for (const row of rows) reject(row);
      await leaveOut(
        db,
        rows.map(({ key }) => key),
      );
    },
  );
  return { merged, notes };
}

interface Refusal extends Error {
  readonly code: string;
  readonly constraint?: string;
}

async function attempt<T>(
  db: pg.ClientBase,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly refused: Refusal }> {
  try {
    return { done: await inSavepoint(db, work) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refused: error };
  }
}

/** Classes 22 and 23 of SQLSTATE: the fault is in the data, not in the statement. */
function isRefusal(error: unknown): error is Refusal {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]\w{3}$/.test(code);
}

function sentenceOf({ constraint, code }: Refusal): string {
  const known = constraint === undefined ? undefined : providerConstraints[constraint];
  return known?.message ?? `breaks the rule ${constraint ?? code} of the database`;
}
