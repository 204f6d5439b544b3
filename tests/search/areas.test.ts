import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { addPlanningArea } from '../place/places.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, refused, titles } from './ask.js';

const NORTH_NORFOLK = 'E07000147';
const NORWICH = 'E07000148';
const BOX = { south: 52.8, west: 0.8, north: 52.9, east: 0.9 };

let hub: TestHub;
let provider: Provider;
let bySector: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    bySector = await addPlanningArea(pool, 'Fakenham and around', { sectors: ['NR21 8', 'NR21 9'] });
  });
  provider = await aProvider(hub);
  await offeringAt('Fakenham', { postcode: 'NR21 9AA', latitude: 52.85, longitude: 0.85 });
  await offeringAt('East of Fakenham', { postcode: 'NR21 0AA', latitude: 52.85, longitude: 0.95 });
  await offeringAt('Norwich', {
    postcode: 'NR1 3PY',
    latitude: 52.62,
    longitude: 1.3,
    districtCode: NORWICH,
  });
  await offeringAt('In two corners', { postcode: 'NR21 8AA', latitude: BOX.south, longitude: BOX.west });
});
afterAll(() => hub.stop());

async function offeringAt(title: string, values: Parameters<typeof aSite>[2]): Promise<void> {
  // at places that everybody may know: a box finds them to the last digit
  const site = await aSite(hub, provider, { addressVisibility: 'PUBLIC', ...values });
  await anOffering(hub, provider, { title, siteIds: [site.id] });
}
const inside = (place: object) => ({ near: { place } });

describe('search(near: box)', () => {
  it('finds the sites inside, edges included, without a distance', async () => {
    const { hits, understood } = await found(hub, inside({ box: BOX }));
    expect(
      hits.map(({ offering, distanceMetres, reachedBy }) => [offering.title, distanceMetres, reachedBy]),
    ).toEqual([
      ['Fakenham', null, 'SITE'],
      ['In two corners', null, 'SITE'],
    ]);
    expect(understood).toMatchObject({ place: null, area: 'the box', radiusMetres: null });
  });

  it('leaves out what lies a hair outside', async () => {
    const smaller = { ...BOX, south: BOX.south + 1e-7 };
    expect(await titles(hub, inside({ box: smaller }))).toEqual(['Fakenham']);
  });

  it('may be a single point', async () => {
    const point = { south: 52.85, west: 0.85, north: 52.85, east: 0.85 };
    expect(await titles(hub, inside({ box: point }))).toEqual(['Fakenham']);
  });

  it.each([
    [
      { ...BOX, south: 53 },
      ['near', 'place', 'box', 'north'],
      'The northern edge is south of the southern edge. Swap `north` and `south`.',
    ],
    [
      { ...BOX, west: 1 },
      ['near', 'place', 'box', 'east'],
      'The eastern edge is west of the western edge. Swap `east` and `west`.',
    ],
  ])('refuses %j', async (box, field, message) => {
    expect(await refused(hub, inside({ box }))).toEqual({ field, code: 'INVALID', message });
  });
});

describe('search(near: district)', () => {
  it('finds the sites of the district, and names it', async () => {
    const { hits, understood } = await found(hub, inside({ district: NORTH_NORFOLK }));
    expect(hits.map(({ offering }) => offering.title)).toEqual([
      'East of Fakenham',
      'Fakenham',
      'In two corners',
    ]);
    expect(understood).toMatchObject({ place: null, area: 'North Norfolk' });
    expect(await titles(hub, inside({ district: NORWICH }))).toEqual(['Norwich']);
  });
});

describe('search(near: planningArea)', () => {
  it('finds the sites in its sectors, and names it', async () => {
    const { hits, understood } = await found(hub, inside({ planningArea: encodeId('pla', bySector) }));
    expect(hits.map(({ offering }) => offering.title)).toEqual(['Fakenham', 'In two corners']);
    expect(understood).toMatchObject({ area: 'Fakenham and around' });
  });

  it('follows a change of what belongs to it', async () => {
    const { pool } = hub.database;
    const move = (from: string, to: string) =>
      pool.query(
        `with gone as (delete from planning_area_member where code = $1 returning local_authority_code, kind, planning_area_id)
       insert into planning_area_member select local_authority_code, kind, $2, planning_area_id from gone`,
        [from, to],
      );
    await move('NR21 9', 'NR21 0');
    await hub.feed.sync();
    expect(await titles(hub, inside({ planningArea: encodeId('pla', bySector) }))).toEqual([
      'East of Fakenham',
      'In two corners',
    ]);
    await move('NR21 0', 'NR21 9');
    await hub.feed.sync();
    expect(await titles(hub, inside({ planningArea: encodeId('pla', bySector) }))).toContain('Fakenham');
  });
});

describe('an area', () => {
  it.each([{ box: BOX }, { district: NORTH_NORFOLK }])('has no radius (%j)', async (place) => {
    expect(await refused(hub, { near: { place, within: { km: 5 } } })).toEqual({
      field: ['near', 'within'],
      code: 'INVALID',
      message: 'You cannot use `within` with an area. Leave it out, or search from a place.',
    });
  });

  it('gives nothing to measure distances from', async () => {
    expect(await refused(hub, { ...inside({ district: NORTH_NORFOLK }), sort: 'DISTANCE' })).toEqual({
      field: ['sort'],
      code: 'INVALID',
      message: 'To sort by distance, give `near` a place to measure from, not an area.',
    });
  });

  it('is one at a time', async () => {
    const { errors } = await hub.query(
      'query ($near: NearInput) { search(near: $near) { totalCount } }',
      inside({ district: NORTH_NORFOLK, box: BOX }),
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});
