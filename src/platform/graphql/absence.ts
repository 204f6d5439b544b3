import { type ExecutionResult, GraphQLError } from 'graphql';
import { Unavailable } from '../errors.js';
import { isUnavailable } from './error-format.js';
import type { OperationRequest } from './executor.js';

/** The database is away: what comes from memory is answered, and for how long depends on who asks. */
export interface Absence {
  readonly since: Date;
  /** Whether it has lasted too long for whoever asks to be answered from memory. */
  readonly isOver: boolean;
}

/** How it stands with the database for whoever asks, by the context of their request; null: it is there. */
export type AbsenceFor = (context: unknown) => Absence | null;

/** What `extensions` of an answer say that was given while the database was away. */
export function degradedBy(absence: Absence | null | undefined) {
  return absence ? { degraded: { since: absence.since.toISOString() } } : {};
}

/** What to tell whoever may not be answered from memory any more. */
export function awayTooLong(): GraphQLError {
  const message =
    'The database has been away for too long to answer from memory. Try again in a few seconds.';
  return new GraphQLError(message, { originalError: new Unavailable(message) });
}

/**
 * The error that takes the place of an answer: one that misses anything because it cannot be had just now is not given at all.
 * Null: the answer may be given, also that of a mutation that has stored something and misses what is read after it.
 */
export function whyNotWhole(
  { operation }: OperationRequest,
  { data, errors }: ExecutionResult,
): GraphQLError | null {
  const missing = errors?.find(isUnavailable);
  if (!missing) return null;
  const hasStored =
    operation.operation === 'mutation' && Object.values(data ?? {}).some((value) => value !== null);
  return hasStored ? null : missing;
}
