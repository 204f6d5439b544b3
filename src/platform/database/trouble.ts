import { Unavailable } from '../errors.js';

/**
 * Why the database cannot do something at the moment although nothing is wrong with the request: it cannot be reached (`away`), its
 * disk is full (`full`), it accepts no writes (`read-only`, like a replica), or it is overloaded (`busy`: no connection, memory or
 * lock in time).
 */
export type Trouble = 'away' | 'full' | 'read-only' | 'busy';

/** By SQLSTATE, the longest prefix that matches: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const bySqlState: readonly (readonly [string, Trouble])[] = [
  ['53100', 'full'],
  ['25006', 'read-only'],
  ['25P03', 'away'], // it ended a session that was idle in a transaction
  ['25P04', 'busy'], // a transaction took longer than allowed
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['53', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['57P', 'away'],
  ['58000', 'away'], // the machine that it runs on is failing
  ['58030', 'away'],
  ['08', 'away'],
  ['28', 'away'], // it no longer lets the hub log in
  ['3D000', 'away'],
];

/** Node's codes for a connection that cannot be opened or was lost. */
const ofConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Messages of pg, its pool and TypeORM that have no code, by their beginning. */
const byMessage: readonly (readonly [string, Trouble])[] = [
  ['Connection terminated', 'away'],
  ['Client has encountered a connection error', 'away'],
  ['Client was closed', 'away'],
  ['Query runner already released', 'away'], // TypeORM releases a connection that ends
  ['Cannot use a pool after calling end', 'away'],
  ['Driver not Connected', 'away'],
  ['timeout exceeded when trying to connect', 'busy'],
  ['timeout expired', 'away'],
  ['Query read timeout', 'busy'],
];

/**
 * The only place that decides whether an error of pg, its pool, TypeORM or the hub means that the database cannot do something at
 * the moment. Null: any other error, such as a statement that is wrong.
 */
export function troubleOf(error: unknown): Trouble | null {
  if (!isErrorLike(error)) return null;
  if (error instanceof Unavailable) return troubleOf(error.cause) ?? 'away';
  // TypeORM wraps the error of the driver. Node collects the errors of several addresses.
  if (isErrorLike(error.driverError)) return troubleOf(error.driverError);
  const { code, errors } = error;
  if (typeof code === 'string') {
    if (ofConnection.has(code)) return 'away';
    const known = /^[0-9A-Z]{5}$/.test(code) && bySqlState.find(([state]) => code.startsWith(state));
    if (known) return known[1];
  }
  if (Array.isArray(errors)) return errors.map(troubleOf).find((trouble) => trouble !== null) ?? null;
  return byMessage.find(([start]) => error.message.startsWith(start))?.[1] ?? null;
}

/** Short descriptions for operators. */
export const troubleInWords: Readonly<Record<Trouble, string>> = {
  away: 'the database cannot be reached',
  full: 'the disk is full',
  'read-only': 'the database accepts no writes',
  busy: 'the database is overloaded',
};

interface ErrorLike {
  readonly message: string;
  readonly code?: unknown;
  readonly driverError?: unknown;
  readonly errors?: unknown;
}

function isErrorLike(error: unknown): error is ErrorLike {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  );
}
