import { fillSampleRegister } from '../guards/sample-register.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { anAddress, codeOf, send } from './sending.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(
    ({ pool }) => fillSampleRegister(pool),
    {},
    { BUDGETS: 'true', TRUSTED_PROXIES: '127.0.0.1', BODY_LIMIT: '100000' },
  );
});
afterAll(() => hub.stop());

describe('what was sent', () => {
  const SECRET = 'Jo Bloggs of Fakenham';
  const FILTER =
    'query ($filter: SearchFilter, $first: Int = 1) { search(filter: $filter, first: $first) { totalCount } }';
  const DAY = 'query ($by: LocalDate) { search(filter: { vacancy: { availableBy: $by } }) { totalCount } }';
  const PLACE = 'query ($place: PlaceReference!) { place(by: $place) { label } }';
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${SECRET} ${i}`, i]));

  it.each<[string, object | string]>([
    ['an unknown key', { query: FILTER, variables: { filter: { [SECRET]: 1 } } }],
    ['thousands of unknown keys', { query: FILTER, variables: { filter: many } }],
    ['a text for an object', { query: FILTER, variables: { filter: SECRET } }],
    ['an object for a text', { query: FILTER, variables: { filter: { needs: { anyOf: [many] } } } }],
    ['a text for a number', { query: FILTER, variables: { first: SECRET } }],
    ['a text for a day', { query: DAY, variables: { by: SECRET } }],
    ['a text for an id', { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: [SECRET] } }],
    [
      'a text for an enum',
      { query: 'query ($n: CodeListName!) { codeList(name: $n) { code } }', variables: { n: SECRET } },
    ],
    ['two keys of one', { query: PLACE, variables: { place: { name: SECRET, postcode: SECRET } } }],
    ['a literal text for a number', { query: `{ providers(first: "${SECRET}") { totalCount } }` }],
    [
      'a literal text for a day',
      { query: `{ search(filter: { vacancy: { availableBy: "${SECRET}" } }) { totalCount } }` },
    ],
    ['a literal text for an enum', { query: `{ codeList(name: "${SECRET}") { code } }` }],
    ['a literal object for a text', { query: `{ search(text: { a: "${SECRET}" }) { totalCount } }` }],
    ['a literal list for an object', { query: `{ search(filter: ["${SECRET}"]) { totalCount } }` }],
    [
      'an unknown field of a literal',
      { query: `{ search(filter: { JoBloggs: "${SECRET}" }) { totalCount } }` },
    ],
    [
      'a default that does not fit',
      { query: `query ($n: Int = "${SECRET}") { providers(first: $n) { totalCount } }` },
    ],
    ['a text where a name is wanted', { query: `{ "${SECRET}" }` }],
    ['a block of text where a name is wanted', { query: `{ """${SECRET}""" }` }],
    [
      'a null within a literal',
      {
        query: `query ($x: ID) { search(text: "${SECRET}", filter: { planningArea: { anyOf: [$x] } }) { totalCount } }`,
        variables: { x: null },
      },
    ],
  ])('is in no message: %s', async (_, body) => {
    const refused = await send(hub, anAddress(), body);
    expect([refused.status, refused.body.errors?.length]).toEqual([400, 1]);
    expect(refused.body.errors?.[0]?.extensions.code).toMatch(/BAD_USER_INPUT|GRAPHQL_/);
    expect(refused.text).not.toMatch(/Bloggs/);
    expect(refused.text.length).toBeLessThan(1_000);
    expect(hub.logged.join('')).not.toMatch(/Bloggs/);
  });

  it('is found where it does not fit', async () => {
    const { body } = await send(hub, anAddress(), {
      query: FILTER,
      variables: { filter: { needs: { anyOf: ['SEMH', { a: 1 }] } } },
    });
    expect(body.errors?.[0]?.message).toBe(
      'Variable "$filter" got invalid value at "filter.needs.anyOf[1]": it is not a value of type "String".',
    );
  });
});

describe('odd requests', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const keys = `{${Array.from({ length: 9_000 }, (_, i) => `"k${i}":1`).join(',')}}`;
  const operation = (variables: string, declared = '$filter: SearchFilter, $id: [ID!]! = []') =>
    `{"query":"query (${declared}) { search(filter: $filter, first: 1) { totalCount } nodes(ids: $id) { id } }","variables":${variables}}`;

  it.each<[string, string, number]>([
    ['variables nested ten thousand deep', operation(`{"filter":${nested(10_000)}}`), 400],
    ['lists nested forty thousand deep', operation(`{"id":${deep(40_000)}}`), 400],
    ['the same in a variable that nobody declared', operation(`{"other":${deep(40_000)}}`), 200],
    ['thousands of variables that nobody declared', operation(keys), 200],
    [
      'a long name of an operation',
      JSON.stringify({ query: `query ${'A'.repeat(90_000)} { __typename }` }),
      200,
    ],
    [
      'a long name of an operation that is not there',
      JSON.stringify({ query: 'query A { __typename }', operationName: 'B'.repeat(90_000) }),
      400,
    ],
    ['a long name of a field', JSON.stringify({ query: `{ ${'a'.repeat(90_000)} }` }), 400],
    [
      'a long enum value',
      JSON.stringify({ query: `{ codeList(name: ${'A'.repeat(90_000)}) { code } }` }),
      400,
    ],
    [
      'a long number',
      JSON.stringify({ query: `{ providers(first: ${'9'.repeat(90_000)}) { totalCount } }` }),
      400,
    ],
    [
      'hundreds of unknown fields',
      JSON.stringify({ query: `{ ${Array.from({ length: 900 }, (_, i) => `providerz${i}`).join(' ')} }` }),
      400,
    ],
    ['one field hundreds of times', JSON.stringify({ query: `{ ${'concepts { key } '.repeat(490)} }` }), 400],
    [
      'the same in a fragment that is not used',
      JSON.stringify({ query: `{ __typename } fragment F on Query { ${'concepts { key } '.repeat(480)} }` }),
      400,
    ],
    [
      'the same in many fragments',
      JSON.stringify({
        query: `{ ${Array.from({ length: 99 }, (_, i) => `...F${i}`).join(' ')} } ${Array.from({ length: 99 }, (_, i) => `fragment F${i} on Query { concepts { key } }`).join(' ')}`,
      }),
      400,
    ],
    [
      'introspection in thirty ways',
      JSON.stringify({
        query: `{ ${Array.from({ length: 29 }, (_, i) => `a${i}: __schema { types { fields { type { fields { name } } } } }`).join(' ')} }`,
      }),
      400,
    ],
    [
      'many operations of one large fragment',
      JSON.stringify({
        query: `${Array.from({ length: 60 }, (_, i) => `query Q${i} { ...F }`).join(' ')} fragment F on Query { ${Array.from({ length: 100 }, (_, i) => `concepts { key } __typename`.repeat(i % 2)).join(' ')} }`,
        operationName: 'Q1',
      }),
      400,
    ],
  ])('get the error that fits: %s', async (_, body, status) => {
    const answered = await send(hub, anAddress(), body);
    expect(answered.status).toBe(status);
    expect(answered.body.errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('INTERNAL');
    expect(answered.text.length).toBeLessThan(20_000);
    expect(hub.logged.filter((line) => line.length > 2_000)).toEqual([]);
  });

  it('with fragments that fan out are refused before they are validated', async () => {
    const fan = (levels: number, last: string) =>
      `{ ...F0 } ${Array.from({ length: levels }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${levels} on Query { ${last} }`;
    // Validation would have named the unknown field.
    expect(codeOf(await send(hub, anAddress(), { query: fan(12, 'nope') }))).toEqual([
      400,
      'DOCUMENT_TOO_LARGE',
    ]);
    expect(codeOf(await send(hub, anAddress(), { query: fan(2, '__typename') }))).toEqual([200, undefined]);
    const directives = fan(12, '__typename @skip(if: true)');
    expect(codeOf(await send(hub, anAddress(), { query: directives }))).toEqual([400, 'DOCUMENT_TOO_LARGE']);
    const values = `{ ${'...F '.repeat(40)} ${Array.from({ length: 20 }, (_, i) => `... { ...F ${i % 2 ? '__typename' : ''} }`).join(' ')} } fragment F on Query { suggest(text: "a", kinds: [${'PROVIDER '.repeat(200)}]) { suggestions { label } } }`;
    expect(codeOf(await send(hub, anAddress(), { query: values }))).toEqual([400, 'DOCUMENT_TOO_LARGE']);
  });

  it('with more errors than anybody reads show twenty, and how many more there are', async () => {
    const query = `{ ${Array.from({ length: 29 }, (_, i) => `a${i}: place(by: { postcode: "NOWHERE" }) { label }`).join(' ')} }`;
    for (const _ of ['interpreted', 'known', 'again']) {
      const { body } = await send(hub, anAddress(), { query });
      expect(body.errors).toHaveLength(21);
      expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(body.errors?.[20]).toEqual({
        message: 'There are 9 more errors, which are not shown.',
        extensions: { code: 'MORE_ERRORS' },
      });
    }
  });
});
