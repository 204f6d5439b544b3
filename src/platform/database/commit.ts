import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { OutcomeUnknown, Unavailable } from '../errors.js';
import type { Traced } from './changes/attribution.js';
import { withOwnConnection } from './connection.js';

/** While a COMMIT has no answer, Postgres is asked so often whether it is still at it, in milliseconds. */
const SILENCE_MS = 3_000;
/** For so long it is asked what became of one whose connection has ended. */
const ASKING_MS = 2_000;
const ASK_EVERY_MS = 50;

/** What is known of a transaction that is to be committed. */
export interface Committing {
  /** To the same database. */
  readonly pool: pg.Pool;
  /** Null where nobody has said who makes it: then it cannot be asked for. */
  readonly transaction: Traced | null;
  /** Ends the connection at once, which fails what it waits for. */
  readonly sever: () => void;
}

/**
 * Commits by `send`. Where the connection ends before the answer, or the answer does not come though Postgres is done, Postgres is
 * asked what became of the transaction, and this ends as that did.
 * @throws Unavailable when nothing was stored; OutcomeUnknown when nobody can say; what Postgres says against the commit.
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

/** Whether an error leaves open what became of a statement: the connection has gone, or was ended by the server. */
export function isUnanswered(error: unknown): boolean {
  const { code, severity } = driverError(error);
  return severity === 'FATAL' || severity === 'PANIC' || !/^[0-9A-Z]{5}$/.test(code ?? '');
}

/** What Postgres or the driver said, below what TypeORM puts round it. */
export function driverError(error: unknown): { readonly code?: string; readonly severity?: string } {
  return ((error as { driverError?: object }).driverError ?? error ?? {}) as object;
}

/** What became of a transaction: asked until Postgres answers, for two seconds. */
async function outcomeOf(pool: pg.Pool, transaction: Traced): Promise<'committed' | 'aborted' | 'unknown'> {
  const deadline = performance.now() + ASKING_MS;
  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) return 'unknown';
    const status = await statusOf(pool, transaction, left).catch((): Status => 'in progress');
    if (status !== 'in progress') return status;
    await sleep(ASK_EVERY_MS); // Postgres is not there yet, or still at it
  }
}

type Status = 'committed' | 'aborted' | 'in progress';

/**
 * Only its own token proves that it was committed: a crash may have taken it and given its number to another one. Without changes to
 * the register it leaves no token, and nobody can say.
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

/** Postgres does not know the number yet: it has begun again from before. */
function lostInCrash(error: { readonly code?: string }): { rows: [{ recorded: boolean; status: Status }] } {
  if (error.code !== '22023') throw error;
  return { rows: [{ recorded: false, status: 'aborted' }] };
}

/** Says that the connection ended before anything was stored. */
export const notStored = (cause: unknown) =>
  new Unavailable('The database went away before this was stored: nothing was changed. Send it again.', {
    cause,
  });

const unknown = (cause: unknown) =>
  new OutcomeUnknown(
    'The database went away while this was being stored, and whether it was stored is not known. ' +
      'Send it again with the same idempotency key or version: it is made once. Where it has neither, look first.',
    { cause },
  );
