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
import { type Coercion, createCoercions } from './coercion.js';
import { conditionVariables, type HoistedArgument, jitDocument, jitSchema } from './jit-document.js';
import { KeptIntrospection } from './kept-introspection.js';

/** An operation of a parsed and validated document, chosen by its name. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them, not yet coerced. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: unknown;
}

/**
 * Runs an operation. The result is as of graphql-js's `execute`: without `data` when the variables do not fit, and then
 * nothing has run. A promise only when a resolver answered with one.
 */
export type Executor = (request: OperationRequest) => Promise<ExecutionResult> | ExecutionResult;

/** Compiled forms of one operation are kept for so many combinations of its conditions; then graphql-js runs it. */
const MAX_VARIANTS = 8;

interface Variant {
  readonly query: CompiledQuery['query'];
  readonly hoisted: readonly HoistedArgument[];
}

interface Plan {
  runs: number;
  readonly coerce: Coercion;
  readonly conditions: readonly string[];
  /** By the values of the conditions; null: graphql-js runs it. */
  readonly variants: Map<string, Variant | null>;
}

/**
 * An executor that compiles queries with graphql-jit, each when it comes for the second time: one-off documents
 * run faster uncompiled. Compiled forms live as long as the document, so the store of documents bounds them.
 * Answers equal those of graphql-js, which runs whatever cannot be compiled faithfully: mutations, introspection,
 * and what jitDocument lists. Only, where several errors make one parent null, others of them may be reported.
 *
 * Three things are asked of resolvers. A property that is a function or a promise needs a resolver. Lists must not hold
 * promises: graphql-jit would misplace a rejected item. Properties must not be getters that throw.
 */
export function createExecutor(schema: GraphQLSchema): Executor {
  const plans = new WeakMap<OperationDefinitionNode, Plan>();
  const forJit = jitSchema(schema);
  const coercionOf = createCoercions(schema);
  const introspection = new KeptIntrospection();

  const planOf = ({ document, operation }: OperationRequest): Plan => {
    let plan = plans.get(operation);
    if (!plan) {
      const coerce = coercionOf(operation.variableDefinitions ?? []);
      plan = { runs: 0, coerce, conditions: conditionVariables(document, operation), variants: new Map() };
      plans.set(operation, plan);
    }
    return plan;
  };

  const variantOf = (plan: Plan, request: OperationRequest, variables: Record<string, unknown>) => {
    let key = '';
    for (const name of plan.conditions) {
      const value = variables[name];
      if (typeof value !== 'boolean') return null;
      key += value ? '1' : '0';
    }
    let variant = plan.variants.get(key);
    if (variant === undefined) {
      if (plan.variants.size >= MAX_VARIANTS) return null;
      variant = compile(schema, forJit, request, variables);
      plan.variants.set(key, variant);
    }
    return variant;
  };

  return (request) => {
    const kept = introspection.get(request.operation);
    if (kept) return kept;
    const plan = planOf(request);
    // Introspection is among what is never compiled.
    if (plan.runs++ === 0) {
      const result = interpret(schema, request);
      if (!('then' in result)) introspection.keep(request.document, request.operation, result);
      return result;
    }
    const variables = plan.coerce(request.variables ?? {});
    if (!variables) return interpret(schema, request);
    const variant = variantOf(plan, request, variables);
    if (!variant || !fillHoisted(variant, variables)) return interpret(schema, request);
    const result = variant.query(undefined, request.context, variables);
    return 'then' in result ? result.then(withGraphQLErrors) : withGraphQLErrors(result);
  };
}

function interpret(schema: GraphQLSchema, { document, operation, variables, context }: OperationRequest) {
  return execute({
    schema,
    document,
    operationName: operation.name?.value,
    variableValues: variables,
    contextValue: context,
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
): Variant | null {
  const prepared = jitDocument(schema, document, operation, variables);
  if (!prepared) return null;
  const compiled = compileQuery(forJit, prepared.document, operation.name?.value, {
    disablingCapturingStackErrors: true,
  });
  return isCompiledQuery(compiled) ? { query: compiled.query, hoisted: prepared.hoisted } : null;
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
