import { type ExecutionResult, GraphQLError } from 'graphql';
import { Unavailable } from '../errors.js';
import { isUnavailable } from './error-format.js';
import type { OperationRequest } from './executor.js';

/**
 * The state while the database cannot be reached. The hub then responds from memory; for how long depends on the
 * caller.
 */
export interface Absence {
  readonly since: Date;
  /** Whether the database has been away for too long to respond to this caller from memory. */
  readonly isOver: boolean;
}

/** The absence of the database as it concerns the caller with this context; null while the database can be reached. */
export type AbsenceFor = (context: unknown) => Absence | null;

/** The `extensions` of a response that was given while the database was away. */
export function degradedBy(absence: Absence | null | undefined) {
  return absence ? { degraded: { since: absence.since.toISOString() } } : {};
}

/** The error for a caller who can no longer get responses from memory. */
export function awayTooLong(): GraphQLError {
  const message =
    'The database has been out of reach for too long to respond from memory. Try again in a few seconds.';
  return new GraphQLError(message, { originalError: new Unavailable(message) });
}

/**
 * The error to send instead of a result that lacks something which is unavailable at the moment. Null if the result can
 * be sent. That includes a mutation that has stored something and lacks only what is read after it.
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
