import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Spending } from '../budget.js';
import { createCost } from './cost.js';
import { asGraphQLError, type ErrorFormatter, type OperationFacts } from './error-format.js';
import { createExecutor, type OperationRequest } from './executor.js';
import { type Begun, LaneFull, type LaneRule, type OperationLanes } from './operation-lanes.js';
import type { Prices } from './prices.js';

/** Looks at an operation before it runs, such as for permissions; any error refuses the whole operation. */
export type OperationCheck = (operation: OperationRequest) => readonly GraphQLError[];

/** Takes what an operation costs from its sender's budget, before it runs. */
export type Spend = (context: unknown, cost: number) => Spending | Promise<Spending>;

/** What running operations needs. */
export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  readonly format: ErrorFormatter;
  readonly maxCost: number;
  /** Left out: every field costs 1. */
  readonly prices?: Prices | undefined;
  /** Milliseconds after which an operation is answered `TIMEOUT`. What it has started goes on unheard. */
  readonly timeoutMs: number;
  readonly check?: OperationCheck | undefined;
  readonly spend?: Spend | undefined;
  /** Runs each payer's operations a few at a time; left out: all at once. */
  readonly lanes?: OperationLanes | undefined;
  /** Whose lane an operation runs in, by its context. */
  readonly laneOf?: ((context: unknown) => LaneRule) | undefined;
}

/** The answer to an operation, with errors as a client may see them. */
export interface OperationAnswer {
  /** HTTP status: 200; 400, 403 or 429 when the operation was refused, 504 when it took too long. */
  readonly status: number;
  readonly result: FormattedExecutionResult;
  /** After how many seconds it is worth asking again; null unless the status is 429. */
  readonly retryAfterSeconds: number | null;
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
  const { schema, format, maxCost, timeoutMs, check, spend, lanes, laneOf, prices } = options;
  const costOf = createCost(schema, prices);
  const costWithoutItems = createCost(schema, prices && { ...prices, arguments: {} });
  const execute = createExecutor(schema);

  return (operation, facts) => {
    let cost: number | null = null;
    let spending: Spending | null = null;
    const answer = (status: number, { data, errors }: ExecutionResult): OperationAnswer => ({
      status,
      retryAfterSeconds: status === 429 ? (spending?.allowed === false ? spending.resetSeconds : 1) : null,
      result: {
        ...(errors && { errors: errors.map((error) => format(error, facts)) }),
        ...(data !== undefined && { data }),
        ...(cost !== null && { extensions: extensionsOf(cost, maxCost, spending) }),
      },
    });
    const refuse = (status: number, ...errors: GraphQLError[]) => answer(status, { errors });
    const finish = (result: ExecutionResult) => ('data' in result ? answer(200, result) : null);
    const fail = (error: unknown) =>
      error instanceof LaneFull
        ? refuse(429, tooManyAtOnce())
        : error instanceof GraphQLError
          ? refuse(400, error)
          : refuse(500, asGraphQLError(error));

    const proceed = (paid: Spending | null) => {
      spending = paid;
      if (paid && !paid.allowed) return refuse(429, spentAll(paid));
      if (!lanes || !laneOf) return conclude({ running: execute(operation) });
      const begun = lanes.enter(laneOf(operation.context), () => execute(operation));
      return begun instanceof Promise ? begun.then(conclude, fail) : conclude(begun);
    };
    // The time runs from here: waiting for the payer's other operations is none of it.
    const conclude = ({ running }: Begun<ExecutionResult>) => {
      if (!('then' in running)) return finish(running);
      return inTime(running.then(finish, fail), timeoutMs, () => refuse(504, tooSlow(timeoutMs)));
    };

    // What a write may take is bounded by its own rules, such as a hundred inputs; the budget pays for each of them.
    const isBulk = ({ document, operation: chosen, variables }: OperationRequest) =>
      chosen.operation === 'mutation' && (costWithoutItems(document, chosen, variables) ?? 0) <= maxCost;

    try {
      cost = costOf(operation.document, operation.operation, operation.variables);
      if (cost !== null && cost > maxCost && !isBulk(operation)) return refuse(400, tooDear(cost, maxCost));
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

function tooManyAtOnce(): GraphQLError {
  return new GraphQLError(
    'Too many of your operations are running or waiting already. Try again in a second, and send fewer at a time.',
    { extensions: { code: 'TOO_MANY_AT_ONCE' } },
  );
}

function tooDear(cost: number, maxCost: number): GraphQLError {
  const asked = Number.isFinite(cost) ? `costs ${cost}` : 'has too many fields to count';
  return new GraphQLError(
    `This operation ${asked}; ${maxCost} is the most that is allowed. Ask for smaller pages (first) or fewer lists in lists.`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED' } },
  );
}

function tooSlow(timeoutMs: number): GraphQLError {
  return new GraphQLError(
    `This operation was given up after ${timeoutMs / 1000} seconds. Ask for less at a time, or try again later.`,
    { extensions: { code: 'TIMEOUT' } },
  );
}

function inTime<T>(work: Promise<T>, timeoutMs: number, late: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late()), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
