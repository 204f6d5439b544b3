import { type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Spending } from '../budget.js';
import { type AbsenceFor, awayTooLong, degradedBy, whyNotWhole } from './absence.js';
import { Account, type Charge, type Spend } from './account.js';
import { saidAfterWrite } from './after-write.js';
import { createCoercions } from './coercion.js';
import { costOfVariables, createCost } from './cost.js';
import { asGraphQLError, type ErrorFormatter, isUnavailable, type OperationFacts } from './error-format.js';
import { createExecutor, type OperationRequest } from './executor.js';
import { type AnswerLimits, defaultAnswerLimits } from './limits.js';
import { createMeteredRun, type MeteredRun, type Outcome } from './metered-run.js';
import { LaneFull, type LaneRule, type OperationLanes } from './operation-lanes.js';
import { noPrices, type Prices, withoutEntries } from './prices.js';

/** Checks an operation before it runs, such as for permissions. Any error refuses the whole operation. */
export type OperationCheck = (operation: OperationRequest) => readonly GraphQLError[];

/** What running operations needs. */
export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  readonly format: ErrorFormatter;
  readonly maxCost: number;
  /**
   * Time in milliseconds after which a query ends with `TIMEOUT`, and after four times as long a mutation with
   * `OUTCOME_UNKNOWN`. The operation starts nothing more, but finishes a write that has begun.
   */
  readonly timeoutMs: number;
  /** Left out, lists are expected to have one entry. */
  readonly prices?: Prices | undefined;
  /** How much a response to a caller may hold. Left out, `defaultAnswerLimits` apply to everyone. */
  readonly answerLimits?: ((context: unknown) => AnswerLimits) | undefined;
  readonly check?: OperationCheck | undefined;
  readonly spend?: Spend | undefined;
  readonly charge?: Charge | undefined;
  /** Runs each payer's operations a few at a time. Left out, all run at once. */
  readonly lanes?: OperationLanes | undefined;
  /** The lane of an operation, by its context. */
  readonly laneOf?: ((context: unknown) => LaneRule) | undefined;
  /** Left out, the database counts as always within reach. */
  readonly absence?: AbsenceFor | undefined;
}

/** The result of an operation, with errors as a client may see them. */
export interface OperationAnswer {
  /**
   * HTTP status: 200; 400, 403 or 429 if the operation was refused; 503 if it cannot be carried out at the moment; 504
   * if it took too long.
   */
  readonly status: number;
  readonly result: FormattedExecutionResult;
  /** The number of seconds after which the client should try again; null unless the status is 429. */
  readonly retryAfterSeconds: number | null;
}

/** Runs an operation; `reading` is the cost of reading its document now. */
export type OperationRunner = (
  operation: OperationRequest,
  facts: OperationFacts,
  reading?: number,
) => Promise<OperationAnswer> | OperationAnswer;

/** What running an operation needs, the same for all of them. */
interface Means extends OperationRunnerOptions {
  readonly answerLimits: (context: unknown) => AnswerLimits;
  readonly coercionOf: ReturnType<typeof createCoercions>;
  readonly costOf: ReturnType<typeof createCost>;
  /** The same, but the entries of a bulk write are free. */
  readonly costWithoutEntries: ReturnType<typeof createCost>;
  readonly run: MeteredRun;
}

/**
 * Prices an operation, has it checked and paid for, and runs it within its limits of time and size. Then it charges for
 * what the result really held. It reports that in `extensions.cost` and, if there are budgets, what is left in
 * `extensions.rateLimit`.
 */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { schema, timeoutMs, prices = noPrices } = options;
  const means: Means = {
    ...options,
    answerLimits: options.answerLimits ?? (() => defaultAnswerLimits),
    coercionOf: createCoercions(schema),
    costOf: createCost(schema, prices),
    costWithoutEntries: createCost(schema, withoutEntries(prices)),
    run: createMeteredRun(schema, createExecutor(schema, { prices }), timeoutMs),
  };
  return (operation, facts, reading = 0) => new OperationRun(means, operation, facts, reading).start();
}

/** One operation. It is an object, because nested functions would be created again for each operation. */
class OperationRun {
  private readonly account: Account;

  constructor(
    private readonly means: Means,
    private readonly operation: OperationRequest,
    private readonly facts: OperationFacts,
    reading: number,
  ) {
    const forVariables = costOfVariables(operation.operation, operation.variables ?? {});
    this.account = new Account(means.charge, operation.context, reading, forVariables);
  }

  start(): Promise<OperationAnswer> | OperationAnswer {
    try {
      return this.check();
    } catch (error) {
      return this.fail(error);
    }
  }

  private check(): Promise<OperationAnswer> | OperationAnswer {
    const { maxCost, coercionOf, costOf, check, spend, absence } = this.means;
    const { document, operation, variables = {}, context } = this.operation;
    if (absence?.(context)?.isOver) return this.unavailable(awayTooLong());
    let misfit: GraphQLError | undefined;
    const coerced = coercionOf(operation.variableDefinitions ?? NONE)(variables, (error) => {
      misfit = error;
    });
    if (!coerced)
      return this.refuse(400, [misfit ?? new GraphQLError('The variables do not fit their types.')]);
    const cost = costOf(document, operation, variables) ?? Infinity;
    this.account.expected = cost;
    if (cost > maxCost && !this.isBulk()) return this.refuse(400, [tooDear(cost, maxCost)]);
    const refusals = check?.(this.operation);
    if (refusals && refusals.length > 0) return this.refuse(403, refusals);
    const paid = spend?.(context, cost) ?? null;
    return paid instanceof Promise
      ? paid.then((spending) => this.enter(coerced, spending)).catch((error) => this.fail(error))
      : this.enter(coerced, paid);
  }

  /** The size of a write has its own rules, such as at most a hundred inputs. The budget pays for each of them. */
  private isBulk(): boolean {
    const { document, operation, variables = {} } = this.operation;
    const { costWithoutEntries, maxCost } = this.means;
    return (
      operation.operation === 'mutation' &&
      (costWithoutEntries(document, operation, variables) ?? Infinity) <= maxCost
    );
  }

  private enter(
    coerced: Record<string, unknown>,
    paid: Spending | null,
  ): Promise<OperationAnswer> | OperationAnswer {
    const { lanes, laneOf, answerLimits, run } = this.means;
    const { context } = this.operation;
    this.account.paid(paid);
    if (paid && !paid.allowed) return this.answer(429, { errors: [spentAll(paid)] });
    const begin = () => run({ ...this.operation, coerced }, answerLimits(context));
    if (!lanes || !laneOf) return this.conclude(begin());
    const begun = lanes.enter(laneOf(context), begin, workLeft);
    return begun instanceof Promise
      ? begun.then(({ running }) => this.conclude(running)).catch((error) => this.fail(error))
      : this.conclude(begun.running);
  }

  private conclude(running: Outcome | Promise<Outcome>): Promise<OperationAnswer> | OperationAnswer {
    return running instanceof Promise
      ? running.then((outcome) => this.finish(outcome)).catch((error) => this.fail(error))
      : this.finish(running);
  }

  private finish({ status, result, meter }: Outcome): OperationAnswer {
    this.account.settle(meter, result.errors?.length ?? 0);
    const missing = whyNotWhole(this.operation, result);
    return missing ? this.unavailable(missing) : this.answer(status, result);
  }

  private fail(thrown: unknown): OperationAnswer {
    if (thrown instanceof LaneFull) {
      this.account.notRun();
      return this.answer(429, { errors: [tooManyAtOnce()] });
    }
    const error = asGraphQLError(thrown);
    if (!isUnavailable(error)) return this.refuse(thrown instanceof GraphQLError ? 400 : 500, [error]);
    this.account.notRun();
    return this.unavailable(error);
  }

  private refuse(status: number, errors: readonly GraphQLError[]): OperationAnswer {
    this.account.refused();
    return this.answer(status, { errors });
  }

  private unavailable({ message, originalError }: GraphQLError): OperationAnswer {
    return this.answer(503, { data: null, errors: [new GraphQLError(message, { originalError })] });
  }

  private answer(status: number, { data, errors }: Outcome['result']): OperationAnswer {
    const { absence, maxCost, format } = this.means;
    const away = absence?.(this.operation.context);
    const costs = this.account.extensions(maxCost);
    const extensions = away ? { ...costs, ...degradedBy(away) } : costs;
    const result: FormattedExecutionResult = {
      ...(errors && { errors: firstOf(errors).map((error) => format(error, this.facts)) }),
      ...(data !== undefined && { data }),
      ...(extensions && { extensions }),
    };
    return {
      status,
      retryAfterSeconds: status === 429 ? this.account.retryAfterSeconds : null,
      result: saidAfterWrite(this.operation, result),
    };
  }
}

/** What is still running for an operation when it has its result. */
const workLeft = ({ meter }: Outcome) => meter.idle();

/** An operation without variables. */
const NONE: [] = [];
/** How many errors of a result are shown. */
const MOST_ERRORS = 20;

function firstOf(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  const more = `There are ${errors.length - MOST_ERRORS} more errors, which are not shown.`;
  return [...errors.slice(0, MOST_ERRORS), new GraphQLError(more, { extensions: { code: 'MORE_ERRORS' } })];
}

/** The error for a caller who has spent the whole budget. */
export function spentAll({ limit, resetSeconds }: Spending): GraphQLError {
  return new GraphQLError(
    `You have spent your budget of ${limit} for this minute. Try again in ${resetSeconds} seconds, or ask for less.`,
    { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: resetSeconds } },
  );
}

function tooManyAtOnce(): GraphQLError {
  return new GraphQLError(
    'Too many of your operations are already running or waiting. Try again in a second, and send fewer at a time.',
    { extensions: { code: 'TOO_MANY_AT_ONCE' } },
  );
}

function tooDear(cost: number, maxCost: number): GraphQLError {
  const asked = Number.isFinite(cost) ? `costs ${cost}` : 'has too many fields to count';
  return new GraphQLError(
    `This operation ${asked}. The maximum is ${maxCost}. Ask for smaller pages (first) or fewer nested lists.`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED' } },
  );
}
