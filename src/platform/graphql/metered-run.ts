import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { leastOf } from './cut-mutation.js';
import type { Executor, OperationRequest } from './executor.js';
import type { AnswerLimits } from './limits.js';
import { Meter } from './meter.js';

/**
 * How many times as long a mutation may take. A change waits for its turn, and a certain outcome is worth more than an
 * early one.
 */
export const MORE_FOR_MUTATIONS = 4;

function isMutation({ operation }: OperationRequest): boolean {
  return operation.operation === 'mutation';
}

/** The outcome of running an operation. */
export interface Outcome {
  /** HTTP status: 200, or 504 if the operation was given up. */
  readonly status: number;
  readonly result: ExecutionResult;
  /** What was counted. */
  readonly meter: Meter;
}

/** Runs an operation until it has its result, or must be ended. */
export type MeteredRun = (operation: OperationRequest, limits: AnswerLimits) => Promise<Outcome> | Outcome;

/**
 * Runs operations with a meter and a time limit. If the result of a query grows too large, the query ends with an
 * error. A mutation always carries out all its writes; its payloads are then cut to the least that they must report. An
 * operation that takes too long is given up and starts nothing more.
 */
export function createMeteredRun(schema: GraphQLSchema, execute: Executor, timeoutMs: number): MeteredRun {
  const limitOf = (operation: OperationRequest) =>
    isMutation(operation) ? timeoutMs * MORE_FOR_MUTATIONS : timeoutMs;
  const run = (
    operation: OperationRequest,
    meter: Meter,
    ended: (meter: Meter) => Promise<Outcome> | Outcome,
  ) => {
    const running = execute({ ...operation, meter });
    if (meter.ended) return ended(meter);
    if (!('then' in running)) return { status: 200, result: running, meter };
    return new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => meter.end('given up'), limitOf(operation));
      const settled = () => clearTimeout(timer);
      meter.onEnd = () => {
        settled();
        resolve(ended(meter));
      };
      running.then((result) => resolve({ status: 200, result, meter }), reject).then(settled);
    });
  };

  const givenUp = (operation: OperationRequest, meter: Meter): Outcome => ({
    status: 504,
    result: { errors: [tooSlow(operation, limitOf(operation))] },
    meter,
  });
  const cut = (operation: OperationRequest, meter: Meter): Outcome =>
    meter.ended === 'given up'
      ? givenUp(operation, meter)
      : { status: 200, result: { data: null, errors: [tooLarge(meter.limits)] }, meter };

  return (operation, limits) =>
    run(operation, new Meter(limits), async (meter) => {
      const { document, operation: chosen } = operation;
      if (meter.ended === 'given up' || chosen.operation !== 'mutation') return cut(operation, meter);
      const { coerced: _, ...rest } = operation;
      const least = await run({ ...rest, ...leastOf(schema, document, chosen) }, meter.again(), (last) =>
        cut(operation, last),
      );
      const errors = [...(least.result.errors ?? [])];
      if (!least.meter.ended) errors.push(cutAfterWriting(limits));
      return { ...least, result: { ...least.result, errors } };
    });
}

function most({ fields, bytes }: AnswerLimits): string {
  return `${fields} fields or ${bytes / 1_000_000} MB`;
}

function tooLarge(limits: AnswerLimits): GraphQLError {
  return new GraphQLError(
    `This response would hold more than ${most(limits)}, which is the maximum. Ask for smaller pages (first), fewer nested lists or fewer ids at a time.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
}

function cutAfterWriting(limits: AnswerLimits): GraphQLError {
  return new GraphQLError(
    `Your changes were stored as the payloads say. The rest of this response would hold more than ${most(limits)}, which is the maximum. Read it with a query, in smaller pages.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
}

/** Work that a mutation has begun goes on, so the error must not say that it has failed. */
function tooSlow(operation: OperationRequest, timeoutMs: number): GraphQLError {
  const seconds = timeoutMs / 1000;
  return isMutation(operation)
    ? new GraphQLError(
        `This operation has taken longer than ${seconds} seconds. It is not yet known whether it will be carried out. ` +
          'Send it again with the same idempotency key or version, so that it is carried out only once. If it has neither, read the data first to see whether it has changed.',
        { extensions: { code: 'OUTCOME_UNKNOWN' } },
      )
    : new GraphQLError(
        `This operation was stopped after ${seconds} seconds. Ask for less at a time, or try again later.`,
        { extensions: { code: 'TIMEOUT' } },
      );
}
