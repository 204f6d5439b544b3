import { type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Spending } from '../budget.js';
import { whenThere } from '../when-there.js';
import { type AbsenceFor, awayTooLong, degradedBy, whyNotWhole } from './absence.js';
import { Account, type Charge, type Spend } from './account.js';
import { saidAfterWrite } from './after-write.js';
import { createCoercions } from './coercion.js';
import { costOfVariables, createCost } from './cost.js';
import { asGraphQLError, type ErrorFormatter, isUnavailable, type OperationFacts } from './error-format.js';
import { createExecutor, type OperationRequest } from './executor.js';
import { type AnswerLimits, defaultAnswerLimits } from './limits.js';
import { createMeteredRun, type Outcome } from './metered-run.js';
import { type Begun, LaneFull, type LaneRule, type OperationLanes } from './operation-lanes.js';
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

/**
 * Prices an operation, has it checked and paid for, and runs it in time and within what an answer may hold; then pays for what
 * the answer did hold. Reports that in `extensions.cost` and, where there are budgets, what is left in `extensions.rateLimit`.
 */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { schema, format, maxCost, timeoutMs, prices = noPrices, check, spend, charge } = options;
  const { answerLimits = () => defaultAnswerLimits, lanes, laneOf, absence } = options;
  const coercionOf = createCoercions(schema);
  const costOf = createCost(schema, prices);
  const costWithoutEntries = createCost(schema, withoutEntries(prices));
  const run = createMeteredRun(schema, createExecutor(schema, { prices }), timeoutMs);

  return (operation, facts, reading = 0) => {
    const { document, operation: chosen, variables = {}, context } = operation;
    const account = new Account(
      charge && ((cost) => charge(context, cost)),
      reading,
      costOfVariables(chosen, variables),
    );
    const answer = (status: number, { data, errors }: Outcome['result']): OperationAnswer => {
      const extensions = { ...account.extensions(maxCost), ...degradedBy(absence?.(context)) };
      return {
        status,
        retryAfterSeconds: status === 429 ? account.retryAfterSeconds : null,
        result: saidAfterWrite(operation, {
          ...(errors && { errors: firstOf(errors).map((error) => format(error, facts)) }),
          ...(data !== undefined && { data }),
          ...(Object.keys(extensions).length > 0 && { extensions }),
        }),
      };
    };
    const refuse = (status: number, ...errors: GraphQLError[]) => {
      account.refused();
      return answer(status, { errors });
    };
    const unavailable = ({ message, originalError }: GraphQLError) =>
      answer(503, { data: null, errors: [new GraphQLError(message, { originalError })] });
    const finish = ({ status, result, meter }: Outcome) => {
      account.settle(meter, result.errors?.length ?? 0);
      const missing = whyNotWhole(operation, result);
      return missing ? unavailable(missing) : answer(status, result);
    };
    const fail = (thrown: unknown) => {
      if (thrown instanceof LaneFull) {
        account.notRun();
        return answer(429, { errors: [tooManyAtOnce()] });
      }
      const error = asGraphQLError(thrown);
      if (!isUnavailable(error)) return refuse(thrown instanceof GraphQLError ? 400 : 500, error);
      account.notRun();
      return unavailable(error);
    };

    const proceed = (coerced: Record<string, unknown>, paid: Spending | null) => {
      account.paid(paid);
      if (paid && !paid.allowed) return answer(429, { errors: [spentAll(paid)] });
      const begin = () => run({ ...operation, coerced }, answerLimits(context));
      if (!lanes || !laneOf) return conclude({ running: begin() });
      const begun = lanes.enter(laneOf(context), begin, ({ meter }) => meter.idle());
      return whenThere(begun, conclude, fail);
    };
    const conclude = ({ running }: Begun<Outcome>) => whenThere(running, finish, fail);

    // What a write may take is bounded by its own rules, such as a hundred inputs; the budget pays for each of them.
    const isBulk = () =>
      chosen.operation === 'mutation' &&
      (costWithoutEntries(document, chosen, variables) ?? Infinity) <= maxCost;

    try {
      if (absence?.(context)?.isOver) return unavailable(awayTooLong());
      let misfit: GraphQLError | undefined;
      const coerced = coercionOf(chosen.variableDefinitions ?? NONE)(variables, (error) => {
        misfit = error;
      });
      if (!coerced) return refuse(400, misfit ?? new GraphQLError('The variables do not fit.'));
      const cost = costOf(document, chosen, variables) ?? Infinity;
      account.expected = cost;
      if (cost > maxCost && !isBulk()) return refuse(400, tooDear(cost, maxCost));
      const refusals = check?.(operation);
      if (refusals && refusals.length > 0) return refuse(403, ...refusals);
      const paid = spend?.(context, cost) ?? null;
      return whenThere(paid, (spending) => proceed(coerced, spending), fail);
    } catch (error) {
      return fail(error);
    }
  };
}

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
