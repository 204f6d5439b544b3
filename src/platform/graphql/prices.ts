import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { z } from 'zod';
import { readJson } from '../json.js';

/** What is known about the fields of a graph, by `Type.field`. */
export interface Prices {
  /** The number of entries to expect in a list of objects without `first`: what is typical, measured, rounded up. */
  readonly lists: Readonly<Record<string, number>>;
  /** Points that a field costs above the 1 that each field costs. */
  readonly fields: Readonly<Record<string, number>>;
  /** Points for an argument that is given, by `Type.field.argument`. For a list, points for each of its entries. */
  readonly arguments: Readonly<Record<string, number>>;
}

/** No prices: a list is expected to have one entry, and a field to cost 1. */
export const noPrices: Prices = { lists: {}, fields: {}, arguments: {} };

const table = z.strictObject({
  lists: z.record(z.string(), z.number().int().positive()),
  fields: z.record(z.string(), z.int().nonnegative()),
  arguments: z.record(z.string(), z.int().nonnegative()),
});

/**
 * Reads a table of prices (JSON).
 * @throws ZodError naming what is wrong in it.
 */
export function readPrices(json: string): Prices {
  return readJson(table, json);
}

/** The cost of an introspection field. It comes from memory, in a fifth of the time of others. */
const INTROSPECTION = 0.2;

/** The cost of one field each time it resolves, without what is below it. */
export function fieldPrice(
  { fields }: Prices,
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
): number {
  if (isIntrospection(type.name)) return INTROSPECTION;
  return 1 + (fields[`${type.name}.${field.name}`] ?? 0);
}

/**
 * The cost of the arguments that a field is given; null if none of them costs anything. An argument with a result for
 * each of its entries, and no price of its own, costs as much as the field for each entry after the first.
 */
export function priceOfArguments(
  prices: Prices,
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
): ((given: Readonly<Record<string, unknown>>) => number) | null {
  const counted = countedArguments(field);
  const costing = field.args.flatMap(({ name }) => {
    const forEach = prices.arguments[`${type.name}.${field.name}.${name}`];
    if (forEach !== undefined) return { name, forEach, free: 0 };
    return counted.includes(name) ? { name, forEach: fieldPrice(prices, type, field), free: 1 } : [];
  });
  if (costing.length === 0) return null;
  return (given) => {
    let price = 0;
    for (const { name, forEach, free } of costing) {
      const value = given[name];
      const entries = Array.isArray(value) ? value.length : value != null && value !== false ? 1 : 0;
      price += forEach * Math.max(0, entries - free);
    }
    return price;
  };
}

/** The same prices, but entries of an argument cost nothing by themselves. */
export function withoutEntries(prices: Prices): Prices {
  const free = Object.fromEntries(Object.keys(prices.arguments).map((name) => [name, 0]));
  return { ...prices, arguments: free };
}

/** The number of entries to expect from a field without `first`; 1 for a field that is not a list. */
export function expectedLengths(schema: GraphQLSchema, { lists }: Prices) {
  const ofIntrospection = introspectionLengths(schema);
  return (type: GraphQLNamedType, field: GraphQLField<unknown, unknown>): number => {
    if (isIntrospection(type.name)) return ofIntrospection[field.name] ?? 1;
    return isListType(getNullableType(field.type)) ? (lists[`${type.name}.${field.name}`] ?? 1) : 1;
  };
}

/** The averages for the graph's own types and fields. Half of all types are inside another (`[Code!]!` is four). */
function introspectionLengths(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? values(type) : []));
  const perType = (counts: readonly number[]) => sum(counts) / types.length;
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: fields.length / types.length,
    args: sum(fields.map(({ args }) => args.length)) / Math.max(1, fields.length),
    inputFields: perType(types.map((type) => (isInputObjectType(type) ? values(type).length : 0))),
    enumValues: perType(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))),
    interfaces: perType(types.map((type) => (isObjectType(type) ? type.getInterfaces().length : 0))),
    possibleTypes: perType(
      types.map((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0)),
    ),
    ofType: 0.5,
  };
}

function values<T>(type: { getFields(): Record<string, T> }): T[] {
  return Object.values(type.getFields());
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function isIntrospection(typeName: string): boolean {
  return typeName.startsWith('__');
}

/** All fields of objects and interfaces of a graph, except introspection. */
export function fieldsOf(schema: GraphQLSchema) {
  const found: { readonly name: string; readonly field: GraphQLField<unknown, unknown> }[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || isInputObjectType(type) || isIntrospection(type.name)) continue;
    for (const field of Object.values(type.getFields()))
      found.push({ name: `${type.name}.${field.name}`, field });
  }
  return found;
}

/**
 * Arguments of a field with a result for each of their entries: lists of ids or of inputs, such as those of `nodes` and
 * of bulk writes. The field's own price and what is below it count once for each entry.
 */
export function countedArguments({ args }: GraphQLField<unknown, unknown>): readonly string[] {
  return args
    .filter(({ type }) => {
      const given = isNonNullType(type) ? type.ofType : type;
      const item = getNamedType(given);
      return isListType(given) && (item.name === 'ID' || isInputObjectType(item));
    })
    .map(({ name }) => name);
}

/** The number of entries in the longest of these arguments; 1 if there are no such arguments. */
export function entriesIn(args: Readonly<Record<string, unknown>>, names: readonly string[]): number {
  let most = names.length === 0 ? 1 : 0;
  for (const name of names) {
    const value = args[name];
    if (Array.isArray(value)) most = Math.max(most, value.length);
  }
  return most;
}
