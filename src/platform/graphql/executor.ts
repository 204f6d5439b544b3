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
  /** The coerced variables, if that has been done. The executor writes to them. */
  readonly coerced?: Record<string, unknown>;
  readonly context: unknown;
  /**
   * Counts what the result holds, and can end the operation. The promise of the result then never settles. Left out,
   * nothing is counted.
   */
  readonly meter?: Meter;
}

/**
 * Runs an operation. The result equals that of graphql-js's `execute`. It has no `data` if the variables do not fit;
 * then nothing has run. It is a promise only if a resolver returned one.
 */
export type Executor = (request: OperationRequest) => Promise<ExecutionResult> | ExecutionResult;

/**
 * How many compiled forms of one operation are kept, one for each combination of its conditions. After that, graphql-js
 * runs it.
 */
const MAX_VARIANTS = 8;
/** Larger operations are never compiled. Each field takes about 0.15 ms, in which no other request gets a response. */
const MOST_COMPILED = 300;
/** Compiled forms are kept for operations with this many fields in total. Each field takes 7 kB of memory. */
const KEPT_FIELDS = 6_000;
/**
 * An operation is compiled after one run, plus one more for each group of this many fields, so that compiling is worth
 * it.
 */
const FIELDS_PER_RUN = 10;

interface Variant {
  /** Counts the fields at the root of the operation. */
  readonly countRoot: (meter: Meter) => void;
  readonly query: CompiledQuery['query'];
  readonly hoisted: readonly HoistedArgument[];
}

/** An operation under one combination of its conditions. */
interface Form {
  runs: number;
  /** Null if it cannot be compiled faithfully. Undefined if it is not compiled at present. */
  variant: Variant | null | undefined;
}

interface Plan {
  readonly coerce: Coercion;
  /** Number of fields of the operation with its fragments expanded. */
  readonly size: number;
  readonly conditions: readonly string[];
  /** Counts the fields at the root of the operation after it has run uncompiled. Kept unless conditions decide them. */
  countRoot?: (meter: Meter) => void;
  /** Forms by the values of the conditions. */
  readonly forms: Map<string, Form>;
}

/** How an executor differs from the usual one. */
export interface ExecutorOptions {
  readonly prices?: Prices;
  /** How often an operation of this size runs before it is compiled. */
  readonly runsFirst?: (size: number) => number;
}

/**
 * An executor that compiles queries with graphql-jit once they have come often enough for that to be worth it, if they are
 * small. Forms that have not been used for longest make room for others.
 * Results equal those of graphql-js, which runs whatever cannot be compiled faithfully: mutations, introspection and what
 * jitDocument lists. The one difference: if several errors make one parent null, it may report others of them.
 *
 * Resolvers must keep three rules. A property that is a function or a promise needs a resolver. Lists must not contain
 * promises, because graphql-jit would misplace a rejected item. Properties must not be getters that throw.
 *
 * We keep it because of what was measured: 100 rows of 10 fields take 20 µs, and 675 µs with graphql-js alone.
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
      // Introspection is never compiled.
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

/** Errors of graphql-jit only look like GraphQLErrors: their properties cannot be written. */
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
