import type { TestDatabase } from '../support/database.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { ask, found, type Question, type Results, refused } from './ask.js';

const HOW_MANY = 1_050;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(fill);
});
afterAll(() => hub.stop());

/** Many offerings of one provider by plain SQL, half of them for autism, all at distances of their own but for a few. */
async function fill({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    values ('00000000-0000-7000-8000-000000000000', 'Large provider', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED');
    insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code,
      address_visibility, state)
    select ('00000000-0000-7000-8001-' || lpad(i::text, 12, '0'))::uuid, '00000000-0000-7000-8000-000000000000',
      'Site ' || i, 'NR21 9AA', 52.8541 + (i / 3) / 5000.0, 0.8173, 'POINT', 'E07000147', 'FULL', 'LISTED'
    from generate_series(1, ${HOW_MANY}) i;
    insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
    select ('00000000-0000-7000-8002-' || lpad(i::text, 12, '0'))::uuid, '00000000-0000-7000-8000-000000000000',
      'Workshop ' || (i % 7), 'TIER_2', array[case when i % 2 = 0 then 'ASD' else 'SEMH' end], 7, 9, '{IN_PERSON}', 'LISTED'
    from generate_series(1, ${HOW_MANY}) i;
    insert into offering_site (offering_id, site_id, provider_id)
    select ('00000000-0000-7000-8002-' || lpad(i::text, 12, '0'))::uuid,
      ('00000000-0000-7000-8001-' || lpad(i::text, 12, '0'))::uuid, '00000000-0000-7000-8000-000000000000'
    from generate_series(1, ${HOW_MANY}) i;`);
}

const PLACE = { near: { place: { postcode: 'NR21 9AA' } } };
const SHORT = `query ($text: String, $near: NearInput, $filter: SearchFilter, $sort: SearchSort, $first: Int, $after: String) {
  search(text: $text, near: $near, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount hits: nodes { offering { id } distanceMetres } pageInfo { hasNextPage endCursor } userErrors { code message }
  }
}`;

/** Ids of everything that can be paged through. */
async function allPages(question: Question, first: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await hub.query<{ search: Results }>(SHORT, { ...question, first, after });
    const page: Results = data.search;
    expect(page.userErrors).toEqual([]);
    expect(page.hits.length).toBeLessThanOrEqual(first);
    ids.push(...page.hits.map(({ offering }) => offering.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  return ids;
}

describe('search(first, after)', () => {
  it.each<[string, Question]>([
    ['distance', PLACE],
    ['name', {}],
    ['relevance', { text: 'workshop' }],
    ['price, which is unknown for all', { sort: 'PRICE' }],
    ['vacancy, which none has', { sort: 'SOONEST_VACANCY' }],
  ])('by %s gives a thousand results, each once', async (_sort, question) => {
    const ids = await allPages(question, 100);
    expect(ids).toHaveLength(1_000);
    expect(new Set(ids).size).toBe(1_000);
  });

  it.each<[string, Question]>([
    ['distance', { ...PLACE, filter: { needs: { anyOf: ['ASD'] } } }],
    ['name', { filter: { needs: { anyOf: ['ASD'] } } }],
    ['relevance', { text: 'autism workshop' }],
  ])('by %s gives everything in the same order, whatever the size of the pages', async (_sort, question) => {
    const byHundred = await allPages(question, 100);
    expect(byHundred).toHaveLength(HOW_MANY / 2);
    expect(await allPages(question, 37)).toEqual(byHundred);
    expect(await allPages(question, 100)).toEqual(byHundred);
  });

  it('counts everything, not only what can be paged through', async () => {
    expect((await found(hub, { first: 1 })).totalCount).toBe(HOW_MANY);
  });

  it('has twenty on a page when nothing is said', async () => {
    expect((await found(hub, {})).hits).toHaveLength(20);
  });

  it.each([0, -1, 101])('refuses first: %i', async (first) => {
    const { data, errors } = await hub.query<{ search: Results }>(SHORT, { first });
    const code = errors?.[0]?.extensions?.code ?? data.search.userErrors[0]?.code;
    expect(code).toMatch(/^(INVALID|BAD_USER_INPUT|COST.*)$/);
  });

  it('stops at the thousandth, and says so to callers that ask for more', async () => {
    const { data } = await hub.query<{ search: Results }>(SHORT, { first: 100 });
    let page = data.search;
    for (let i = 1; i < 10; i++) {
      expect(page.pageInfo.hasNextPage).toBe(true);
      page = (await hub.query<{ search: Results }>(SHORT, { first: 100, after: page.pageInfo.endCursor }))
        .data.search;
    }
    expect(page.pageInfo.hasNextPage).toBe(false);
    expect(await refused(hub, { first: 100, after: page.pageInfo.endCursor })).toEqual({
      field: ['after'],
      code: 'INVALID',
      message: 'You can page through at most 1000 results. Narrow the search.',
    });
  });

  it('ends exactly at the thousandth also when pages do not divide it', async () => {
    const ids = await allPages(PLACE, 90);
    expect(ids).toHaveLength(1_000);
    expect(ids).toEqual(await allPages(PLACE, 100));
  });
});

describe('a cursor', () => {
  const cursorOf = async (question: Question) =>
    (await found(hub, { ...question, first: 5 })).pageInfo.endCursor;

  it.each<[string, Question, Question]>([
    ['of another text', { text: 'workshop' }, { text: 'autism' }],
    [
      'of another filter',
      { filter: { needs: { anyOf: ['ASD'] } } },
      { filter: { needs: { anyOf: ['SEMH'] } } },
    ],
    ['of another place', PLACE, { near: { place: { name: 'Norwich' } } }],
    ['of another radius', PLACE, { near: { ...PLACE.near, within: { km: 20 } } }],
    ['of another order', {}, { sort: 'PRICE' }],
  ])('%s is refused: pages are never spliced', async (_what, one, other) => {
    const after = await cursorOf(one);
    expect(after).not.toBeNull();
    expect(await refused(hub, { ...other, after })).toMatchObject({
      field: ['after'],
      code: 'INVALID_CURSOR',
    });
    expect((await ask(hub, { ...one, after, first: 5 })).userErrors).toEqual([]);
  });

  it('may be used with another size of page and with facets', async () => {
    const after = await cursorOf({});
    const { hits } = await found(hub, { after, first: 7, facets: { fields: ['TIER'] } });
    expect(hits).toHaveLength(7);
  });

  it.each(['', 'x', '!!', 'bm9uc2Vuc2U', 'A'.repeat(200)])('that is none (%j) is refused', async (after) => {
    expect(await refused(hub, { after })).toMatchObject({ field: ['after'], code: 'INVALID_CURSOR' });
  });

  it.each(['-5', '1.5', 'NaN', '', '99999999999', '1e2'])(
    'that was changed to begin at %j is refused',
    async (offset) => {
      const after = await cursorOf({ text: 'workshop' });
      const [generation, digest] = Buffer.from(after ?? '', 'base64url')
        .toString()
        .split(' ');
      const forged = Buffer.from(`${generation} ${digest} ${offset}`).toString('base64url');
      expect(await refused(hub, { text: 'workshop', after: forged })).toMatchObject({
        field: ['after'],
        // One that is beyond the window would be refused from the first page on, too.
        code: offset === '99999999999' ? 'INVALID' : 'INVALID_CURSOR',
      });
    },
  );

  it('reveals no part of what was searched for', async () => {
    const after = await cursorOf({ ...PLACE, text: 'workshop', filter: { needs: { anyOf: ['ASD'] } } });
    expect(Buffer.from(after ?? '', 'base64url').toString()).not.toMatch(/NR21|workshop|ASD|52\./i);
  });

  it.each([0, 20, -3])(
    'with a place in the order of which a byte at %i was changed is refused',
    async (at) => {
      const [order, digest, sealed = ''] = Buffer.from((await cursorOf(PLACE)) ?? '', 'base64url')
        .toString()
        .split(' ');
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[at < 0 ? bytes.length + at : at]! ^= 1;
      const forged = Buffer.from([order, digest, bytes.toString('base64url')].join(' ')).toString(
        'base64url',
      );
      expect(await refused(hub, { ...PLACE, after: forged })).toMatchObject({
        field: ['after'],
        code: 'INVALID_CURSOR',
      });
    },
  );

  it('of an index that was rebuilt since is refused if it counts results, and says what to do', async () => {
    const text = 'workshop';
    const after = await cursorOf({ text });
    const inOrder = await cursorOf({});
    await hub.database.pool.query('update postcode_outcode set postcodes = postcodes'); // places have changed
    await hub.feed.sync();
    expect((await found(hub, { after: inOrder })).hits).not.toEqual([]);
    expect(await refused(hub, { text, after })).toEqual({
      field: ['after'],
      code: 'INVALID_CURSOR',
      message:
        'Since you got this cursor, the search index was rebuilt or another search engine took over. Start again from the first page.',
    });
  });
});
