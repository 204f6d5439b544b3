import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { driverError } from './commit.js';

/** A transaction is tried so often in all. */
const TRIES = 6;
/** Milliseconds before the second try and before the last: two that got into each other's way do not come back at one moment. */
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 500;

/** What Postgres says of a transaction that it ends so that others can go on: nothing is wrong with it, and nothing of it is stored. */
const ENDED_FOR_OTHERS = new Set(['40001', '40P01']);

/** What was read before a lock was taken is no longer so: the transaction must begin anew. */
export class MovedMeanwhile extends Error {
  override readonly name = 'MovedMeanwhile';
  /** As Postgres says it of transactions that got into each other's way. */
  readonly code = '40001';
}

const policy = retry(
  handleWhen((error) => ENDED_FOR_OTHERS.has(driverError(error).code ?? '')),
  {
    maxAttempts: TRIES - 1,
    backoff: new ExponentialBackoff({ initialDelay: FIRST_WAIT_MS, maxDelay: LONGEST_WAIT_MS }),
  },
);

/**
 * Does a whole transaction, and does it again where it was ended so that others could go on: a deadlock, or what `MovedMeanwhile`
 * says. The work must do all it does within the transaction, so that nothing of a try is left.
 * @throws what the transaction throws; that of the last try, when none came through.
 */
export function untilThrough<T>(transaction: () => Promise<T>): Promise<T> {
  return policy.execute(transaction);
}
