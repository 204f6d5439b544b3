import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { driverError } from './commit.js';

/** How often a transaction is tried in all. */
const TRIES = 6;
/** The wait before the second try, and before the last, in milliseconds. Random, so that two rivals do not return together. */
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 500;

/** Codes with which Postgres ends a transaction so that others can go on. Nothing is wrong with it, and none of it is stored. */
const ENDED_FOR_OTHERS = new Set(['40001', '40P01']);

/** What was read before a lock was taken has changed: the transaction must start again. */
export class MovedMeanwhile extends Error {
  override readonly name = 'MovedMeanwhile';
  /** The code that Postgres uses for transactions that conflict. */
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
 * Runs a whole transaction. Runs it again if it was ended so that others could go on: by a deadlock, or by `MovedMeanwhile`. The
 * work must do everything within the transaction, so that nothing remains of a failed try.
 * @throws the transaction's error; the error of the last try if all tries fail.
 */
export function untilThrough<T>(transaction: () => Promise<T>): Promise<T> {
  return policy.execute(transaction);
}
