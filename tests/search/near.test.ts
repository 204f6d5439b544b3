import type { Provider } from '../../src/features/provider/provider.entity.js';
import { EARTH_RADIUS_METRES, haversineMetres } from '../../src/platform/geo.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, type Hit, type Question, refused, titles } from './ask.js';

/** The centre of NR21 9, where the searches below begin. */
const START = { latitude: 52.8541, longitude: 0.8173 };
const METRE_NORTH = 180 / Math.PI / EARTH_RADIUS_METRES;

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into postcode (postcode, latitude, longitude, district_code)
      values ('NR1 3PY', 52.6229, 1.3012, 'E07000148');
      insert into school (urn, name, local_authority_code, type_code, status_code, latitude, longitude, district_code)
      values ('199701', 'Invented Academy', '926', '28', '1', ${START.latitude}, ${START.longitude}, 'E07000147')`),
  );
  provider = await aProvider(hub);
  for (const metres of [0, 999, 1_000, 1_001, 5_000, 24_999, 25_001, 60_000]) {
    await offeringAt(`${metres} m`, START.latitude + metres * METRE_NORTH, START.longitude);
  }
});
afterAll(() => hub.stop());

/** An offering with one site at a point that everybody may know, so that distances are exact. */
async function offeringAt(title: string, latitude: number, longitude: number): Promise<void> {
  const site = await aSite(hub, provider, { latitude, longitude, addressVisibility: 'PUBLIC' });
  await anOffering(hub, provider, { title, siteIds: [site.id] });
}
const isPublic = { addressVisibility: 'PUBLIC' } as const;
const within = (distance: object, place: object = { point: START }) => ({
  near: { place, within: distance },
});

describe('search(near: place)', () => {
  it.each([
    ['a postcode', { postcode: 'nr1 3py' }, 'NR1 3PY', 'POSTCODE', 52.6229, 1.3012],
    ['a postcode known to its sector', { postcode: 'NR21 9AA' }, 'NR21 9', 'SECTOR', 52.8541, 0.8173],
    ['a sector', { postcode: 'NR21 9' }, 'NR21 9', 'SECTOR', 52.8541, 0.8173],
    ['an outcode', { postcode: 'NR21' }, 'NR21', 'OUTCODE', 52.84164, 0.8522],
    ['a named place', { name: 'fakenham' }, 'Fakenham', 'PLACE', 52.82996, 0.8477],
    ['a school', { schoolUrn: '199701' }, 'Invented Academy', 'SCHOOL', 52.8541, 0.8173],
    ['a point', { point: START }, '52.85410, 0.81730', 'POINT', 52.8541, 0.8173],
  ])(
    'starts from %s and says what it understood',
    async (_kind, place, label, precision, latitude, longitude) => {
      const { understood, hits } = await found(hub, { near: { place, within: { km: 80 } } });
      expect(understood).toMatchObject({ place: { label, precision }, area: null, radiusMetres: 80_000 });
      expect(understood?.place?.latitude).toBeCloseTo(latitude, 4);
      expect(understood?.place?.longitude).toBeCloseTo(longitude, 4);
      expect(understood?.place?.school ?? null).toEqual(precision === 'SCHOOL' ? { urn: '199701' } : null);
      expect(hits.length).toBeGreaterThan(0);
    },
  );

  it('without a radius counts every distance, nearest first', async () => {
    const { hits, totalCount, understood } = await found(hub, { near: { place: { point: START } } });
    expect(totalCount).toBe(8);
    expect(understood?.radiusMetres).toBeNull();
    const distances = hits.map(({ distanceMetres }) => distanceMetres);
    expect(distances).toEqual([0, 999, 1_000, 1_001, 5_000, 24_999, 25_001, 60_000]);
    expect(hits.map(({ reachedBy }) => reachedBy)).toEqual(hits.map(() => 'SITE'));
  });

  it('gives the haversine distance in whole metres', async () => {
    const from = { latitude: 52.9, longitude: 1.4 };
    const { hits } = await found(hub, { near: { place: { point: from } } });
    const sites = Object.fromEntries(
      hits.map(({ offering, distanceMetres }) => [offering.title, distanceMetres]),
    );
    for (const [title, distance] of Object.entries(sites)) {
      const latitude = START.latitude + Number.parseInt(title, 10) * METRE_NORTH;
      const exact = haversineMetres(from.latitude, from.longitude, latitude, START.longitude);
      expect(Math.abs(exact - (distance ?? Number.NaN))).toBeLessThan(1);
    }
  });
});

describe('search(near: within)', () => {
  it('is inclusive', async () => {
    expect(await titles(hub, within({ km: 0.9989 }))).toEqual(['0 m']);
    expect(await titles(hub, within({ km: 0.9995 }))).toEqual(['0 m', '999 m']);
    expect(await titles(hub, within({ km: 1.000001 }))).toEqual(['0 m', '999 m', '1000 m']);
    expect(await titles(hub, within({ km: 25 }))).toHaveLength(6);
  });

  it('of nothing finds what is at the very place', async () => {
    expect(await titles(hub, within({ km: 0 }))).toEqual(['0 m']);
    expect(await titles(hub, within({ miles: 0 }))).toEqual(['0 m']);
  });

  it('may be in miles of 1,609.344 metres', async () => {
    const { understood, totalCount } = await found(hub, within({ miles: 3.1 }));
    expect(understood?.radiusMetres).toBe(4_989);
    expect(totalCount).toBe(4);
    expect((await found(hub, within({ miles: 3.107 }))).totalCount).toBe(5); // 5,000.2 m
  });

  it('may be a thousand kilometres', async () => {
    expect((await found(hub, within({ km: 1_000 }))).totalCount).toBe(8);
    expect((await found(hub, within({ miles: 620 }))).totalCount).toBe(8);
  });

  it.each([
    [{ km: -1 }, ['near', 'within', 'km']],
    [{ km: 1_000.5 }, ['near', 'within', 'km']],
    [{ miles: -0.1 }, ['near', 'within', 'miles']],
    [{ miles: 621 }, ['near', 'within', 'miles']],
  ])('refuses %j', async (distance, field) => {
    expect(await refused(hub, within(distance))).toMatchObject({ field, code: 'INVALID' });
  });

  it.each([{}, { km: 1, miles: 1 }])('refuses %j: exactly one of the two', async (distance) => {
    const { errors } = await hub.query(
      'query ($near: NearInput) { search(near: $near) { totalCount userErrors { message } } }',
      within(distance),
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('a site without a position', () => {
  it('is found without a place, but not near one', async () => {
    const site = await aSite(hub, provider, { latitude: null, longitude: null, positionPrecision: null });
    await anOffering(hub, provider, { title: 'Nowhere', siteIds: [site.id] });
    expect(await titles(hub, { text: 'Nowhere' })).toEqual(['Nowhere']);
    expect(await titles(hub, { text: 'Nowhere', ...within({ km: 1_000 }) })).toEqual([]);
  });
});

describe('an offering at several sites', () => {
  it('is found once at the nearest, with the distance of each', async () => {
    const [near, far] = [
      await aSite(hub, provider, { name: 'Near', ...isPublic, latitude: 52.9, longitude: 1.3 }),
      await aSite(hub, provider, { name: 'Far', ...isPublic, latitude: 52.92, longitude: 1.3 }),
    ];
    await anOffering(hub, provider, { title: 'Twice', siteIds: [far.id, near.id] });
    const asked: Question = {
      text: 'Twice',
      near: { place: { point: { latitude: 52.9, longitude: 1.3 } }, within: { km: 10 } },
      sort: 'DISTANCE',
    };
    const metres = Math.round(haversineMetres(52.9, 1.3, 52.92, 1.3));
    const atSites = (hits: readonly Pick<Hit, 'site' | 'distanceMetres'>[]) =>
      hits.map(({ site, distanceMetres }) => [site?.id, distanceMetres]);
    const [nearId, farId] = [near, far].map(({ id }) => encodeId('sit', id));
    const { hits } = await found(hub, asked);
    expect(hits.map((hit) => [...atSites([hit]), ...atSites(hit.others as Hit[])])).toEqual([
      [
        [nearId, 0],
        [farId, metres],
      ],
    ]);
    const each = await found(hub, { ...asked, groupBy: 'NONE' });
    expect(atSites(each.hits)).toEqual([
      [nearId, 0],
      [farId, metres],
    ]);
  });
});

describe('search(near) of a place that is not known', () => {
  it.each([
    [{ postcode: 'NR1 9ZZ' }, 'NOT_FOUND', 'postcode'],
    [{ postcode: 'NR21 9' + 'A' }, 'INVALID', 'postcode'],
    [{ name: 'Atlantis' }, 'NOT_FOUND', 'name'],
    [{ schoolUrn: '000000' }, 'NOT_FOUND', 'schoolUrn'],
    [{ district: 'E07000999' }, 'UNKNOWN_CODE', 'district'],
    [{ planningArea: 'pla_nonsense' }, 'NOT_FOUND', 'planningArea'],
  ])('%j says so and finds nothing: it never becomes another place', async (place, code, key) => {
    expect(await refused(hub, { near: { place } })).toMatchObject({ code, field: ['near', 'place', key] });
  });
});
