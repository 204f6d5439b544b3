import { encodeId } from '../../src/platform/graphql/global-id.js';
import { prices } from '../../src/prices.js';
import { fillSampleRegister } from '../guards/sample-register.js';
import { anApiKey } from '../support/api-key.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { anAddress, codeOf, send } from './sending.js';

const BUDGET = 200_000;
const extra = (field: string) => prices().fields[field] ?? 0;
/** What `{ __typename }` costs: as much as any request takes. */
const LOOK = 1 + extra('Query.__typename');

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

/** What is left of the budget of an address. */
async function leftOf(address: string): Promise<number> {
  const { body } = await send(hub, address, { query: '{ __typename }' });
  return (body.extensions?.rateLimit?.remaining ?? 0) + LOOK;
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
    const refused = await send(hub, address, { ...bomb, variables: { ids: Array(100).fill(offering) } });
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
      const cut = await send(hub, address, { query });
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

  it('may have a larger answer for callers who have signed in', async () => {
    const key = await anApiKey(hub, { role: 'COMMISSIONER', localAuthorities: ['926'] });
    const query = `{ node(id: "${offering}") { ... on Offering { ${circle(2)} vacancies { offering { vacancies { offering { days title maxYear minYear vacancies { id } } } } } } } }`;
    const { body } = await send(hub, anAddress(), { query }, key);
    expect(body.errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('200000 fields or 16 MB'),
    ]);
    expect(body.data).toBeNull();
  });
});

describe('a budget', () => {
  it('pays what the answer held: what was expected beyond that is given back', async () => {
    const address = anAddress();
    const query = '{ offerings(first: 100, filter: { tier: { anyOf: [] } }) { nodes { id title } } }';
    await send(hub, address, { query });
    const before = await leftOf(address);
    const { body } = await send(hub, address, { query });
    expect(body.errors).toBeUndefined();
    const own = extra('Query.offerings') + (prices().arguments['Query.offerings.filter'] ?? 0);
    expect(body.extensions?.cost).toEqual({ requested: 301 + own, metered: 2 + own, maximum: 10_000 });
    expect(body.extensions?.rateLimit?.remaining).toBe(before - LOOK - 2 - own);
    expect(before - (await leftOf(address))).toBe(LOOK + 2 + own);
  });

  it('pays for reading a document once, and for each that is refused', async () => {
    const address = anAddress();
    const spentOn = async (body: object) => {
      const before = await leftOf(address);
      await send(hub, address, body);
      return before - (await leftOf(address)) - LOOK;
    };
    await leftOf(address);
    const long = `{ ${'__typename '.repeat(40)} }`;
    expect(await spentOn({ query: long })).toBeGreaterThanOrEqual(1 + 40);
    // The forty are one field of the answer.
    expect(await spentOn({ query: long })).toBe(LOOK);
    for (const query of [`${long} {`, `{ ${'nope '.repeat(40)} }`, `{ ${'id '.repeat(60)} }`]) {
      expect(await spentOn({ query })).toBeGreaterThan(3);
      expect(await spentOn({ query })).toBeGreaterThan(3);
    }
    const wrong = 'query Wrong($first: Int!) { providers(first: $first) { totalCount } }';
    await send(hub, address, { query: wrong, variables: { first: 1 } });
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
    for (let n = 0; n < 6 && (await leftOf(address)) > 1; n++) await send(hub, address, { query });
    for (const unread of ['{', '{ nope }', query.replace('node', 'again: node')]) {
      const refused = await send(hub, address, { query: unread });
      expect(codeOf(refused)).toEqual([429, 'RATE_LIMITED']);
      expect(refused.body.extensions?.rateLimit).toMatchObject({ remaining: 0 });
      expect(refused.body.extensions?.rateLimit?.resetSeconds).toBeLessThanOrEqual(60);
    }
    expect(codeOf(await send(hub, anAddress(), { query: '{ nope }' }))).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });
});

describe('what an interface leads to', () => {
  it('is counted as what it is', async () => {
    const query =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Offering { title days tier { code } } ... on Site { name } } }';
    const { body } = await send(hub, anAddress(), { query, variables: { ids: Array(50).fill(offering) } });
    expect(body.errors).toBeUndefined();
    const { metered = 0 } = body.extensions?.cost ?? {};
    // Each id is looked up and has five fields; besides, there are the bytes of fifty titles and the ids that were sent.
    expect(metered).toBeGreaterThanOrEqual(50 * (1 + 5));
    expect(metered).toBeLessThan(50 * (1 + 5) + 20 + extra('Query.nodes'));
  });
});

describe('the same document once more', () => {
  it('costs what it did, however often it has come', async () => {
    const address = anAddress();
    const query = '{ offerings(first: 10) { nodes { id title vacancies { id } provider { name } } } }';
    const costs = [];
    for (let n = 0; n < 8; n++)
      costs.push((await send(hub, address, { query })).body.extensions?.cost?.metered);
    expect(new Set(costs).size).toBe(1);
  });
});
