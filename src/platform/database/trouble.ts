import { Unavailable } from '../errors.js';

/**
 * Why the database cannot do now what nothing is wrong with: it is out of reach (`away`), its disk is full, it takes no writes
 * (`read-only`, as a copy of another does), or it has too much to do (`busy`: no connection, memory or lock to be had in time).
 */
export type Trouble = 'away' | 'full' | 'read-only' | 'busy';

/** By SQLSTATE, the longest beginning that fits: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const bySqlState: readonly (readonly [string, Trouble])[] = [
  ['53100', 'full'],
  ['25006', 'read-only'],
  ['25P03', 'away'], // it ended a session that was idle in a transaction
  ['25P04', 'busy'], // a transaction took longer than it may
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['53', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['57P', 'away'],
  ['58000', 'away'], // the machine under it fails
  ['58030', 'away'],
  ['08', 'away'],
  ['28', 'away'], // it lets the hub in no more
  ['3D000', 'away'],
];

/** What Node says of a connection that cannot be made or has gone. */
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

/** What pg, its pool and TypeORM say without a code, by how it begins. */
const byMessage: readonly (readonly [string, Trouble])[] = [
  ['Connection terminated', 'away'],
  ['Client has encountered a connection error', 'away'],
  ['Client was closed', 'away'],
  ['Query runner already released', 'away'], // TypeORM lets go of a connection that ends
  ['Cannot use a pool after calling end', 'away'],
  ['Driver not Connected', 'away'],
  ['timeout exceeded when trying to connect', 'busy'],
  ['timeout expired', 'away'],
  ['Query read timeout', 'busy'],
];

/**
 * The one judge of what "the database cannot now" means, of whatever pg, its pool, TypeORM or the hub throws; null: anything
 * else, such as a statement that is wrong.
 */
export function troubleOf(error: unknown): Trouble | null {
  if (!isErrorLike(error)) return null;
  if (error instanceof Unavailable) return troubleOf(error.cause) ?? 'away';
  // TypeORM wraps the error of the driver; Node gathers those of several addresses.
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

/** In a few words, for operators. */
export const troubleInWords: Readonly<Record<Trouble, string>> = {
  away: 'the database cannot be reached',
  full: 'the disk is full',
  'read-only': 'the database takes no writes',
  busy: 'the database has too much to do',
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
