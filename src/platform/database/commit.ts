import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { OutcomeUnknown, Unavailable } from '../errors.js';
import type { Traced } from './changes/attribution.js';
import { withOwnConnection } from './connection.js';

/** How often Postgres is asked whether an unanswered COMMIT is still in progress, in milliseconds. */
const SILENCE_MS = 3_000;
/** How long Postgres is asked about a COMMIT whose connection has ended, in milliseconds. */
const ASKING_MS = 2_000;
const ASK_EVERY_MS = 50;

/** What is known about a transaction that is to be committed. */
export interface Committing {
  /** A pool of the same database. */
  readonly pool: pg.Pool;
  /** Null if the transaction has no author: then Postgres cannot be asked about it. */
  readonly transaction: Traced | null;
  /** Ends the connection at once. What waits for it then fails. */
  readonly sever: () => void;
}

/**
 * Commits by `send`. If the connection ends before the response, or no response comes although Postgres has finished, this asks
 * Postgres about the transaction and then succeeds or fails as the transaction did.
 * @throws Unavailable if nothing was stored; OutcomeUnknown if that cannot be found out; the error with which Postgres refuses.
 */
export async function commitSurely(send: () => Promise<unknown>, committing: Committing): Promise<void> {
  const over = new AbortController();
  void severWhenLost(committing, over.signal);
  try {
    await send();
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    const { pool, transaction } = committing;
    const outcome = transaction === null ? 'unknown' : await outcomeOf(pool, transaction);
    if (outcome === 'aborted') throw notStored(error);
    if (outcome === 'unknown') throw unknown(error);
  } finally {
    over.abort();
  }
}

async function severWhenLost({ pool, transaction, sever }: Committing, signal: AbortSignal): Promise<void> {
  if (transaction === null) return;
  for (;;) {
    await sleep(SILENCE_MS, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    const status = await statusOf(pool, transaction, ASKING_MS).catch(() => null);
    if (signal.aborted) return;
    if (status !== 'in progress') return sever();
  }
}

/** Whether an error leaves the outcome of a statement open: the connection was lost, or the server ended it. */
export function isUnanswered(error: unknown): boolean {
  const { code, severity } = driverError(error);
  return severity === 'FATAL' || severity === 'PANIC' || !/^[0-9A-Z]{5}$/.test(code ?? '');
}

/** The error of Postgres or the driver, inside TypeORM's wrapper. */
export function driverError(error: unknown): { readonly code?: string; readonly severity?: string } {
  return ((error as { driverError?: object }).driverError ?? error ?? {}) as object;
}

/** The outcome of a transaction. Asks until Postgres answers, for two seconds at most. */
async function outcomeOf(pool: pg.Pool, transaction: Traced): Promise<'committed' | 'aborted' | 'unknown'> {
  const deadline = performance.now() + ASKING_MS;
  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) return 'unknown';
    const status = await statusOf(pool, transaction, left).catch((): Status => 'in progress');
    if (status !== 'in progress') return status;
    await sleep(ASK_EVERY_MS); // Postgres is not back yet, or is still committing
  }
}

type Status = 'committed' | 'aborted' | 'in progress';

/**
 * Only its own token proves that a transaction was committed: a crash may have undone it and given its number to another one.
 * Without changes to the register it leaves no token, and the outcome cannot be found out.
 */
async function statusOf(pool: pg.Pool, { id, began, token }: Traced, withinMs: number): Promise<Status> {
  const limits = { connectionTimeoutMillis: withinMs, query_timeout: withinMs };
  return withOwnConnection(
    pool,
    async (db) => {
      const { rows } = await db
        .query<{ recorded: boolean; status: Status | null }>(
          `select exists (select from change_commit where at >= $1 and token = $2) as recorded,
                  pg_xact_status($3::xid8) as status`,
          [began, token, id],
        )
        .catch(lostInCrash);
      const { recorded, status } = rows[0]!;
      if (recorded) return 'committed';
      return status === 'committed' || status === null ? 'in progress' : status;
    },
    limits,
  );
}

/** Postgres does not know the number yet: it has restarted from an earlier state. */
function lostInCrash(error: { readonly code?: string }): { rows: [{ recorded: boolean; status: Status }] } {
  if (error.code !== '22023') throw error;
  return { rows: [{ recorded: false, status: 'aborted' }] };
}

/** The error for a connection that ended before anything was stored. */
export const notStored = (cause: unknown) =>
  new Unavailable(
    'The database became unavailable before this was stored. Nothing was changed. Send it again.',
    {
      cause,
    },
  );

const unknown = (cause: unknown) =>
  new OutcomeUnknown(
    'The database became unavailable while this was being stored, so it is not known whether it was stored. ' +
      'Send it again with the same idempotency key or version: it will not be stored twice. If it has neither, check first.',
    { cause },
  );
