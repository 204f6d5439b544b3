import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { leastOf } from './cut-mutation.js';
import type { Executor, OperationRequest } from './executor.js';
import type { AnswerLimits } from './limits.js';
import { Meter } from './meter.js';

/** So many times as long may a mutation take: a change waits for its turn, and to know what became of it is worth more than to know it soon. */
export const MORE_FOR_MUTATIONS = 4;

function isMutation({ operation }: OperationRequest): boolean {
  return operation.operation === 'mutation';
}

/** What became of running an operation. */
export interface Outcome {
  /** HTTP status: 200, or 504 when it was given up. */
  readonly status: number;
  readonly result: ExecutionResult;
  /** What was counted. */
  readonly meter: Meter;
}

/** Runs an operation until it has its answer, or has to be ended. */
export type MeteredRun = (operation: OperationRequest, limits: AnswerLimits) => Promise<Outcome> | Outcome;

/**
 * Runs operations with a meter and a time limit. A query whose answer grows too large is answered with an error; of a mutation
 * all writes are made, and their payloads answered with the least that must be said of them. What takes too long is given up:
 * it starts nothing more.
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
    `This answer would hold more than ${most(limits)}, the most that is allowed. Ask for smaller pages (first), fewer lists in lists or fewer ids at a time.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
}

function cutAfterWriting(limits: AnswerLimits): GraphQLError {
  return new GraphQLError(
    `What you wrote is stored as the payloads say. The rest of this answer would hold more than ${most(limits)}, the most that is allowed: read it with a query, in smaller pages.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
}

/** What a mutation has begun goes on, so that nobody may be told that it has failed. */
function tooSlow(operation: OperationRequest, timeoutMs: number): GraphQLError {
  const seconds = timeoutMs / 1000;
  return isMutation(operation)
    ? new GraphQLError(
        `This operation takes longer than ${seconds} seconds, and whether it will be carried out is not known yet. ` +
          'Send it again with the same idempotency key or version: it is made once. Where it has neither, look first.',
        { extensions: { code: 'OUTCOME_UNKNOWN' } },
      )
    : new GraphQLError(
        `This operation was given up after ${seconds} seconds. Ask for less at a time, or try again later.`,
        { extensions: { code: 'TIMEOUT' } },
      );
}
