import {
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { oneOf, resolvers } from '../../src/app.js';
import type { Prices } from '../../src/platform/graphql/prices.js';
import { buildGraph } from '../../src/platform/graphql/schema.js';
import { priceList } from '../../src/price-list.js';

let schema: GraphQLSchema;
let prices: Prices;
beforeAll(async () => {
  schema = await buildGraph(resolvers, oneOf);
  prices = priceList();
});

const rootFields = () =>
  [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.keys(root?.getFields() ?? {}).map((name) => `${root?.name}.${name}`),
  );

/** The field, or the argument of it, that a name in the table stands for. */
function isInGraph(name: string): boolean {
  const [typeName = '', fieldName = '', argument] = name.split('.');
  if (typeName === 'Query' && ['__schema', '__type', '__typename'].includes(fieldName)) return true;
  const type = schema.getType(typeName);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
  return field !== undefined && (argument === undefined || field.args.some((one) => one.name === argument));
}

describe('schema/prices.json', () => {
  it('has a measured price of every root field: run `npm run prices -- --write` for a new one', () => {
    expect(rootFields().filter((name) => prices.fields[name] === undefined)).toEqual([]);
    expect(rootFields().length).toBeGreaterThan(90);
  });

  it('has nothing that is no longer in the graph', () => {
    const { lists, fields, arguments: given } = prices;
    const named = [lists, fields, given].flatMap((table) => Object.keys(table));
    expect(named.filter((name) => !isInGraph(name))).toEqual([]);
  });

  it('charges a root field at least what any request takes, and lets a whole one stay under the limit', () => {
    for (const name of rootFields()) {
      const price = prices.fields[name] ?? 0;
      expect([name, price > 0 && price < 10_000]).toEqual([name, true]);
    }
  });

  it('charges lists of ids and inputs of a root field by what stands in them', () => {
    const lists = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
      Object.values(root?.getFields() ?? {}).flatMap(({ name, args }) =>
        args
          .filter(({ type }) => isListType(getNullableType(type)))
          .filter((one) => one.name === 'inputs' || getNamedType(one.type).name === 'ID')
          .map((one) => `${root?.name}.${name}.${one.name}`),
      ),
    );
    expect(lists.filter((name) => prices.arguments[name] === undefined)).toEqual([]);
    expect(lists.length).toBeGreaterThan(3);
  });
});
