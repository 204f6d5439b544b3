import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { OperationRequest } from './executor.js';

/**
 * The answer to an operation, with errors that say so where a mutation was carried out before: what was read of it afterwards
 * failed, and nobody may take that for a failure of the change.
 */
export function saidAfterWrite(
  { operation }: OperationRequest,
  result: FormattedExecutionResult,
): FormattedExecutionResult {
  if (operation.operation !== 'mutation' || !result.errors) return result;
  return { ...result, errors: result.errors.map(afterwards) };
}

/** An error at a mutation itself has a path of one step; one below it, of what was read when it was done. */
function afterwards(error: GraphQLFormattedError): GraphQLFormattedError {
  if ((error.path?.length ?? 0) < 2) return error;
  const message = `The change itself was carried out. What was to be read after it: ${error.message}`;
  return { ...error, message };
}
