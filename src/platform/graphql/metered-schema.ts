import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  introspectionTypes,
  isLeafType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { type Count, countLeaf, countOf, isShort } from './answer-shape.js';
import { type Meter, meterOf } from './meter.js';
import { argumentsThatCost, noPrices, type Prices, priceOfArguments } from './prices.js';

/** What our executor tells a resolver of a compiled operation besides; left out, it is worked out anew for each operation. */
export interface CountingInfo {
  readonly count?: Count;
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type Given = Readonly<Record<string, unknown>>;

const metered = new WeakSet<object>();

/**
 * Lets every resolver of a schema count what it answers on the meter of the operation that it runs in, before anything below
 * is read; nothing is counted outside our runner. Once for each schema, the prices of the first time hold.
 * Fields without resolvers, ids and codes of closed lists are counted with the object that they are read from: they are made of it.
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
        const argumentsCost = argumentsThatCost(prices, type, field).length > 0;
        const price = (given: Given) => priceOfArguments(prices, type, field, given);
        meterField(field, counting, argumentsCost ? price : null, type === mutation);
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

function countingOf(prices: Prices) {
  // Of one execution all objects of one place have the same nodes.
  const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], Count>();
  return (info: GraphQLResolveInfo & CountingInfo): Count => {
    let count = info.count ?? known.get(info.fieldNodes);
    if (!count) {
      count = countOf(info, prices);
      known.set(info.fieldNodes, count);
    }
    return count;
  };
}

function meterField(
  field: GraphQLField<unknown, unknown>,
  counting: (info: GraphQLResolveInfo) => Count,
  price: ((given: Given) => number) | null,
  isWrite: boolean,
): void {
  const resolve = field.resolve as Resolver;

  // What is no object opens nothing: only its length counts.
  const isLeaf = isLeafType(getNullableType(field.type));

  const answered = (meter: Meter, info: GraphQLResolveInfo, value: unknown): unknown => {
    if (meter.ended) return meter.never;
    if (isLeaf) {
      countLeaf(meter, value);
      return value;
    }
    counting(info)(meter, value);
    if (!meter.isOver) return value;
    meter.end('too large');
    return meter.never;
  };
  field.resolve = (source, args, context, info) => {
    const meter = meterOf(context);
    if (!meter) return resolve(source, args, context, info);
    if (meter.ended) return meter.never;
    if (price) meter.extra += price(args);
    const value = isWrite
      ? meter.write(String(info.path.key), () => resolve(source, args, context, info))
      : resolve(source, args, context, info);
    return isPromise(value)
      ? meter.await(value).then((settled) => answered(meter, info, settled))
      : answered(meter, info, value);
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
