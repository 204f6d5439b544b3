import 'reflect-metadata';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeCursor } from '../../src/platform/graphql/connection.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const HOW_MANY = 23;
/** Names in the order the lists promise, that of their bytes: capitals first, and every letter beyond the alphabet. */
const NAMES = ['Same', 'Same', 'Same', 'same', 'Éclair', 'Ａｎｇｅｌ', '😀 Smile', '🎸 Rock'];

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { urn: '199601', name: 'A provider with everything' });
  const site = await aSite(hub, provider, { name: 'The site' });
  const offering = await anOffering(hub, provider, { title: 'The offering', siteIds: [site.id] });
  await aVacancy(hub, offering);
  for (let i = 1; i < HOW_MANY; i++) {
    const name = NAMES[i] ?? `Entry ${i}`;
    await aProvider(hub, { name, urn: `1996${String(i + 10)}` });
    const { id } = await aSite(hub, provider, { name });
    await anOffering(hub, provider, { title: name, siteIds: [site.id] });
    await hub.offerings.update(offering.id, i, {
      siteIds: [site.id, id, ...(await siteIdsOf(offering.id))],
    });
    await aVacancy(hub, offering, { availableFrom: `2026-12-${String((i % 5) + 10)}` });
  }
});
afterAll(() => hub.stop());

async function siteIdsOf(offeringId: string): Promise<string[]> {
  const { rows } = await hub.database.pool.query('select site_id from offering_site where offering_id = $1', [
    offeringId,
  ]);
  return rows.map(({ site_id }) => site_id);
}

const LIST = `totalCount nodes { id } edges { cursor node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
/** Each list, and how it is asked for. */
const lists: Readonly<Record<string, (list: string) => string>> = {
  providers: (list) => `{ list: providers(ARGS) { ${list} } }`,
  sites: (list) => `{ list: sites(ARGS) { ${list} } }`,
  offerings: (list) => `{ list: offerings(ARGS) { ${list} } }`,
  vacancies: (list) => `{ list: vacancies(ARGS) { ${list} } }`,
  'provider.sites': (list) => `{ in: provider(by: { urn: "199601" }) { list: sites(ARGS) { ${list} } } }`,
  'provider.offerings': (list) =>
    `{ in: provider(by: { urn: "199601" }) { list: offerings(ARGS) { ${list} } } }`,
};

async function page(list: string, args: string): Promise<{ list: List; code: unknown; message?: string }> {
  const query = lists[list]!(LIST).replace('ARGS', args);
  const { data, errors } = await hub.query<{ list?: List; in?: { list: List } }>(query);
  const error = errors?.[0];
  return {
    list: (data?.in?.list ?? data?.list) as List,
    code: error?.extensions?.code,
    ...(error && { message: error.message }),
  };
}

describe.each(Object.keys(lists))('%s', (list) => {
  it.each([1, 3, 7, 22, 23, 24, 100])('paged by %i gives everything once', async (first) => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { list: got } = await page(list, `first: ${first}${after ? `, after: "${after}"` : ''}`);
      expect(got.nodes).toEqual(got.edges.map(({ node }) => node));
      expect(got.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(got.pageInfo.startCursor).toBe(got.edges[0]?.cursor ?? null);
      expect(got.pageInfo.endCursor).toBe(got.edges.at(-1)?.cursor ?? null);
      expect(got.totalCount).toBe(HOW_MANY);
      expect(got.nodes.length).toBeLessThanOrEqual(first);
      seen.push(...got.nodes.map(({ id }) => id));
      if (!got.pageInfo.hasNextPage) break;
      after = got.pageInfo.endCursor;
      expect(seen.length).toBeLessThan(HOW_MANY);
    }
    expect(seen).toHaveLength(HOW_MANY);
    expect(new Set(seen).size).toBe(HOW_MANY);
  });

  it('is the same in pages of one and in one page', async () => {
    const whole = (await page(list, 'first: 100')).list;
    for (const [i, { cursor }] of whole.edges.entries()) {
      const { list: next } = await page(list, `first: 1, after: "${cursor}"`);
      expect(next.nodes).toEqual(whole.nodes.slice(i + 1, i + 2));
    }
  });

  it('has twenty on a page when nothing is said', async () => {
    expect((await page(list, 'first: 20')).list.nodes).toHaveLength(20);
    const { data } = await hub.query<{ list?: List; in?: { list: List } }>(
      lists[list]!(LIST).replace('(ARGS)', ''),
    );
    expect((data.in?.list ?? data.list)?.nodes).toHaveLength(20);
  });

  it.each([0, -1, 101, 2_000_000_000])('refuses first: %i, naming the bounds', async (first) => {
    expect(await page(list, `first: ${first}`)).toMatchObject({
      code: expect.stringMatching(/BAD_USER_INPUT|COST/),
    });
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['empty', ''],
    ['of one value', encodeCursor(['x'])],
    ['of three values', encodeCursor(['x', 'y', 'z'])],
    ['whose id is none', encodeCursor(['2026-12-01', 'x'])],
    ['of numbers', encodeCursor([1, 2])],
    ['of nothing', encodeCursor([null, null])],
    ['that cannot be stored', encodeCursor(['a\u0000', '00000000-0000-7000-8000-000000000000'])],
    ['of half a character', encodeCursor(['a\ud800', '00000000-0000-7000-8000-000000000000'])],
    ['longer than any', encodeCursor(['x'.repeat(50_000), '00000000-0000-7000-8000-000000000000'])],
    ['whose day is none', encodeCursor(['2026-02-31', '00000000-0000-7000-8000-000000000000'])],
  ])('refuses a cursor that is %s, or begins somewhere, but does not fail', async (_what, cursor) => {
    const { code } = await page(list, `first: 5, after: "${cursor}"`);
    expect(code ?? 'answered').toMatch(/^(BAD_USER_INPUT|answered)$/);
  });

  it('is empty behind its last cursor', async () => {
    const { list: whole } = await page(list, 'first: 100');
    const { list: behind } = await page(list, `first: 5, after: "${whole.pageInfo.endCursor}"`);
    expect(behind).toMatchObject({ nodes: [], totalCount: HOW_MANY });
    expect(behind.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });
});

describe('providers(filter)', () => {
  const count = async (filter: string) => {
    const { data, errors } = await hub.query<{ providers: { totalCount: number } }>(
      `{ providers(filter: ${filter}) { totalCount nodes { id } } }`,
    );
    return errors?.[0]?.extensions?.code ?? data.providers.totalCount;
  };

  it('narrows by local authority and setting type', async () => {
    await aProvider(hub, { localAuthorityCode: '935', settingType: 'WBP', state: 'LISTED' });
    expect(await count('{ localAuthority: { anyOf: ["935"] } }')).toBe(1);
    expect(await count('{ settingType: { anyOf: ["WBP"] } }')).toBe(1);
    expect(await count('{ settingType: { anyOf: ["WBP", "OTH"] } }')).toBe(HOW_MANY + 1);
    expect(await count('{ settingType: { anyOf: ["WBP"] }, localAuthority: { anyOf: ["926"] } }')).toBe(0);
    expect(await count('{ settingType: { anyOf: [] } }')).toBe(0);
    expect(await count('{ settingType: { noneOf: ["WBP"] } }')).toBe(HOW_MANY);
    expect(await count('{ settingType: { noneOf: [] }, localAuthority: { noneOf: ["926"] } }')).toBe(1);
    expect(await count('{ registration: { noneOf: ["UNREGISTERED"] }, isDemonstration: false }')).toBe(0);
    expect(await count('{ isDemonstration: true }')).toBe(0);
    expect(await count('{ updatedSince: "2999-01-01T00:00:00Z" }')).toBe(0);
    expect(await count('{ updatedSince: "2000-01-01T00:00:00Z", localAuthority: { anyOf: ["935"] } }')).toBe(
      1,
    );
    await hub.database.pool.query(`delete from provider where local_authority_code = '935'`);
    await hub.feed.sync();
  });

  it('takes null as nothing said', async () => {
    expect(await count('{ localAuthority: null, settingType: null }')).toBe(HOW_MANY);
    expect(await count('null')).toBe(HOW_MANY);
  });

  it.each(['{ settingType: { anyOf: ["SHED"] } }', '{ localAuthority: { noneOf: ["999"] } }'])(
    'refuses %s, a code that does not exist',
    async (filter) => {
      expect(await count(filter)).toBe('BAD_USER_INPUT');
    },
  );
});

describe('sites(district)', () => {
  it('narrows by district', async () => {
    const { data } = await hub.query(
      '{ north: sites(district: "E07000147") { totalCount } norwich: sites(district: "E07000148") { totalCount } }',
    );
    expect(data).toEqual({ north: { totalCount: HOW_MANY }, norwich: { totalCount: 0 } });
  });

  it('takes null as nothing said', async () => {
    const { data } = await hub.query('{ sites(district: null) { totalCount } }');
    expect(data).toEqual({ sites: { totalCount: HOW_MANY } });
  });
});
