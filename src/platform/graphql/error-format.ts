import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Trouble, troubleOf } from '../database/trouble.js';
import {
  Conflict,
  Forbidden,
  NotFound,
  OutcomeUnknown,
  Unauthenticated,
  Unavailable,
  UserProblem,
} from '../errors.js';
import { errorFacts, type Log } from '../log.js';
import { SearchError } from '../search/port.js';
import { withoutValue } from './error-wording.js';

/** What the log may say about the operation of an error: no query text and no variables. */
export interface OperationFacts {
  readonly operationName?: string | null | undefined;
  /** SHA-256 of the document, hexadecimal. */
  readonly documentHash?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Turns an error into what a client may see of it. */
export type ErrorFormatter = (error: GraphQLError, operation: OperationFacts) => GraphQLFormattedError;

type Extensions = Record<string, unknown>;

/**
 * The one formatter of GraphQL errors. Errors that already have a code (parsing, validation, wrong variables, cost,
 * time-out) keep their message and code. The platform's expected errors get a code. Anything else is logged under a new
 * id, and the client gets only that id: with `SEARCH_UNAVAILABLE` if no search engine responded, otherwise with
 * `INTERNAL`.
 */
export function createErrorFormatter(log: Log): ErrorFormatter {
  return (error, operation) => {
    const { path, locations } = error;
    const seen = expected(error);
    // Other trouble with the database is logged once, when it begins, by the code that watches the database.
    if (troubleOf(rootCause(error)) === 'busy') {
      log.warn({ ...operation, error: errorFacts(rootCause(error)) }, 'the database was too busy');
    }
    if (seen) return compact({ message: short(seen.message), locations, path, extensions: seen.extensions });
    const id = randomUUID();
    log.error(
      { errorId: id, ...operation, path: path?.join('.'), error: errorFacts(rootCause(error)) },
      'unexpected error',
    );
    const { code, what } = isSearchUnavailable(rootCause(error)) ? SEARCH_UNAVAILABLE : INTERNAL;
    return compact({ message: `${what} Quote error ${id}.`, locations, path, extensions: { code, id } });
  };
}

const INTERNAL = { code: 'INTERNAL', what: 'Something went wrong on our side.' };
const SEARCH_UNAVAILABLE = {
  code: 'SEARCH_UNAVAILABLE',
  what: 'Search is not available at the moment. There is nothing wrong with your query. Try again in a minute.',
};

/** An engine that calls a query invalid has found a bug in the hub, because the hub checks queries first. */
function isSearchUnavailable(cause: unknown): boolean {
  return cause instanceof SearchError && cause.kind !== 'invalid_query';
}

/** The message for each trouble of the database. The message of an `Unavailable` comes first. */
const troubles: Readonly<Record<Trouble, string>> = {
  away: 'The database cannot be reached at the moment. Try again in a few seconds.',
  full: 'Nothing can be stored at the moment because the disk is full. Try again later.',
  'read-only': 'Nothing can be stored at the moment because the database is read-only. Try again later.',
  busy: 'The database is too busy at the moment. Try again in a few seconds.',
};

/** Whether an error means that the request is right but cannot be carried out at the moment. */
export function isUnavailable(error: GraphQLError): boolean {
  const cause = rootCause(error);
  return cause instanceof Unavailable || troubleOf(cause) !== null;
}

/** Anything that was thrown, as the GraphQLError that the formatter takes. */
export function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError =
    thrown instanceof Error ? thrown : new Error(`Unexpected error value: ${typeof thrown}`);
  return new GraphQLError(originalError.message, { originalError });
}

function expected(error: GraphQLError): { message: string; extensions: Extensions } | null {
  const cause = rootCause(error);
  if (cause instanceof UserProblem) {
    const message = cause.problems.map((problem) => problem.message).join(' ') || cause.message;
    return { message, extensions: { code: 'BAD_USER_INPUT', problems: cause.problems } };
  }
  if (cause instanceof NotFound) return { message: cause.message, extensions: { code: 'NOT_FOUND' } };
  if (cause instanceof Conflict) return { message: cause.message, extensions: { code: 'CONFLICT' } };
  if (cause instanceof OutcomeUnknown) {
    return { message: cause.message, extensions: { code: 'OUTCOME_UNKNOWN' } };
  }
  if (isUnavailable(error)) {
    const message = cause instanceof Unavailable ? cause.message : troubles[troubleOf(cause) ?? 'away'];
    return { message, extensions: { code: 'UNAVAILABLE' } };
  }
  if (cause instanceof Unauthenticated) return { message: cause.message, extensions: { code: cause.code } };
  if (cause instanceof Forbidden) {
    const permission = cause.permission === undefined ? {} : { permission: cause.permission };
    return { message: cause.message, extensions: { code: 'FORBIDDEN', ...permission } };
  }
  const { http: _, stacktrace: __, ...extensions } = error.extensions;
  if (typeof extensions.code === 'string' && extensions.code !== 'INTERNAL_SERVER_ERROR') {
    return { message: error.message, extensions };
  }
  return isArgumentError(error, cause)
    ? { message: withoutValue(error.message), extensions: { code: 'BAD_USER_INPUT' } }
    : null;
}

/** A name in a document can be as long as the request body. */
const LONGEST = 1_000;

function short(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
}

/**
 * Whether variables turned out not to fit when they were used, such as a null or missing value that is required. These
 * errors of graphql-js are the client's fault, but have no code.
 */
function isArgumentError(error: GraphQLError, cause: unknown): boolean {
  return cause instanceof GraphQLError && /^Argument "\w+" (of|has) /.test(error.message);
}

/** The error that was thrown first, without the layers that GraphQL adds. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function compact(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message, locations, path, extensions } = error;
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    ...(extensions && { extensions }),
  };
}
