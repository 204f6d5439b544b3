import type pg from 'pg';
import { providerConstraints } from '../../provider/provider.service.js';

/** A row that a constraint of the database refuses. */
export interface RefusedRow {
  readonly key: string;
  /** What it means, as a sentence about the row. */
  readonly message: string;
}

/** That a statement was refused for some of its rows, none of which is stored; the others were fit to be. */
export class RowsRefused extends Error {
  constructor(
    /** The column that the keys are of. */
    readonly column: string,
    readonly rows: readonly RefusedRow[],
  ) {
    super(`${rows.length} rows were refused`);
  }
}

/** So many are looked for one by one: with more, the file or the database is not what it should be. */
const MOST_REFUSED = 1_000;

/**
 * Runs statements over rows that may each break a constraint. Where they do, finds out which: halves what was refused until single
 * rows are left, so that a few among many cost a few dozen statements. `run` takes the keys to keep to, or null for all.
 * @throws RowsRefused naming every row that is refused; any other error as it is.
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
  // Together they are refused and one by one they are not: nobody can say which row it is.
  if (refused.length === 0) throw first.refused;
  throw new RowsRefused(column, refused);
}

/** Does the work, and does it anew without the rows that it was refused for, which `leaveOut` takes out of what is staged. */
export async function leavingOutRefused<T>(
  db: pg.ClientBase,
  work: () => Promise<T>,
  leaveOut: (refused: RowsRefused) => Promise<void>,
): Promise<T> {
  for (;;) {
    await db.query('savepoint fit_rows');
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      await db.query('rollback to savepoint fit_rows');
      await leaveOut(error);
    }
  }
}

interface Refusal extends Error {
  readonly code: string;
  readonly constraint?: string;
}

async function attempt<T>(
  db: pg.ClientBase,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly refused: Refusal }> {
  await db.query('savepoint refusable_rows');
  try {
    const done = await work();
    await db.query('release savepoint refusable_rows');
    return { done };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await db.query('rollback to savepoint refusable_rows; release savepoint refusable_rows');
    return { refused: error };
  }
}

/** Classes 22 and 23 of SQLSTATE: the data is to blame, not the statement. */
function isRefusal(error: unknown): error is Refusal {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]\w{3}$/.test(code);
}

function sentenceOf({ constraint, code }: Refusal): string {
  const known = constraint === undefined ? undefined : providerConstraints[constraint];
  return known?.message ?? `is refused by the rule ${constraint ?? code} of the database`;
}
