import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Spending } from '../budget.js';
import { type Absence, type AbsenceFor, awayTooLong, degradedBy, whyNotWhole } from './absence.js';
import { createCost } from './cost.js';
import { asGraphQLError, type ErrorFormatter, isUnavailable, type OperationFacts } from './error-format.js';
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
  /** Milliseconds after which an operation is answered `TIMEOUT`. What it has started goes on unheard. */
  readonly timeoutMs: number;
  readonly check?: OperationCheck | undefined;
  readonly spend?: Spend | undefined;
  /** Left out: the database is never away. */
  readonly absence?: AbsenceFor | undefined;
}

/** The answer to an operation, with errors as a client may see them. */
export interface OperationAnswer {
  /** HTTP status: 200; 400, 403 or 429 when the operation was refused, 503 when it cannot be answered just now, 504 when it took too long. */
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
  const { schema, format, maxCost, timeoutMs, check, spend, absence } = options;
  const costOf = createCost(schema);
  const execute = createExecutor(schema);

  return (operation, facts) => {
    let cost: number | null = null;
    let spending: Spending | null = null;
    const answer = (status: number, { data, errors }: ExecutionResult): OperationAnswer => ({
      status,
      result: {
        ...(errors && { errors: errors.map((error) => format(error, facts)) }),
        ...(data !== undefined && { data }),
        ...extensionsOf(cost, maxCost, spending, absence?.(operation.context)),
      },
    });
    const refuse = (status: number, ...errors: GraphQLError[]) => answer(status, { errors });
    const unavailable = ({ message, originalError }: GraphQLError) =>
      answer(503, { data: null, errors: [new GraphQLError(message, { originalError })] });
    const finish = (result: ExecutionResult) => {
      const missing = whyNotWhole(operation, result);
      if (missing) return unavailable(missing);
      return 'data' in result ? answer(200, result) : null;
    };
    const fail = (thrown: unknown) => {
      const error = asGraphQLError(thrown);
      if (isUnavailable(error)) return unavailable(error);
      return refuse(thrown instanceof GraphQLError ? 400 : 500, error);
    };

    const proceed = (paid: Spending | null) => {
      spending = paid;
      if (paid && !paid.allowed) return refuse(429, spentAll(paid));
      const running = execute(operation);
      if (!('then' in running)) return finish(running);
      return inTime(running.then(finish, fail), timeoutMs, () => refuse(504, tooSlow(timeoutMs)));
    };

    try {
      if (absence?.(operation.context)?.isOver) return unavailable(awayTooLong());
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

function extensionsOf(
  cost: number | null,
  maximum: number,
  spending: Spending | null,
  absence: Absence | null | undefined,
) {
  if (cost === null && !absence) return {};
  const { limit, remaining, resetSeconds } = spending ?? {};
  return {
    extensions: {
      ...(cost !== null && { cost: { requested: cost, maximum } }),
      ...(cost !== null && spending && { rateLimit: { limit, remaining, resetSeconds } }),
      ...degradedBy(absence),
    },
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
