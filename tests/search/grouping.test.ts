import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import { EARTH_RADIUS_METRES } from '../../src/platform/geo.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, type Hit, type Question, refused } from './ask.js';

const START = { latitude: 52.6, longitude: 1.2 };
const NORTH = 180 / Math.PI / EARTH_RADIUS_METRES;

let hub: TestHub;
let first: Provider;
let second: Provider;
/** The sites of the first provider, by their distance in kilometres. */
const sites = new Map<number, Site>();
let barn: Offering;
let farm: Offering;
beforeAll(async () => {
  hub = await startTestHub();
  first = await aProvider(hub, { name: 'First' });
  second = await aProvider(hub, { name: 'Second' });
  const site = (provider: Provider, km: number) =>
    aSite(hub, provider, {
      addressVisibility: 'PUBLIC',
      latitude: START.latitude + km * 1_000 * NORTH,
      longitude: START.longitude,
    });
  for (const km of [30, 2, 12]) sites.set(km, await site(first, km));
  const at = (...kms: number[]) => kms.map((km) => sites.get(km)!.id);
  barn = await anOffering(hub, first, {
    title: 'Basketry barn',
    siteIds: at(30, 2, 12),
    primaryNeeds: ['SEMH'],
  });
  farm = await anOffering(hub, first, { title: 'Farm basketry', siteIds: at(12), primaryNeeds: ['ASD'] });
  const other = await site(second, 5);
  await anOffering(hub, second, { title: 'Basketry circle', siteIds: [other.id], primaryNeeds: ['SEMH'] });
  await anOffering(hub, second, { title: 'Online lessons', siteIds: [], deliveryModes: ['ONLINE'] });
});
afterAll(() => hub.stop());

const near = { place: { point: START } };
/** The titles of hits with the kilometres to their sites, and those of their others. */
const inKilometres = (hits: readonly Hit[]) =>
  hits.map(({ offering: { title }, distanceMetres, others }) => [
    title,
    ...[distanceMetres, ...others.map((other) => other.distanceMetres)].map(
      (metres) => (metres ?? 0) / 1_000,
    ),
  ]);

describe('search(groupBy)', () => {
  it('is by offering unless it says otherwise: each once, at its nearest site, with its other sites', async () => {
    const { hits, totalCount } = await found(hub, { near, text: 'basketry' });
    expect(totalCount).toBe(3);
    expect(inKilometres(hits).sort()).toEqual([
      ['Basketry barn', 2, 12, 30],
      ['Basketry circle', 5],
      ['Farm basketry', 12],
    ]);
    const hit = hits.find(({ offering }) => offering.title === 'Basketry barn')!;
    expect(hit.site!.id).toBe(encodeId('sit', sites.get(2)!.id));
    expect(hit.others.map(({ offering, site }) => [offering.id, site!.id])).toEqual(
      [12, 30].map((km) => [encodeId('off', barn.id), encodeId('sit', sites.get(km)!.id)]),
    );
  });

  it('by provider gives each once, with its best offering, and its other offerings and sites', async () => {
    const { hits, totalCount } = await found(hub, { near, text: 'barn', groupBy: 'PROVIDER' });
    expect([totalCount, inKilometres(hits)]).toEqual([1, [['Basketry barn', 2, 12, 30]]]);
    const all = await found(hub, { near, text: 'basketry', sort: 'DISTANCE', groupBy: 'PROVIDER' });
    expect([all.totalCount, inKilometres(all.hits)]).toEqual([
      2,
      [
        ['Basketry barn', 2, 12, 12, 30],
        ['Basketry circle', 5],
      ],
    ]);
    const named = new Set(all.hits[0]!.others.map(({ offering }) => offering.id));
    expect(named).toEqual(new Set([barn, farm].map(({ id }) => encodeId('off', id))));
  });

  it('NONE gives each offering at each of its sites, without others', async () => {
    const { hits, totalCount } = await found(hub, {
      near,
      text: 'basketry',
      sort: 'DISTANCE',
      groupBy: 'NONE',
    });
    expect([totalCount, inKilometres(hits)]).toEqual([
      5,
      [
        ['Basketry barn', 2],
        ['Basketry circle', 5],
        ['Basketry barn', 12],
        ['Farm basketry', 12],
        ['Basketry barn', 30],
      ],
    ]);
  });

  it('has only sites that match among the others', async () => {
    const within = { km: 20 };
    const { hits } = await found(hub, { near: { ...near, within }, text: 'barn' });
    expect(inKilometres(hits)).toEqual([['Basketry barn', 2, 12]]);
  });

  it.each<[string, number, number[]]>([
    ['OFFERING', 2, [3]],
    ['PROVIDER', 2, []],
    ['NONE', 2, [4, 5]],
  ])('%s decides what `wider` counts', async (groupBy, totalCount, counts) => {
    const asked = { near: { ...near, within: { km: 7 } }, text: 'basketry', groupBy };
    const results = await found(hub, asked);
    expect([results.totalCount, results.wider.map(({ count }) => count)]).toEqual([totalCount, counts]);
  });

  it.each<[string, Record<string, number>]>([
    ['OFFERING', { SEMH: 2, ASD: 1 }],
    ['PROVIDER', { SEMH: 2, ASD: 1 }],
    ['NONE', { SEMH: 4, ASD: 1 }],
  ])('%s decides what facets count', async (groupBy, needs) => {
    const { facets } = await found(hub, {
      text: 'basketry',
      groupBy,
      facets: { fields: ['PRIMARY_NEEDS'] },
    });
    expect(Object.fromEntries(facets[0]!.values.map(({ value, count }) => [value, count]))).toEqual(needs);
  });

  it('pages by groups', async () => {
    const asked: Question = { near, sort: 'DISTANCE', first: 1 };
    const titles: string[] = [];
    let after: string | null = null;
    do {
      const { hits, pageInfo }: Awaited<ReturnType<typeof found>> = await found(hub, { ...asked, after });
      titles.push(...hits.map(({ offering }) => offering.title));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(titles).toEqual(['Basketry barn', 'Basketry circle', 'Farm basketry', 'Online lessons']);
  });

  it('refuses a cursor of results that were grouped otherwise', async () => {
    const { pageInfo } = await found(hub, { first: 1 });
    const after = pageInfo.endCursor;
    expect(await refused(hub, { after, groupBy: 'PROVIDER' })).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});
