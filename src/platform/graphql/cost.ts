import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE } from '../page-size.js';
import { createCoercions } from './coercion.js';
import { type CountedOnce, countedOnce } from './counted-once.js';
import {
  countedArguments,
  entriesIn,
  expectedLengths,
  fieldPrice,
  noPrices,
  type Prices,
  priceOfArguments,
} from './prices.js';
import { variablesIn } from './variables-in.js';

/**
 * The expected cost of an operation. Infinity if it is too large to count. Null if its variables do not fit; it will
 * not run then.
 * @throws GraphQLError if a variable fits its own type but not the argument it is used for.
 */
export type CostOf = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> | undefined,
) => number | null;

/** The number of costs kept for one operation, one for each combination of the variables that decide them. */
const KEPT_COSTS = 100;
/**
 * This many entries of lists in variables cost 1. The hub looks at each entry several times before it does anything
 * with it.
 */
const ENTRIES_PER_POINT = 10;

interface CostPlan {
  /** Variables that decide the cost: those of `first`, `last`, `@skip` and `@include`, and lists. */
  readonly variables: readonly string[];
  readonly costs: Map<string, number>;
}

/**
 * Expected cost. A field costs 1, plus what the table adds. What is below a field counts once for each item: the number
 * in `first` or `last` (20 if left out), or the length that the table expects of the list. It also counts once for each
 * entry of `countedArguments`. What the table adds to fields of the page itself, such as `totalCount`, counts once for
 * the page. A document is walked once, and again only for new values of the variables that decide its cost. In
 * addition, ten entries of lists in variables cost 1.
 */
export function createCost(schema: GraphQLSchema, prices: Prices = noPrices): CostOf {
  const deciding = decidingArguments(prices);
  const plans = new WeakMap<OperationDefinitionNode, CostPlan>();
  const coercionOf = createCoercions(schema);
  const estimate = createEstimate(schema, prices);
  return (document, operation, variables = {}) => {
    let plan = plans.get(operation);
    if (!plan) {
      plan = { variables: costVariables(document, operation, deciding), costs: new Map() };
      plans.set(operation, plan);
    }
    let key = '';
    for (const name of plan.variables) key += `${keyOf(variables[name])},`;
    let cost = plan.costs.get(key);
    if (cost === undefined) {
      if (!coercionOf(operation.variableDefinitions ?? [])(variables)) return null;
      cost = countCost(schema, document, operation, variables, estimate(countedOnce(prices, document)));
      if (plan.costs.size < KEPT_COSTS) plan.costs.set(key, cost);
    }
    return cost + costOfVariables(operation, variables);
  };
}

function createEstimate(schema: GraphQLSchema, prices: Prices) {
  const lengthOf = expectedLengths(schema, prices);
  return (once: CountedOnce): ComplexityEstimator =>
    ({ type, field, node, args, childComplexity }) => {
      const paged = field.args.some((argument) => argument.name === 'first');
      const items = paged ? Math.max(0, args.first ?? args.last ?? DEFAULT_PAGE) : lengthOf(type, field);
      const times = entriesIn(args, countedArguments(field));
      const own = fieldPrice(prices, type, field) + (priceOfArguments(prices, type, field)?.(args) ?? 0);
      const ofPage = paged ? once(getNamedType(field.type).name, node.selectionSet) : 0;
      return own + times * (ofPage + items * (childComplexity - ofPage));
    };
}

function countCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  estimate: ComplexityEstimator,
): number {
  try {
    const complexity = getComplexity({
      schema,
      query: document,
      operationName: operation.name?.value,
      variables,
      estimators: [estimate],
    });
    return Math.ceil(complexity);
  } catch (error) {
    if (error instanceof Error && error.message.includes('maximum allowed number of nodes')) return Infinity;
    throw error;
  }
}

/**
 * A list is represented by its length, and an object by its presence. Whole numbers and booleans represent themselves.
 */
function keyOf(value: unknown): unknown {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return 'given';
  return value == null || typeof value === 'number' || typeof value === 'boolean' ? value : 'other';
}

/** The names of the arguments whose values decide a cost. */
function decidingArguments(prices: Prices): ReadonlySet<string> {
  const priced = Object.keys(prices.arguments).map((name) => name.slice(name.lastIndexOf('.') + 1));
  return new Set(['first', 'last', 'if', ...priced]);
}

/** The cost of the size of an operation's variables, whether they fit or not: 1 for ten entries of lists. */
export function costOfVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  let entries = 0;
  // Not recursive, because a value that does not fit may be nested as deeply as the request body is long.
  const left: unknown[] = [];
  for (const { variable } of variableDefinitions) left.push(variables[variable.name.value]);
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) entries += value.length;
    for (const part of Array.isArray(value) ? value : Object.values(value)) left.push(part);
  }
  return Math.floor(entries / ENTRIES_PER_POINT);
}

function costVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  deciding: ReadonlySet<string>,
): string[] {
  const names = variablesIn(document, ({ name }) => deciding.has(name.value));
  return (operation.variableDefinitions ?? [])
    .filter(({ variable, type }) => names.has(variable.name.value) || isList(type))
    .map(({ variable }) => variable.name.value);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}
