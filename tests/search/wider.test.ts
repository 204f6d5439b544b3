import type { Provider } from '../../src/features/provider/provider.entity.js';
import { EARTH_RADIUS_METRES } from '../../src/platform/geo.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found } from './ask.js';

const START = { latitude: 52.6, longitude: 1.2 };
const NORTH = 180 / Math.PI / EARTH_RADIUS_METRES;

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub);
  for (const km of [1, 8, 9, 30, 150]) {
    const site = await aSite(hub, provider, {
      latitude: START.latitude + km * 1_000 * NORTH,
      longitude: START.longitude,
    });
    await anOffering(hub, provider, {
      title: `At ${km} km`,
      siteIds: [site.id],
      primaryNeeds: [km === 30 ? 'ASD' : 'SEMH'],
    });
  }
});
afterAll(() => hub.stop());

const around = (within: object | undefined, more: object = {}) =>
  found(hub, { near: { place: { point: START }, ...(within && { within }) }, ...more });

describe('search.wider', () => {
  it('suggests radii that find more, each with how many, at most three', async () => {
    const { totalCount, wider } = await around({ km: 5 });
    expect(totalCount).toBe(1);
    expect(wider).toEqual([
      { radiusMetres: 10_000, count: 3 },
      { radiusMetres: 40_000, count: 4 },
      { radiusMetres: 160_000, count: 5 },
    ]);
  });

  it('finds as many as it says when one searches that far', async () => {
    for (const { radiusMetres, count } of (await around({ km: 2 })).wider) {
      expect((await around({ km: radiusMetres / 1_000 })).totalCount).toBe(count);
    }
  });

  it('begins at five kilometres for a very small radius', async () => {
    expect((await around({ km: 0 })).wider[0]).toEqual({ radiusMetres: 5_000, count: 1 });
  });

  it('counts under the same conditions', async () => {
    const { wider } = await around({ km: 5 }, { filter: { needs: { anyOf: ['ASD'] } } });
    expect(wider).toEqual([{ radiusMetres: 40_000, count: 1 }]);
  });

  it.each([{ miles: 5 }, { miles: 0.1 }, { km: 7.7777 }, { miles: 619.9 }])(
    'is in whole metres for %j',
    async (within) => {
      for (const { radiusMetres } of (await around(within)).wider)
        expect(Number.isInteger(radiusMetres)).toBe(true);
    },
  );

  it('is empty when a page is full, without a radius, for an area, and when nothing more is to be found', async () => {
    expect((await around({ km: 10 }, { first: 3 })).wider).toEqual([]);
    expect((await around(undefined)).wider).toEqual([]);
    expect((await found(hub, { near: { place: { district: 'E07000148' } } })).wider).toEqual([]);
    expect((await around({ km: 5 }, { filter: { needs: { anyOf: ['HI'] } } })).wider).toEqual([]);
    expect((await around({ km: 1_000 })).wider).toEqual([]);
  });
});
