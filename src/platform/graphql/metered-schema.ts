import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  introspectionTypes,
  isLeafType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { type Count, countLeaf, countOf, isShort } from './answer-shape.js';
import { takesNoInfo } from './direct-resolvers.js';
import { isConditional } from './jit-document.js';
import { type Meter, meterOf } from './meter.js';
import { noPrices, type Prices, priceOfArguments } from './prices.js';

/**
 * What our executor also gives to a resolver of a compiled operation. Left out, it is worked out for each operation.
 */
export interface CountingInfo {
  readonly count?: Count;
}

type Resolver = (source: unknown, args: Given, context: unknown, info?: GraphQLResolveInfo) => unknown;
/** What decides how to count at a place in an operation. */
type PlaceInfo = Pick<
  GraphQLResolveInfo,
  'fieldNodes' | 'returnType' | 'schema' | 'fragments' | 'operation' | 'variableValues'
> &
  CountingInfo;
type Given = Readonly<Record<string, unknown>>;

const metered = new WeakSet<object>();

/**
 * Makes every resolver of a schema count its results on the meter of its operation, before anything below is read.
 * Outside our runner nothing is counted. A schema is changed once, and keeps the prices of the first call. Fields
 * without resolvers, ids and codes of closed lists are counted with the object that they are read from.
 */
export function meterResolvers(schema: GraphQLSchema, prices: Prices): void {
  if (!metered.has(schema)) {
    metered.add(schema);
    const counting = countingOf(prices);
    const mutation = schema.getMutationType();
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || introspectionTypes.includes(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.resolve || isShort(field.type)) continue;
        meterField(field, counting, priceOfArguments(prices, type, field), type === mutation);
      }
    }
  }
  if (!metered.has(introspectionTypes)) {
    metered.add(introspectionTypes);
    meterIntrospection();
  }
}

/** graphql-js has one set of introspection types for all schemas. */
function meterIntrospection(): void {
  const counting = countingOf(noPrices);
  const fields = introspectionTypes.flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()) : [],
  );
  for (const field of [SchemaMetaFieldDef, TypeMetaFieldDef, ...fields])
    meterField(field, counting, null, false);
}

/** How to count at one place in an operation, worked out when its first value arrives. */
function countingOf(prices: Prices) {
  // A kept document has the same nodes each time. Nodes that several selections share come in a new list each time.
  const ofNodes = new WeakMap<object, { readonly type: GraphQLOutputType; readonly count: Count }>();
  const isSame = new WeakMap<OperationDefinitionNode, boolean>();
  const isUnconditional = ({ operation, fragments }: PlaceInfo) => {
    let same = isSame.get(operation);
    if (same === undefined) {
      same = [operation, ...Object.values(fragments)].every((node) => !isConditional(node));
      isSame.set(operation, same);
    }
    return same;
  };
  return (info: PlaceInfo): Count => {
    if (info.count) return info.count;
    const { fieldNodes, returnType, schema, fragments, variableValues } = info;
    const [node] = fieldNodes;
    const key = node && fieldNodes.length === 1 && isUnconditional(info) ? node : fieldNodes;
    const known = ofNodes.get(key);
    if (known?.type === returnType) return known.count;
    // Not all of `info`, which would keep everything that the first of these operations held.
    const count = countOf({ schema, fragments, returnType, fieldNodes, variableValues }, prices);
    ofNodes.set(key, { type: returnType, count });
    return count;
  };
}

function meterField(
  field: GraphQLField<unknown, unknown>,
  counting: (info: PlaceInfo) => Count,
  price: ((given: Given) => number) | null,
  isWrite: boolean,
): void {
  const resolve = field.resolve as Resolver;
  // A value that is not an object opens nothing, so only its length counts.
  const isLeaf = isLeafType(getNullableType(field.type));

  const answered = (meter: Meter, count: Count, value: unknown): unknown => {
    if (meter.ended) return meter.never;
    count(meter, value);
    if (isLeaf || !meter.isOver) return value;
    meter.end('too large');
    return meter.never;
  };
  const settled = (meter: Meter, count: Count, value: unknown): unknown =>
    // Our promises are native. Looking for a method “then” in every entity takes longer than all the rest.
    value instanceof Promise
      ? meter.await(value, (there) => answered(meter, count, there))
      : answered(meter, count, value);

  if (takesNoInfo(resolve) && !isWrite) {
    // `info` is not passed on as a whole, so compiled operations need not create it. That is half the cost of such a
    // call.
    const metered = (meter: Meter, count: Count, source: unknown, args: Given, context: unknown): unknown => {
      if (meter.ended) return meter.never;
      if (price) meter.extra += price(args);
      return settled(meter, count, resolve(source, args, context));
    };
    field.resolve = (source, args, context, info: GraphQLResolveInfo & CountingInfo) => {
      const meter = meterOf(context);
      if (!meter) return resolve(source, args, context);
      const { count } = info;
      if (count) return metered(meter, count, source, args, context);
      const { fieldNodes, returnType, schema, fragments, operation, variableValues } = info;
      return metered(
        meter,
        isLeaf
          ? countLeaf
          : counting({ fieldNodes, returnType, schema, fragments, operation, variableValues }),
        source,
        args,
        context,
      );
    };
    return;
  }
  field.resolve = (source, args, context, info) => {
    const meter = meterOf(context);
    if (!meter) return resolve(source, args, context, info);
    if (meter.ended) return meter.never;
    if (price) meter.extra += price(args);
    const value = isWrite
      ? meter.write(String(info.path.key), () => resolve(source, args, context, info))
      : resolve(source, args, context, info);
    return settled(meter, isLeaf ? countLeaf : counting(info), value);
  };
}
