import { types } from 'node:util';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { countOf, countOfRoot } from './answer-shape.js';
import { type Coercion, createCoercions } from './coercion.js';
import { expandedSize, fragmentsOf } from './document-size.js';
import { conditionVariables, type HoistedArgument, jitDocument, jitSchema } from './jit-document.js';
import { KeptIntrospection } from './kept-introspection.js';
import type { Meter } from './meter.js';
import { type CountingInfo, meterResolvers } from './metered-schema.js';
import { noPrices, type Prices } from './prices.js';

/** An operation of a parsed and validated document, chosen by its name. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them, not yet coerced. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** The same coerced, where that was done already; it is written to. */
  readonly coerced?: Record<string, unknown>;
  readonly context: unknown;
  /** Counts what its answer holds, and can end it: the promise of the result is then not kept. Left out: nothing is counted. */
  readonly meter?: Meter;
}

/**
 * Runs an operation. The result is as of graphql-js's `execute`: without `data` when the variables do not fit, and then
 * nothing has run. A promise only when a resolver answered with one.
 */
export type Executor = (request: OperationRequest) => Promise<ExecutionResult> | ExecutionResult;

/** Compiled forms of one operation are kept for so many combinations of its conditions; then graphql-js runs it. */
const MAX_VARIANTS = 8;
/** Larger operations are never compiled: each field takes some 0.15 ms, and nobody else is answered meanwhile. */
const MOST_COMPILED = 300;
/** Compiled forms are kept of operations of so many fields in all: 7 kB of memory each. */
const KEPT_FIELDS = 6_000;
/** An operation is compiled when it has come once, and once more for so many fields: compiling must be worth it. */
const FIELDS_PER_RUN = 10;

interface Variant {
  /** Counts the fields of the operation itself. */
  readonly countRoot: (meter: Meter) => void;
  readonly query: CompiledQuery['query'];
  readonly hoisted: readonly HoistedArgument[];
}

/** An operation under one combination of its conditions. */
interface Form {
  runs: number;
  /** Null: it cannot be compiled faithfully. Undefined: it has not been yet, or not for long. */
  variant: Variant | null | undefined;
}

interface Plan {
  readonly coerce: Coercion;
  /** Fields of the operation when its fragments are written out. */
  readonly size: number;
  readonly conditions: readonly string[];
  /** Counts the fields of the operation itself, once it has run without being compiled; kept unless conditions decide. */
  countRoot?: (meter: Meter) => void;
  /** By the values of the conditions. */
  readonly forms: Map<string, Form>;
}

/** How an executor differs from the usual one. */
export interface ExecutorOptions {
  readonly prices?: Prices;
  /** How often an operation of so many fields is run before it is compiled. */
  readonly runsFirst?: (size: number) => number;
}

/**
 * An executor that compiles queries with graphql-jit when they are small and have come often enough for that to be worth it. The
 * forms that were not used for longest make room for others.
 * Answers equal those of graphql-js, which runs whatever cannot be compiled faithfully: mutations, introspection,
 * and what jitDocument lists. Only, where several errors make one parent null, others of them may be reported.
 *
 * Three things are asked of resolvers. A property that is a function or a promise needs a resolver. Lists must not hold
 * promises: graphql-jit would misplace a rejected item. Properties must not be getters that throw.
 *
 * Kept, as measured: 100 rows of 10 fields take 20 µs, and 675 with graphql-js alone.
 */
export function createExecutor(
  schema: GraphQLSchema,
  { prices = noPrices, runsFirst = (size) => Math.ceil(size / FIELDS_PER_RUN) }: ExecutorOptions = {},
): Executor {
  meterResolvers(schema, prices);
  const plans = new WeakMap<OperationDefinitionNode, Plan>();
  const forJit = jitSchema(schema);
  const coercionOf = createCoercions(schema);
  const introspection = new KeptIntrospection();
  const compiled = new LRUCache<Form, number>({
    maxSize: KEPT_FIELDS,
    sizeCalculation: (size) => Math.max(1, size),
    dispose: (_, form) => {
      form.variant = undefined;
      form.runs = 0;
    },
  });

  const planOf = ({ document, operation }: OperationRequest): Plan => {
    let plan = plans.get(operation);
    if (!plan) {
      plan = {
        coerce: coercionOf(operation.variableDefinitions ?? []),
        size: expandedSize([operation.selectionSet], fragmentsOf(document)),
        conditions: conditionVariables(document, operation),
        forms: new Map(),
      };
      plans.set(operation, plan);
    }
    return plan;
  };

  const formOf = ({ conditions, forms }: Plan, variables: Readonly<Record<string, unknown>>): Form | null => {
    let key = '';
    for (const name of conditions) {
      const value = variables[name];
      if (typeof value !== 'boolean') return null;
      key += value ? '1' : '0';
    }
    let form = forms.get(key);
    if (!form && forms.size < MAX_VARIANTS) {
      form = { runs: 0, variant: undefined };
      forms.set(key, form);
    }
    return form ?? null;
  };

  const variantOf = (plan: Plan, request: OperationRequest, variables: Record<string, unknown>) => {
    const form = plan.size <= MOST_COMPILED ? formOf(plan, variables) : null;
    if (!form) return null;
    if (form.variant) compiled.get(form);
    else if (form.variant === undefined && form.runs++ >= runsFirst(plan.size)) {
      form.variant = compile(schema, forJit, request, variables, prices);
      compiled.set(form, plan.size);
    }
    return form.variant;
  };

  const rootCounter = (
    plan: Plan,
    { document, operation }: OperationRequest,
    variables: Record<string, unknown>,
  ) => {
    const count = plan.countRoot ?? countOfRoot(schema, document, operation, variables, prices);
    if (plan.conditions.length === 0) plan.countRoot = count;
    return count;
  };

  return (request) => {
    const kept = introspection.get(request.operation, request.meter);
    if (kept) return kept;
    const plan = planOf(request);
    const variables = request.coerced ?? plan.coerce(request.variables ?? {});
    if (!variables) return interpret(schema, request);
    const variant = variantOf(plan, request, variables);
    const { document, operation, meter } = request;
    if (!variant || !fillHoisted(variant, variables)) {
      if (meter) rootCounter(plan, request, variables)(meter);
      const result = interpret(schema, request);
      // Introspection is among what is never compiled.
      if (!('then' in result)) introspection.keep(document, operation, result, meter);
      return result;
    }
    if (meter) variant.countRoot(meter);
    const result = variant.query(
      undefined,
      meter ? meter.within(request.context) : request.context,
      variables,
    );
    return 'then' in result ? result.then(withGraphQLErrors) : withGraphQLErrors(result);
  };
}

function interpret(
  schema: GraphQLSchema,
  { document, operation, variables, context, meter }: OperationRequest,
) {
  return execute({
    schema,
    document,
    operationName: operation.name?.value,
    variableValues: variables,
    contextValue: meter ? meter.within(context) : context,
  });
}

function fillHoisted({ hoisted }: Variant, variables: Record<string, unknown>): boolean {
  for (const { variable, valueWith } of hoisted) {
    const value = valueWith(variables);
    if (value === undefined) return false;
    variables[variable] = value;
  }
  return true;
}

function compile(
  schema: GraphQLSchema,
  forJit: GraphQLSchema,
  { document, operation }: OperationRequest,
  variables: Record<string, unknown>,
  prices: Prices,
): Variant | null {
  const prepared = jitDocument(schema, document, operation, variables);
  if (!prepared) return null;
  const compiled = compileQuery(forJit, prepared.document, operation.name?.value, {
    disablingCapturingStackErrors: true,
    resolverInfoEnricher: (facts): CountingInfo => ({ count: countOf(facts, prices) }),
  });
  if (!isCompiledQuery(compiled)) return null;
  const countRoot = countOfRoot(schema, document, operation, variables, prices);
  return { query: compiled.query, hoisted: prepared.hoisted, countRoot };
}

/** graphql-jit's errors only look like GraphQLErrors: their properties cannot be written. */
function withGraphQLErrors(result: ExecutionResult): ExecutionResult {
  return result.errors ? { data: result.data, errors: result.errors.map(toGraphQLError) } : result;
}

function toGraphQLError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  const thrown: unknown = originalError;
  const error =
    thrown === undefined || types.isNativeError(thrown)
      ? new GraphQLError(message, { path, originalError })
      : new GraphQLError(`Unexpected error value: ${JSON.stringify(thrown)}`, { path });
  return Object.assign(error, { locations });
}
