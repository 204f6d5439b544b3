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

/** Looks at an operation before it runs, such as for permissions; any error refuses the whole operation. */
export type OperationCheck = (operation: OperationRequest) => readonly GraphQLError[];

/** What running operations needs. */
export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  readonly format: ErrorFormatter;
  readonly maxCost: number;
  /** Milliseconds after which a query is answered `TIMEOUT`, and after four times as many a mutation `OUTCOME_UNKNOWN`. It starts nothing more; a write that has begun is made. */
  readonly timeoutMs: number;
  /** Left out: lists are expected to have one entry. */
  readonly prices?: Prices | undefined;
  /** How much an answer may hold, for whoever asks; `defaultAnswerLimits` for everybody when it is left out. */
  readonly answerLimits?: ((context: unknown) => AnswerLimits) | undefined;
  readonly check?: OperationCheck | undefined;
  readonly spend?: Spend | undefined;
  readonly charge?: Charge | undefined;
  /** Runs each payer's operations a few at a time; left out: all at once. */
  readonly lanes?: OperationLanes | undefined;
  /** Whose lane an operation runs in, by its context. */
  readonly laneOf?: ((context: unknown) => LaneRule) | undefined;
  /** Left out: the database is never away. */
  readonly absence?: AbsenceFor | undefined;
}

/** The answer to an operation, with errors as a client may see them. */
export interface OperationAnswer {
  /** HTTP status: 200; 400, 403 or 429 when the operation was refused, 503 when it cannot be answered just now, 504 when it took too long. */
  readonly status: number;
  readonly result: FormattedExecutionResult;
  /** After how many seconds it is worth asking again; null unless the status is 429. */
  readonly retryAfterSeconds: number | null;
}

/** Runs an operation; `reading` is what it has cost to read its document just now. */
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
  /** The same, where the entries of a bulk write cost nothing. */
  readonly costWithoutEntries: ReturnType<typeof createCost>;
  readonly run: MeteredRun;
}

/**
 * Prices an operation, has it checked and paid for, and runs it in time and within what an answer may hold; then pays for what
 * the answer did hold. Reports that in `extensions.cost` and, where there are budgets, what is left in `extensions.rateLimit`.
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

/** One operation on its way. An object, and not functions in one another: they would be made anew for each operation. */
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
    if (!coerced) return this.refuse(400, [misfit ?? new GraphQLError('The variables do not fit.')]);
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

  /** What a write may take is bounded by its own rules, such as a hundred inputs; the budget pays for each of them. */
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

/** What still goes on for an operation when it has its answer. */
const workLeft = ({ meter }: Outcome) => meter.idle();

/** An operation without variables. */
const NONE: [] = [];
/** So many errors of an answer are shown. */
const MOST_ERRORS = 20;

function firstOf(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  const more = `There are ${errors.length - MOST_ERRORS} more errors, which are not shown.`;
  return [...errors.slice(0, MOST_ERRORS), new GraphQLError(more, { extensions: { code: 'MORE_ERRORS' } })];
}

/** What to tell somebody who has spent all. */
export function spentAll({ limit, resetSeconds }: Spending): GraphQLError {
  return new GraphQLError(
    `You have spent your budget of ${limit} for this minute. Try again in ${resetSeconds} seconds, or ask for less.`,
    { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: resetSeconds } },
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
