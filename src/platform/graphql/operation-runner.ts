import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Spending } from '../budget.js';
import { saidAfterWrite } from './after-write.js';
import { createCost } from './cost.js';
import { asGraphQLError, type ErrorFormatter, type OperationFacts } from './error-format.js';
import { createExecutor, type OperationRequest } from './executor.js';

/** Looks at an operation before it runs, such as for permissions; any error refuses the whole operation. */
export type OperationCheck = (operation: OperationRequest) => readonly GraphQLError[];

/** Takes what an operation costs from its sender's budget, before it runs. */
export type Spend = (context: unknown, cost: number) => Spending | Promise<Spending>;

/** What running operations needs. */
export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  readonly format: ErrorFormatter;
  readonly maxCost: number;
  /** Milliseconds after which a query is answered `TIMEOUT`, and after four times as many a mutation `OUTCOME_UNKNOWN`. What it has started goes on unheard. */
  readonly timeoutMs: number;
  readonly check?: OperationCheck | undefined;
  readonly spend?: Spend | undefined;
}

/** The answer to an operation, with errors as a client may see them. */
export interface OperationAnswer {
  /** HTTP status: 200; 400, 403 or 429 when the operation was refused, 504 when it took too long. */
  readonly status: number;
  readonly result: FormattedExecutionResult;
}

/** Runs an operation; null when its variables do not fit, and so nothing has run. */
export type OperationRunner = (
  operation: OperationRequest,
  facts: OperationFacts,
) => Promise<OperationAnswer | null> | OperationAnswer | null;

/**
 * Prices an operation, has it checked and paid for, runs it in time, and reports what it cost in `extensions.cost` and, where
 * there are budgets, what is left in `extensions.rateLimit`.
 */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { schema, format, maxCost, timeoutMs, check, spend } = options;
  const costOf = createCost(schema);
  const execute = createExecutor(schema);

  return (operation, facts) => {
    let cost: number | null = null;
    let spending: Spending | null = null;
    const answer = (status: number, { data, errors }: ExecutionResult): OperationAnswer => ({
      status,
      result: saidAfterWrite(operation, {
        ...(errors && { errors: errors.map((error) => format(error, facts)) }),
        ...(data !== undefined && { data }),
        ...(cost !== null && { extensions: extensionsOf(cost, maxCost, spending) }),
      }),
    });
    const refuse = (status: number, ...errors: GraphQLError[]) => answer(status, { errors });
    const finish = (result: ExecutionResult) => ('data' in result ? answer(200, result) : null);
    const fail = (error: unknown) =>
      error instanceof GraphQLError ? refuse(400, error) : refuse(500, asGraphQLError(error));

    const proceed = (paid: Spending | null) => {
      spending = paid;
      if (paid && !paid.allowed) return refuse(429, spentAll(paid));
      const running = execute(operation);
      if (!('then' in running)) return finish(running);
      const limitMs = isMutation(operation) ? timeoutMs * MORE_FOR_MUTATIONS : timeoutMs;
      return inTime(running.then(finish, fail), limitMs, () => refuse(504, tooSlow(operation, limitMs)));
    };

    try {
      cost = costOf(operation.document, operation.operation, operation.variables);
      if (cost !== null && cost > maxCost) return refuse(400, tooDear(cost, maxCost));
      const refusals = check?.(operation);
      if (refusals && refusals.length > 0) return refuse(403, ...refusals);
      // Variables that do not fit have no price, but are not free.
      const paid = spend?.(operation.context, cost ?? 1) ?? null;
      return paid instanceof Promise ? paid.then(proceed).catch(fail) : proceed(paid);
    } catch (error) {
      return fail(error);
    }
  };
}

/** A change waits for its turn, and to know what became of it is worth more than to know it soon. */
const MORE_FOR_MUTATIONS = 4;

function isMutation({ operation }: OperationRequest): boolean {
  return operation.operation === 'mutation';
}

function extensionsOf(cost: number, maximum: number, spending: Spending | null) {
  const { limit, remaining, resetSeconds } = spending ?? {};
  return {
    cost: { requested: cost, maximum },
    ...(spending && { rateLimit: { limit, remaining, resetSeconds } }),
  };
}

function spentAll({ limit, resetSeconds }: Spending): GraphQLError {
  return new GraphQLError(
    `You have spent your budget of ${limit} for this minute. Try again in ${resetSeconds} seconds, or ask for less.`,
    { extensions: { code: 'RATE_LIMITED' } },
  );
}

function tooDear(cost: number, maxCost: number): GraphQLError {
  const asked = Number.isFinite(cost) ? `costs ${cost}` : 'has too many fields to count';
  return new GraphQLError(
    `This operation ${asked}; ${maxCost} is the most that is allowed. Ask for smaller pages (first) or fewer lists in lists.`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED' } },
  );
}

/** What a mutation has begun goes on, so that nobody may be told that it has failed. */
function tooSlow(operation: OperationRequest, limitMs: number): GraphQLError {
  const seconds = limitMs / 1000;
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

function inTime<T>(work: Promise<T>, timeoutMs: number, late: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late()), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
