import { type RegisterState, registerStates } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const URN = '199301';
const hidden = registerStates.filter((state) => state !== 'LISTED');

/** Every way to reach a provider, its sites, offerings and vacancies. */
const EVERYWHERE = `query ($ids: [ID!]!, $provider: ID) {
  byUrn: provider(by: { urn: "${URN}" }) { id }
  byId: provider(by: { id: $provider }) { id }
  nodes(ids: $ids) { id }
  providers(first: 5) {
    totalCount nodes { id sites(first: 5) { nodes { id } } offerings(first: 5) { nodes { id vacancies { id } } } }
  }
  sites(first: 5) { totalCount nodes { id provider { id } offerings(first: 5) { nodes { id } } } }
  offerings(first: 5) { totalCount nodes { id provider { id } sites(first: 5) { nodes { id } } vacancies { id } } }
  vacancies(first: 5) { totalCount nodes { id offering { id } site { id } } }
  search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, first: 5) {
    totalCount hits: nodes { offering { id } site { id } provider { id } nextVacancy { id } }
  }
}`;

let hub: TestHub;
const ids: Record<'provider' | 'site' | 'offering' | 'atSite' | 'anywhere', string> = {} as never;
const stored: Record<'provider' | 'site' | 'offering', { id: string }> = {} as never;
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub, { urn: URN });
  const site = await aSite(hub, provider);
  const offering = await anOffering(hub, provider, { siteIds: [site.id] });
  const atSite = await aVacancy(hub, offering, { siteId: site.id });
  const anywhere = await aVacancy(hub, offering, { availableFrom: '2027-02-01' });
  Object.assign(stored, { provider, site, offering });
  Object.assign(ids, {
    provider: encodeId('prv', provider.id),
    site: encodeId('sit', site.id),
    offering: encodeId('off', offering.id),
    atSite: encodeId('vac', atSite.id),
    anywhere: encodeId('vac', anywhere.id),
  });
});
afterAll(() => hub.stop());

interface Everywhere {
  readonly [key: string]: { readonly totalCount?: number } | null | object;
}

/** The ids of the register that an anonymous reader finds anywhere, and how many each list says it has. */
async function visible(): Promise<{ ids: string[]; counts: Record<string, number | undefined> }> {
  const { data, errors } = await hub.query<Everywhere>(EVERYWHERE, {
    ids: Object.values(ids),
    provider: ids.provider,
  });
  expect(errors).toBeUndefined();
  const found = new Set([...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id!));
  const count = (list: string) => (data[list] as { totalCount?: number }).totalCount;
  const lists = ['providers', 'sites', 'offerings', 'vacancies', 'search'];
  return { ids: [...found].sort(), counts: Object.fromEntries(lists.map((list) => [list, count(list)])) };
}
const sorted = (...names: (keyof typeof ids)[]) => names.map((name) => ids[name]).sort();

async function setState(what: 'provider' | 'site' | 'offering', state: RegisterState): Promise<void> {
  const { id } = stored[what];
  const { rows } = await hub.database.pool.query(`select version from ${what} where id = $1`, [id]);
  const { version } = rows[0];
  if (what === 'provider') await hub.providers.update(id, version, { state });
  if (what === 'site') await hub.providers.updateSite(id, version, { state });
  if (what === 'offering') await hub.offerings.update(id, version, { state });
}

const everything = {
  ids: expect.anything(),
  counts: { providers: 1, sites: 1, offerings: 1, vacancies: 2, search: 1 },
};

describe('an entry of the register that is LISTED', () => {
  it('is found everywhere', async () => {
    expect(await visible()).toEqual({
      ...everything,
      ids: sorted('provider', 'site', 'offering', 'atSite', 'anywhere'),
    });
  });
});

describe.each(hidden)('a provider that is %s', (state) => {
  it('disappears at once with all it has, and comes back whole', async () => {
    await setState('provider', state);
    expect(await visible()).toEqual({
      ids: [],
      counts: { providers: 0, sites: 0, offerings: 0, vacancies: 0, search: 0 },
    });
    await setState('provider', 'LISTED');
    expect(await visible()).toMatchObject(everything);
    expect((await visible()).ids).toHaveLength(5);
  });
});

describe.each(hidden)('an offering that is %s', (state) => {
  it('disappears at once with its vacancies, and comes back', async () => {
    await setState('offering', state);
    expect(await visible()).toEqual({
      ids: sorted('provider', 'site'),
      counts: { providers: 1, sites: 1, offerings: 0, vacancies: 0, search: 0 },
    });
    await setState('offering', 'LISTED');
    expect((await visible()).ids).toHaveLength(5);
  });
});

describe.each(hidden)('a site that is %s', (state) => {
  it('disappears at once with the vacancies at it, and comes back', async () => {
    await setState('site', state);
    expect(await visible()).toEqual({
      ids: sorted('provider', 'offering', 'anywhere'),
      counts: { providers: 1, sites: 0, offerings: 1, vacancies: 1, search: 0 },
    });
    await setState('site', 'LISTED');
    expect((await visible()).ids).toHaveLength(5);
  });
});

describe('an entry that is removed', () => {
  it('is gone from everywhere as soon as that is known', async () => {
    await hub.database.pool.query('delete from provider where id = $1', [stored.provider.id]);
    await hub.feed.sync();
    expect((await visible()).ids).toEqual([]);
  });
});
