import type { Provider } from '../../src/features/provider/provider.entity.js';
import { searchFeature } from '../../src/features/search/search.feature.js';
import { EARTH_RADIUS_METRES } from '../../src/platform/geo.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const START = { latitude: 52.6, longitude: 1.2 };
const NORTH = 180 / Math.PI / EARTH_RADIUS_METRES;

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { name: 'Anvil' });
  await at(12, { title: 'Box clever', minYear: 7, maxYear: 8 });
  await at(14, { title: 'Ring craft', minYear: 7, maxYear: 8 });
  await at(30, { title: 'Far forge', minYear: 9, maxYear: 11, tier: 'TIER_3' });
  await at(50, { title: 'Farther forge', minYear: 9, maxYear: 11 });
  await anOffering(hub, provider, {
    title: 'Lessons online',
    deliveryModes: ['ONLINE'],
    siteIds: [],
    primaryNeeds: ['ASD'],
    minYear: 9,
    maxYear: 9,
    keyStages: ['KS3'],
  });
});
afterAll(() => hub.stop());

async function at(km: number, values: Parameters<typeof anOffering>[2]) {
  const site = await aSite(hub, provider, {
    latitude: START.latitude + km * 1_000 * NORTH,
    longitude: START.longitude,
    addressVisibility: 'PUBLIC',
  });
  return anOffering(hub, provider, { siteIds: [site.id], primaryNeeds: ['SEMH'], ...values });
}

interface Miss {
  readonly dropped: readonly string[];
  readonly count: number;
  readonly sentence: string;
  readonly nearest: {
    readonly offering: { readonly title: string };
    readonly provider: { readonly name: string } | null;
    readonly site: { readonly id: string } | null;
    readonly distanceMetres: number | null;
    readonly reachedBy: string | null;
  };
}

async function asked(question: object): Promise<{ totalCount: number; nearMisses: readonly Miss[] }> {
  const { data, errors } = await hub.query<{ search: { totalCount: number; nearMisses: Miss[] } }>(
    `query ($text: String, $near: NearInput, $filter: SearchFilter, $first: Int) {
      search(text: $text, near: $near, filter: $filter, first: $first) { totalCount nearMisses {
        dropped count sentence
        nearest { offering { title } provider { name } site { id } distanceMetres reachedBy }
      } } }`,
    { ...question },
  );
  expect(errors).toBeUndefined();
  return data.search;
}
const near = (within: object) => ({ place: { point: START }, within });

describe('search.nearMisses', () => {
  it('names what would be found without each condition, the nearest first', async () => {
    const { totalCount, nearMisses } = await asked({
      near: near({ km: 25 }),
      filter: { yearGroup: 10, needs: { anyOf: ['SEMH'] } },
    });
    expect(totalCount).toBe(0);
    expect(nearMisses.map(({ dropped, count }) => [dropped, count])).toEqual([
      [['yearGroup'], 2],
      [['within'], 2],
    ]);
    expect(nearMisses[0]).toMatchObject({
      sentence: '2 results fit if the year is left out; the nearest is “Box clever” by Anvil, 12 km away.',
      nearest: { offering: { title: 'Box clever' }, provider: { name: 'Anvil' }, reachedBy: 'SITE' },
    });
    expect(nearMisses[1]?.nearest.offering.title).toBe('Far forge');
  });

  it('finds as many as it says when the condition is really left out', async () => {
    const filter = { yearGroup: 10, needs: { anyOf: ['SEMH'] } };
    const [miss] = (await asked({ near: near({ km: 25 }), filter })).nearMisses;
    const { yearGroup: _, ...without } = filter;
    expect((await asked({ near: near({ km: 25 }), filter: without })).totalCount).toBe(miss?.count);
  });

  it('takes all that say the school year together, with the years of the open place', async () => {
    const offering = await at(20, {
      title: 'Open door',
      minYear: 5,
      maxYear: 6,
      keyStages: ['KS2'],
      tier: 'TIER_1',
    });
    await aVacancy(hub, offering, { minYear: 5, maxYear: 6 });
    const { nearMisses } = await asked({
      near: near({ km: 25 }),
      filter: {
        yearGroup: 10,
        keyStages: { anyOf: ['KS4'] },
        tier: { anyOf: ['TIER_1'] },
        vacancy: { availableBy: '2027-09-01' },
      },
    });
    expect(nearMisses).toHaveLength(1);
    expect(nearMisses[0]).toMatchObject({
      dropped: ['yearGroup', 'keyStages'],
      count: 1,
      sentence:
        '1 result fits if the year and the key stage are left out; the nearest is “Open door” by Anvil, 20 km away.',
    });
  });

  it('says how many more there are than the one or two results, and never names one of those', async () => {
    const { totalCount, nearMisses } = await asked({
      near: near({ km: 13 }),
      filter: { yearGroup: 7 },
      first: 1,
    });
    expect(totalCount).toBe(1);
    expect(nearMisses[0]).toMatchObject({ dropped: ['within'], count: 1 });
    expect(nearMisses[0]?.sentence).toBe(
      '1 more result fits if the distance is left out; the nearest is “Ring craft” by Anvil, 14 km away.',
    );
  });

  it('measures in miles if the search does, and leaves out an area', async () => {
    const [miles] = (await asked({ near: near({ miles: 5 }), filter: { yearGroup: 10 } })).nearMisses;
    expect(miles?.sentence).toMatch(/18\.6 miles away\.$/);
    const { nearMisses } = await asked({
      near: { place: { district: 'E07000145' } },
      filter: { tier: { anyOf: ['TIER_3'] } },
    });
    expect(nearMisses.map(({ dropped }) => dropped)).toEqual([['near'], ['tier']]);
    expect(nearMisses[0]?.sentence).toBe(
      '1 result fits if the area is left out; one is “Far forge” by Anvil.',
    );
  });

  it('names what has no site, too', async () => {
    const { nearMisses } = await asked({ filter: { needs: { anyOf: ['ASD'] }, yearGroup: 2 } });
    expect(nearMisses[0]).toMatchObject({
      dropped: ['yearGroup'],
      nearest: { offering: { title: 'Lessons online' }, site: null, distanceMetres: null },
    });
  });

  it('keeps the words and what they mean', async () => {
    const { nearMisses } = await asked({ text: 'forge', filter: { yearGroup: 2 } });
    expect(nearMisses.map(({ count, nearest }) => [count, nearest.offering.title])).toEqual([
      [2, 'Far forge'],
    ]);
    const autism = await asked({ text: 'autism', filter: { yearGroup: 2 } });
    expect(autism.nearMisses.map(({ dropped }) => dropped)).toEqual([['yearGroup']]);
  });

  it('is empty for three results or more, for a search without conditions and when nothing helps', async () => {
    expect((await asked({ filter: { yearGroup: 9 } })).nearMisses).toEqual([]);
    expect((await asked({ text: 'nothing is called this' })).nearMisses).toEqual([]);
    expect((await asked({ text: 'xylophone', filter: { yearGroup: 9 } })).nearMisses).toEqual([]);
    expect((await asked({ near: { place: { name: 'Nowhere at all' } } })).nearMisses).toEqual([]);
  });

  it('counts eight times at most', async () => {
    const counted = countedSearches();
    const filter = {
      yearGroup: 2,
      needs: { anyOf: ['HI'] },
      primaryNeeds: { anyOf: ['HI'] },
      tier: { anyOf: ['TIER_1'] },
      circumstances: { anyOf: ['EBSA'] },
      days: { anyOf: ['SAT'] },
      deliveryModes: { anyOf: ['OUTREACH'] },
      ehcPlan: { anyOf: ['REQUIRED'] },
      outcomes: { anyOf: ['HEALTHY'] },
      accreditations: { anyOf: ['GCSE'] },
      vacancy: { availableBy: '2027-01-05' },
    };
    await asked({ filter });
    expect(counted.times()).toBe(8);
    counted.undo();
  });
});

/** Counts the queries of the embedded engine that read a page of one. */
function countedSearches() {
  const { embedded } = hub.of(searchFeature);
  const { search } = embedded;
  let times = 0;
  embedded.search = (query) => {
    if (query.page.size === 1) times++;
    return search.call(embedded, query);
  };
  return {
    times: () => times,
    undo: () => {
      embedded.search = search;
    },
  };
}
