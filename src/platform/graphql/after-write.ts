import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { OperationRequest } from './executor.js';

/**
 * The result of an operation. If a mutation was carried out and reading its result failed, the errors say so. A caller
 * must not take such an error for a failure of the change.
 */
export function saidAfterWrite(
  { operation }: OperationRequest,
  result: FormattedExecutionResult,
): FormattedExecutionResult {
  if (operation.operation !== 'mutation' || !result.errors) return result;
  return { ...result, errors: result.errors.map(afterwards) };
}

/** An error of the mutation itself has a path of one step. A longer path belongs to what was read afterwards. */
function afterwards(error: GraphQLFormattedError): GraphQLFormattedError {
  if ((error.path?.length ?? 0) < 2) return error;
  const message = `The change was made, but its result could not be read in full. ${error.message}`;
  return { ...error, message };
}
