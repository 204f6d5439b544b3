import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isListType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { type CountedOnce, countedOnce } from './counted-once.js';
import { noPrices, type Prices, priceOf } from './prices.js';

/** Length of a page when `first` is left out. */
export const DEFAULT_PAGE = 20;

/** What may stand in `extensions` of a field to say what it costs. */
export interface FieldCost {
  /** Added to the 1 that every field costs. */
  readonly cost?: number;
  /** For a list field without `first`: how long the list may be expected to be. */
  readonly listSize?: number;
}

/**
 * What an operation costs before it runs; Infinity: too much to count. Null: its variables do not fit, it will not run.
 * @throws GraphQLError when a variable that fits its own type does not fit an argument that it is used for.
 */
export type CostOf = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> | undefined,
) => number | null;

/** Costs of one operation are kept for so many values of the variables that decide them. */
const KEPT_COSTS = 100;

interface CostPlan {
  /** Variables on which the cost depends: those of `first`, `@skip` and `@include`. */
  readonly variables: readonly string[];
  readonly costs: Map<string, number>;
}

/**
 * Static cost: a field costs 1 and what its `extensions.cost` adds; the fields below count once for each item that is asked
 * for: `first` (20 when left out), or `extensions.listSize` of a list.
 * A document is walked once, and again only for new values of the variables that its cost depends on.
 */
export function createCost(schema: GraphQLSchema, prices: Prices = noPrices): CostOf {
  const deciding = decidingArguments(prices);
  const plans = new WeakMap<OperationDefinitionNode, CostPlan>();
  return (document, operation, variables) => {
    let plan = plans.get(operation);
    if (!plan) {
      plan = { variables: costVariables(document, operation, deciding), costs: new Map() };
      plans.set(operation, plan);
    }
    let key = '';
    for (const name of plan.variables) key += `${keyOf(variables?.[name])},`;
    const kept = plan.costs.get(key);
    if (kept !== undefined) return kept;
    const cost = countCost(
      schema,
      document,
      operation,
      variables ?? {},
      estimateBy(prices, countedOnce(prices, document)),
    );
    if (cost !== null && plan.costs.size < KEPT_COSTS) plan.costs.set(key, cost);
    return cost;
  };
}

const estimateBy =
  (prices: Prices, once: CountedOnce): ComplexityEstimator =>
  ({ type, field, node, args, childComplexity }) => {
    const { cost = 0, listSize } = field.extensions as FieldCost;
    const paged = field.args.some((argument) => argument.name === 'first');
    const list = isListType(getNullableType(field.type));
    const items = paged ? Math.max(0, args.first ?? DEFAULT_PAGE) : list && listSize ? listSize : 1;
    const ofPage = paged ? once(getNamedType(field.type).name, node.selectionSet) : 0;
    return 1 + cost + priceOf(prices, type.name, field, args) + ofPage + items * (childComplexity - ofPage);
  };

function countCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  estimate: ComplexityEstimator,
): number | null {
  if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return null;
  try {
    return getComplexity({
      schema,
      query: document,
      operationName: operation.name?.value,
      variables,
      estimators: [estimate],
    });
  } catch (error) {
    if (error instanceof Error && error.message.includes('maximum allowed number of nodes')) return Infinity;
    throw error;
  }
}

/** Of a list its length counts, of an object that it is given; else whole numbers and truth values. */
function keyOf(value: unknown): unknown {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return 'given';
  return value == null || typeof value === 'number' || typeof value === 'boolean' ? value : 'wrong';
}

/** Names of the arguments on whose values a cost depends. */
function decidingArguments(prices: Prices): ReadonlySet<string> {
  const priced = Object.keys(prices.arguments).map((name) => name.slice(name.lastIndexOf('.') + 1));
  return new Set(['first', 'if', ...priced]);
}

function costVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  deciding: ReadonlySet<string>,
): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (value.kind === Kind.VARIABLE && deciding.has(name.value)) names.add(value.name.value);
    },
  });
  const defined = operation.variableDefinitions ?? [];
  return defined.map(({ variable }) => variable.name.value).filter((name) => names.has(name));
}
