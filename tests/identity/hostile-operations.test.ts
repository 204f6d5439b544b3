import { encodeId } from '../../src/platform/graphql/global-id.js';
import { fillSampleRegister } from '../guards/sample-register.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const BUDGET = 200_000;

let hub: TestHub;
let offering: string;
beforeAll(async () => {
  hub = await startTestHub(
    async ({ pool }) => {
      await fillSampleRegister(pool);
      // One offering has far more vacancies than is typical.
      await pool.query(`
        insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at, expires_at)
        select gen_random_uuid(), (select id from offering order by id limit 1), 'CAPACITY', 1, 'FTE', date '2026-12-01', 7, 9, now(), now() + interval '28 days'
          from generate_series(1, 80)`);
    },
    {},
    { BUDGETS: 'true', BUDGET_PUBLIC: String(BUDGET), TRUSTED_PROXIES: '127.0.0.1', BODY_LIMIT: '100000' },
  );
  const { rows } = await hub.database.pool.query<{ id: string }>(
    'select id from offering order by id limit 1',
  );
  offering = encodeId('off', rows[0]!.id);
});
afterAll(() => hub.stop());

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; extensions: { code: string } }[];
    readonly extensions?: {
      readonly cost?: { requested: number; metered?: number };
      readonly rateLimit?: { remaining: number; resetSeconds: number };
    };
  };
}

let network = 0;
/** Each test pays from the budget of an address of its own. */
const anAddress = () => `198.51.100.${++network}`;

async function send(address: string, body: object | string): Promise<Answered> {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}
const codeOf = ({ status, body }: Answered) => [status, body.errors?.[0]?.extensions.code];

/** What is left of the budget of an address, which this asks for 1. */
async function leftOf(address: string): Promise<number> {
  const { body } = await send(address, { query: '{ __typename }' });
  return (body.extensions?.rateLimit?.remaining ?? 0) + 1;
}

const circle = (levels: number): string =>
  levels === 0 ? 'id' : `vacancies { id offering { ${circle(levels - 1)} } }`;

describe('one anonymous request of 4 kB', () => {
  const bomb = {
    query: `query ($ids: [ID!]!) { ${Array.from({ length: 29 }, (_, i) => `a${i}: nodes(ids: $ids) { ...F }`).join(' ')} }
            fragment F on Offering { ${circle(5)} }`,
  };

  it('that asks for a hundred ids in 29 ways, and for lists in lists, is refused before anything runs', async () => {
    const address = anAddress();
    const refused = await send(address, { ...bomb, variables: { ids: Array(100).fill(offering) } });
    expect(codeOf(refused)).toEqual([400, 'COST_LIMIT_EXCEEDED']);
    expect(refused.body.extensions?.cost?.requested).toBeGreaterThan(100_000);
    expect(refused.body.extensions?.cost).not.toHaveProperty('metered');
    expect(await leftOf(address)).toBeLessThan(BUDGET);
  });

  it('whose answer is longer than it seemed is ended at the ceiling, and paid as what it took', async () => {
    const address = anAddress();
    const query = `{ node(id: "${offering}") { ... on Offering { ${circle(4)} } } }`;
    for (const _ of ['interpreted', 'known']) {
      const before = await leftOf(address);
      const cut = await send(address, { query });
      expect(codeOf(cut)).toEqual([200, 'ANSWER_TOO_LARGE']);
      expect(cut.body.data).toBeNull();
      expect(cut.body.errors).toHaveLength(1);
      const { requested = 0, metered = 0 } = cut.body.extensions?.cost ?? {};
      expect(requested).toBeLessThan(200);
      expect(metered).toBeGreaterThan(40_000);
      expect(metered).toBeLessThan(60_000);
      expect(before - (await leftOf(address))).toBeGreaterThanOrEqual(metered);
    }
  });

  it('may have a larger answer for whoever has signed in', async () => {
    const ask = await hub.as('commissioner', { localAuthorities: ['926'] });
    const query = `{ node(id: "${offering}") { ... on Offering { ${circle(2)} vacancies { offering { vacancies { offering { days title maxYear minYear vacancies { id } } } } } } } }`;
    const { data, errors } = await ask(query);
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('200000 fields or 16 MB'),
    ]);
    expect(data).toBeNull();
  });
});

describe('a budget', () => {
  it('pays what the answer held: what was expected beyond that is given back', async () => {
    const address = anAddress();
    const query = '{ offerings(first: 100, filter: { tier: [] }) { nodes { id title } } }';
    await send(address, { query });
    const before = await leftOf(address);
    const { body } = await send(address, { query });
    expect(body.errors).toBeUndefined();
    expect(body.extensions?.cost).toEqual({ requested: 301, metered: 2, maximum: 10_000 });
    expect(body.extensions?.rateLimit?.remaining).toBe(before - 1 - 2);
    expect(before - (await leftOf(address))).toBe(1 + 2);
  });

  it('pays for reading a document once, and for each that is refused', async () => {
    const address = anAddress();
    const spentOn = async (body: object) => {
      const before = await leftOf(address);
      await send(address, body);
      return before - (await leftOf(address)) - 1;
    };
    await leftOf(address);
    const long = `{ ${'__typename '.repeat(40)} }`;
    expect(await spentOn({ query: long })).toBeGreaterThanOrEqual(1 + 40);
    // The forty are one field of the answer.
    expect(await spentOn({ query: long })).toBe(1);
    for (const query of [`${long} {`, `{ ${'nope '.repeat(40)} }`, `{ ${'id '.repeat(60)} }`]) {
      expect(await spentOn({ query })).toBeGreaterThan(3);
      expect(await spentOn({ query })).toBeGreaterThan(3);
    }
    const wrong = 'query Wrong($first: Int!) { providers(first: $first) { totalCount } }';
    await send(address, { query: wrong, variables: { first: 1 } });
    expect(await spentOn({ query: wrong, variables: { first: 'x' } })).toBe(1);
    expect(await spentOn({ query: wrong, operationName: 'Other' })).toBe(1);
    expect(
      await spentOn({
        query: 'query ($x: ID!) { vacancies(first: 1) { nodes { placesAvailable } } node(id: $x) { id } }',
        variables: { x: 'x' },
      }),
    ).toBeGreaterThan(0);
  });

  it('that is spent refuses a document before it is read', async () => {
    const address = anAddress();
    const query = `{ node(id: "${offering}") { ... on Offering { ${circle(4)} } } }`;
    for (let n = 0; n < 6 && (await leftOf(address)) > 1; n++) await send(address, { query });
    for (const unread of ['{', '{ nope }', query.replace('node', 'again: node')]) {
      const refused = await send(address, { query: unread });
      expect(codeOf(refused)).toEqual([429, 'RATE_LIMITED']);
      expect(refused.body.extensions?.rateLimit).toMatchObject({ remaining: 0 });
      expect(refused.body.extensions?.rateLimit?.resetSeconds).toBeLessThanOrEqual(60);
    }
    expect(codeOf(await send(anAddress(), { query: '{ nope }' }))).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });
});

describe('what was sent', () => {
  const SECRET = 'Jo Bloggs of Fakenham';
  const FILTER =
    'query ($filter: SearchFilter, $first: Int = 1) { search(filter: $filter, first: $first) { totalCount } }';
  const DAY = 'query ($by: LocalDate) { search(filter: { vacancy: { by: $by } }) { totalCount } }';
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
      { query: `{ search(filter: { vacancy: { by: "${SECRET}" } }) { totalCount } }` },
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
    const refused = await send(anAddress(), body);
    expect([refused.status, refused.body.errors?.length]).toEqual([400, 1]);
    expect(refused.body.errors?.[0]?.extensions.code).toMatch(/BAD_USER_INPUT|GRAPHQL_/);
    expect(refused.text).not.toMatch(/Bloggs/);
    expect(refused.text.length).toBeLessThan(1_000);
    expect(hub.logged.join('')).not.toMatch(/Bloggs/);
  });

  it('is found where it does not fit', async () => {
    const { body } = await send(anAddress(), {
      query: FILTER,
      variables: { filter: { needs: { anyOf: ['SEMH', { a: 1 }] } } },
    });
    expect(body.errors?.[0]?.message).toBe(
      'Variable "$filter" got invalid value at "filter.needs.anyOf[1]": it is no value of type "String".',
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
    ['one field hundreds of times', JSON.stringify({ query: `{ ${'concepts { id } '.repeat(490)} }` }), 400],
    [
      'the same in a fragment that is not used',
      JSON.stringify({ query: `{ __typename } fragment F on Query { ${'concepts { id } '.repeat(480)} }` }),
      400,
    ],
    [
      'the same in many fragments',
      JSON.stringify({
        query: `{ ${Array.from({ length: 99 }, (_, i) => `...F${i}`).join(' ')} } ${Array.from({ length: 99 }, (_, i) => `fragment F${i} on Query { concepts { id } }`).join(' ')}`,
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
        query: `${Array.from({ length: 60 }, (_, i) => `query Q${i} { ...F }`).join(' ')} fragment F on Query { ${Array.from({ length: 100 }, (_, i) => `concepts { id } __typename`.repeat(i % 2)).join(' ')} }`,
        operationName: 'Q1',
      }),
      400,
    ],
  ])('are answered for what they are: %s', async (_, body, status) => {
    const answered = await send(anAddress(), body);
    expect(answered.status).toBe(status);
    expect(answered.body.errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('INTERNAL');
    expect(answered.text.length).toBeLessThan(20_000);
    expect(hub.logged.filter((line) => line.length > 2_000)).toEqual([]);
  });

  it('with fragments that fan out are refused before they are validated', async () => {
    const fan = (levels: number, last: string) =>
      `{ ...F0 } ${Array.from({ length: levels }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${levels} on Query { ${last} }`;
    // Validation would have named the unknown field.
    expect(codeOf(await send(anAddress(), { query: fan(12, 'nope') }))).toEqual([400, 'DOCUMENT_TOO_LARGE']);
    expect(codeOf(await send(anAddress(), { query: fan(2, '__typename') }))).toEqual([200, undefined]);
    const directives = fan(12, '__typename @skip(if: true)');
    expect(codeOf(await send(anAddress(), { query: directives }))).toEqual([400, 'DOCUMENT_TOO_LARGE']);
    const values = `{ ${'...F '.repeat(40)} ${Array.from({ length: 20 }, (_, i) => `... { ...F ${i % 2 ? '__typename' : ''} }`).join(' ')} } fragment F on Query { suggest(text: "a", kinds: [${'PROVIDER '.repeat(200)}]) { suggestions { label } } }`;
    expect(codeOf(await send(anAddress(), { query: values }))).toEqual([400, 'DOCUMENT_TOO_LARGE']);
  });

  it('with hundreds of errors are answered with a few of them', async () => {
    const query = `{ offerings(first: 60) { nodes { ${Array.from({ length: 10 }, (_, i) => `a${i}: sites(first: 0) { totalCount }`).join(' ')} } } }`;
    for (const _ of ['interpreted', 'again', 'again']) {
      const { body } = await send(anAddress(), { query });
      expect(body.errors!.length).toBeLessThanOrEqual(21);
      expect(body.errors![0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });
});

describe('the same document once more', () => {
  it('costs what it did, however often it has come', async () => {
    const address = anAddress();
    const query = '{ offerings(first: 10) { nodes { id title vacancies { id } provider { name } } } }';
    const costs = [];
    for (let n = 0; n < 8; n++) costs.push((await send(address, { query })).body.extensions?.cost?.metered);
    expect(new Set(costs).size).toBe(1);
  });
});
