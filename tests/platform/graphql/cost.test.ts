import { buildSchema, getOperationAST, parse } from 'graphql';
import { createCost } from '../../../src/platform/graphql/cost.js';
import type { Prices } from '../../../src/platform/graphql/prices.js';
import { kitchenSink } from './kitchen-sink.js';

const schema = buildSchema(`
  type Query {
    plain: String
    providers(first: Int, after: String, last: Int): Providers!
    tags: [Tag!]!
    days: [Tag!]!
    one: Tag
    dear: Tag
    nodes(ids: [ID!]!): [Tag]!
    save(inputs: [Point!]!): [Tag!]!
    kinds(of: [String!]): Tag
    either: Either
    need(first: Int!, size: Int!): Tag
  }
  type Providers { totalCount: Int! nodes: [Provider!]! edges: [Edge!]! }
  type Edge { cursor: String! node: Provider! }
  type Provider { id: ID! name: String! offerings(first: Int): [Tag!]! }
  type Tag { code: String! label: String! }
  input Point { x: Int tags: [String!] }
  union Either = Tag | Provider
`);
const prices: Prices = { lists: { 'Query.days': 7 }, fields: { 'Query.dear': 50 }, arguments: {} };

function costs(query: string) {
  const document = parse(query);
  const cost = createCost(schema, prices);
  return (variables?: Record<string, unknown>, operationName?: string) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error('no operation');
    return cost(document, operation, variables);
  };
}

describe('the cost of an operation', () => {
  it.each([
    ['one for each field', '{ plain one { code label } }', 1 + 3],
    ['nothing for __typename beyond that', '{ __typename one { __typename } }', 3],
    ['what the table adds', '{ dear { code } }', 1 + 50 + 1],
    ['a list by the length it may be expected to have', '{ days { code label } }', 1 + 7 * 2],
    ['a list of unknown length once', '{ tags { code label } }', 1 + 2],
    ['a page by its size', '{ providers(first: 5) { nodes { id name } } }', 1 + 5 * (1 + 2)],
    ['a page from the end by its size', '{ providers(last: 5) { nodes { id name } } }', 1 + 5 * (1 + 2)],
    ['a page of the usual size', '{ providers { totalCount nodes { id } } }', 1 + 20 * (1 + 2)],
    [
      '20 for a list whose first has no default',
      '{ providers(first: 1) { nodes { offerings { code } } } }',
      1 + 1 + 1 + 20,
    ],
    [
      'pages within pages',
      '{ providers(first: 10) { edges { node { offerings(first: 3) { code label } } } } }',
      1 + 10 * (1 + 1 + 1 + 3 * 2),
    ],
    ['nothing negative', '{ providers(first: -5) { nodes { id } } }', 1],
    [
      'each alias',
      '{ a: providers(first: 2) { totalCount } b: providers(first: 3) { totalCount } }',
      1 + 2 + 1 + 3,
    ],
    [
      'each use of a fragment',
      '{ providers(first: 2) { nodes { ...F } edges { node { ...F } } } } fragment F on Provider { id name }',
      1 + 2 * (1 + 2 + 1 + 1 + 2),
    ],
    [
      'the dearest of the possible types',
      '{ either { ... on Tag { code } ... on Provider { id offerings(first: 4) { code } } } }',
      1 + 1 + 1 + 4,
    ],
    [
      'not what is skipped',
      '{ plain @skip(if: true) providers @include(if: false) { totalCount } one { code } }',
      2,
    ],
  ])('counts %s', (_, query, cost) => {
    expect(costs(query)()).toBe(cost);
  });

  it('follows variables, their defaults, and their absence', () => {
    const cost = costs(
      'query($n: Int = 3, $with: Boolean!) { providers(first: $n) { totalCount nodes { id @include(if: $with) } } }',
    );
    expect(cost({ with: true })).toBe(1 + 3 * 3);
    expect(cost({ with: false })).toBe(1 + 3 * 2);
    expect(cost({ n: 10, with: true })).toBe(1 + 10 * 3);
    expect(cost({ n: null, with: true })).toBe(1 + 20 * 3);
    expect(cost({ n: 3, with: true })).toBe(1 + 3 * 3);
    expect(cost({ n: 100, with: true })).toBe(1 + 100 * 3);
  });

  it.each<[string, string, Record<string, unknown>, number]>([
    [
      'ids as a variable',
      'query($ids: [ID!]!) { nodes(ids: $ids) { code label } }',
      { ids: [1, 1, 1] },
      3 + 3 * 2,
    ],
    ['ids as a literal', '{ nodes(ids: ["a", "b"]) { code } }', {}, 2 + 2],
    ['an id in the place of a list', '{ nodes(ids: "a") { code } }', {}, 1 + 1],
    ['no ids', '{ nodes(ids: []) { code } }', {}, 1],
    ['inputs', 'query($in: [Point!]!) { save(inputs: $in) { code } }', { in: [{}, {}, {}, {}] }, 4 + 4],
    ['no texts', 'query($of: [String!]) { kinds(of: $of) { code } }', { of: ['a', 'b'] }, 2],
  ])('counts what is below once for each entry of a list of %s', (_, query, variables, cost) => {
    expect(costs(query)(variables)).toBe(cost);
  });

  it('counts entries again when there are more of them', () => {
    const cost = costs('query($ids: [ID!]!) { nodes(ids: $ids) { code } }');
    expect([1, 2, 9].map((length) => cost({ ids: Array(length).fill('a') }))).toEqual([2, 4, 18]);
  });

  it('grows with the lists in variables, wherever they stand', () => {
    const cost = costs(
      'query($of: [String!], $in: [Point!]!) { kinds(of: $of) { code } save(inputs: $in) { code } }',
    );
    const tags = Array(1_000).fill('a');
    expect(cost({ in: [] })).toBe(3);
    expect(cost({ in: [], of: tags })).toBe(3 + 100);
    expect(cost({ in: [{ tags }] })).toBe(4 + 100);
  });

  it('is that of the operation that was chosen', () => {
    const cost = costs(
      'query A($n: Int!) { providers(first: $n) { totalCount } } query B($n: Int!) { providers(first: $n) { totalCount nodes { id } } }',
    );
    expect(cost({ n: 4 }, 'A')).toBe(5);
    expect(cost({ n: 4 }, 'B')).toBe(13);
  });

  it('is unknown when a variable does not fit, also after it has been known', () => {
    const cost = costs('query($n: Int!, $x: String) { providers(first: $n, after: $x) { totalCount } }');
    for (const n of ['4', null, undefined, 1.5, {}, { toString: 1 }, [4], true])
      expect(cost({ n })).toBeNull();
    expect(cost({ n: 4 })).toBe(5);
    expect(cost({ n: '4' })).toBeNull();
    expect(cost({ n: [4] })).toBeNull();
  });

  it('reports an argument that does not fit instead of leaving its field out', () => {
    const cost = costs(
      'query($n: Int = 1) { need(first: 2, size: $n) { code } providers(first: 100) { nodes { id } } }',
    );
    expect(() => cost({ n: null })).toThrow('Argument "size" of non-null type "Int!" must not be null.');
  });

  it('is infinite when there is too much to count', () => {
    // Ten fragments, each using the next twice four times over: a million fields.
    const deep = kitchenSink();
    const fragments = Array.from(
      { length: 10 },
      (_, i) =>
        `fragment F${i} on Item { a: later { ...F${i + 1} } b: later { ...F${i + 1} } c: later { ...F${i + 1} } d: later { ...F${i + 1} } }`,
    );
    const document = parse(`{ item { ...F0 } } ${fragments.join(' ')} fragment F10 on Item { id }`);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    expect(createCost(deep)(document, operation, undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('prices', () => {
  const priced = createCost(
    buildSchema(`
      type Query { some(ids: [ID!]!, filter: Filter, deep: Boolean): [Tag!]! plain: String }
      type Tag { code: String! }
      input Filter { a: String }
    `),
    {
      lists: {},
      fields: { 'Query.some': 30, 'Query.__typename': 9, 'Tag.code': 2 },
      arguments: { 'Query.some.ids': 5, 'Query.some.filter': 100, 'Query.some.deep': 1_000 },
    },
  );
  const document = parse(
    'query($ids: [ID!]!, $filter: Filter, $deep: Boolean = false) { some(ids: $ids, filter: $filter, deep: $deep) { code } }',
  );
  const priceOf = (variables: Record<string, unknown>) =>
    priced(document, getOperationAST(document)!, variables);
  const base = 1 + 30;
  const each = 5 + 1 + 2;

  it('add to what a field costs, and arguments for each of their items, with what is below it and a little for their number', () => {
    for (const count of [0, 3, 100, 3]) {
      const ids = Array.from({ length: count }, (_, n) => `id-${n}`);
      expect(priceOf({ ids })).toBe(base + count * each + Math.floor(count / 10));
    }
    // GraphQL takes one value for a list of one.
    expect(priceOf({ ids: 'one' })).toBe(base + each);
  });

  it('count an argument that is given, and not one that is false or absent', () => {
    expect(priceOf({ ids: [], filter: { a: 'x' } })).toBe(base + 100);
    expect(priceOf({ ids: [], filter: null })).toBe(base);
    expect(priceOf({ ids: [], deep: true })).toBe(base + 1_000);
    expect(priceOf({ ids: [], deep: false })).toBe(base);
    expect(priceOf({ ids: [], deep: null })).toBe(base);
  });

  it('hold for what is asked about the schema', () => {
    const plain = parse('{ __typename plain }');
    expect(priced(plain, getOperationAST(plain)!, {})).toBe(1 + 9 + 1);
  });

  it('of a page come once, and not for each of its items', () => {
    const pages = createCost(
      buildSchema(`
        type Query { tags(first: Int = 20): TagConnection! }
        type TagConnection { totalCount: Int! nodes: [Tag!]! }
        type Tag { code: String! tags(first: Int = 20): TagConnection! }
      `),
      { lists: {}, fields: { 'TagConnection.totalCount': 50 }, arguments: {} },
    );
    const costOf = (query: string) => {
      const parsed = parse(query);
      return pages(parsed, getOperationAST(parsed)!, {});
    };
    const page = 1 + 20 * (1 + 1 + 1);
    expect(costOf('{ tags { totalCount nodes { code } } }')).toBe(page + 50);
    expect(costOf('{ tags { a: totalCount b: totalCount nodes { code } } }')).toBe(page + 20 + 100);
    expect(
      costOf('{ tags { ...A nodes { code } } } fragment A on TagConnection { ... { totalCount } }'),
    ).toBe(page + 50);
    // Within another page it comes for each item of that one.
    expect(costOf('{ tags(first: 3) { nodes { tags { totalCount } } } }')).toBe(
      1 + 3 * (1 + 1 + 20 * 1 + 50),
    );
    // What hangs on a condition counts too often rather than too seldom.
    expect(costOf('{ tags { totalCount @include(if: true) } }')).toBe(1 + 20 * 51);
    expect(costOf('{ tags { totalCount @skip(if: true) nodes { code } } }')).toBe(1 + 20 * 2);
  });
});
