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

/** Which operation an error belongs to, as far as may be logged: no query text, no variables. */
export interface OperationFacts {
  readonly operationName?: string | null | undefined;
  /** SHA-256 of the document, hexadecimal. */
  readonly documentHash?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Makes of an error what a client may see of it. */
export type ErrorFormatter = (error: GraphQLError, operation: OperationFacts) => GraphQLFormattedError;

type Extensions = Record<string, unknown>;

/**
 * The one formatter of GraphQL errors. Errors with a code of their own (parsing, validation, wrong variables, cost,
 * time-out) keep message and code; the expected errors of the platform get a code; anything else is logged under a new id
 * and answered with that id and nothing else: as `SEARCH_UNAVAILABLE` when no search engine could answer, else as a bug.
 */
export function createErrorFormatter(log: Log): ErrorFormatter {
  return (error, operation) => {
    const { path, locations } = error;
    const seen = expected(error);
    // All other troubles of the database are said once, when they begin, by whoever watches it.
    if (troubleOf(rootCause(error)) === 'busy') {
      log.warn({ ...operation, error: errorFacts(rootCause(error)) }, 'the database had too much to do');
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
  what: 'Search is not available just now. Nothing is wrong with your question: try again in a minute.',
};

/** A query that an engine calls invalid is a bug of the hub, which checks them first. */
function isSearchUnavailable(cause: unknown): boolean {
  return cause instanceof SearchError && cause.kind !== 'invalid_query';
}

/** What is told of each trouble of the database; what an `Unavailable` says goes before. */
const troubles: Readonly<Record<Trouble, string>> = {
  away: 'The database cannot be reached just now. Try again in a few seconds.',
  full: 'Nothing can be stored just now: there is no room. Try again later.',
  'read-only': 'Nothing can be stored just now: the database takes no changes. Try again later.',
  busy: 'The database has too much to do just now. Try again in a few seconds.',
};

/** Whether an error says that nothing is wrong with the request, and that it cannot be carried out just now. */
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

/** Names in a document may be as long as a body. */
const LONGEST = 1_000;

function short(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
}

/**
 * Variables that turn out not to fit only when they are used (null, or missing, where neither may be): the errors of
 * graphql-js that are the client's, but have no code.
 */
function isArgumentError(error: GraphQLError, cause: unknown): boolean {
  return cause instanceof GraphQLError && /^Argument "\w+" (of|has) /.test(error.message);
}

/** What was thrown in the first place, below the layers that GraphQL puts round it. */
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
