import { Atlas, areaToken } from '../../src/features/place/atlas.js';
import { PlaceRepository } from '../../src/features/place/place.repository.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { addPlanningArea } from './places.js';

const NORTH_NORFOLK = 'E07000147';
const NORWICH = 'E07000148';

let hub: TestHub;
let atlas: Atlas;
let coast: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    coast = await addPlanningArea(pool, 'Coast', { districts: [NORTH_NORFOLK] });
  });
  atlas = new Atlas(new PlaceRepository(hub.source, poolOf(hub.source)));
  await atlas.reset();
});
afterAll(() => hub.stop());

describe('tokensOf', () => {
  it('names every area that a place lies in, and England', () => {
    expect(atlas.tokensOf([atlas.areasOf(NORTH_NORFOLK, 'NR21 9')])).toEqual([
      'ENGLAND',
      'LA:926',
      `DISTRICT:${NORTH_NORFOLK}`,
      `PLANNING_AREA:${coast}`,
    ]);
  });

  it('names each area of several places once', () => {
    const tokens = atlas.tokensOf([atlas.areasOf(NORTH_NORFOLK, null), atlas.areasOf(NORWICH, null)]);
    expect(tokens.sort()).toEqual(
      [
        areaToken.england,
        areaToken.localAuthority('926'),
        areaToken.district(NORTH_NORFOLK),
        areaToken.district(NORWICH),
        areaToken.planningArea(coast),
      ].sort(),
    );
  });

  it('is nothing where no area is known', () => {
    expect(atlas.tokensOf([atlas.areasOf(null, null)])).toEqual([]);
    expect(atlas.tokensOf([atlas.areasAt({ lat: 54, lng: 3 })])).toEqual([]);
    expect(atlas.tokensOf([])).toEqual([]);
  });

  it.each([
    ['Hereford', 52.056, -2.716, true],
    ['Hay-on-Wye', 52.074, -3.126, false],
    ['Beachley', 51.622, -2.647, true],
    ['Chepstow', 51.6417, -2.676, false],
    ['Berwick', 55.7702, -2.0054, true],
    ['Eyemouth', 55.872, -2.091, false],
    ['Gretna', 54.9955, -3.0665, false],
    ['Longtown', 55.0095, -2.9695, true],
    ['Paris', 48.8566, 2.3522, false],
    ['Dublin', 53.3498, -6.2603, false],
    ['Belfast', 54.5973, -5.9301, false],
    ['the Isle of Man', 54.15, -4.48, false],
    ['0/0', 0, 0, false],
  ])('of %s is England, or not, by its nation', (_, lat, lng, isEngland) => {
    expect(atlas.tokensOf([atlas.areasAt({ lat, lng })]).includes(areaToken.england)).toBe(isEngland);
  });

  it('is not England in Scotland or Wales', () => {
    const edinburgh = { lat: 55.9533, lng: -3.1883 };
    const cardiff = { lat: 51.4816, lng: -3.1791 };
    expect(atlas.tokensOf([atlas.areasAt(edinburgh)])).not.toContain(areaToken.england);
    expect(atlas.tokensOf([atlas.areasAt(cardiff)])).not.toContain(areaToken.england);
  });
});

describe('areasWithin', () => {
  const districts = (box: Parameters<Atlas['areasWithin']>[0]) => [
    ...new Set(atlas.areasWithin(box).flatMap(({ districtCode }) => districtCode ?? [])),
  ];

  it('are those of the postcode sectors inside the box', () => {
    expect(districts({ south: 52.8, west: 0.75, north: 52.9, east: 0.95 })).toContain(NORTH_NORFOLK);
  });

  it('are all seven districts in a box round Norfolk', () => {
    const norfolk = districts({ south: 52.35, west: 0.15, north: 53, east: 1.8 });
    expect(norfolk.filter((code) => atlas.districts.get(code)?.localAuthorityCode === '926')).toHaveLength(7);
  });

  it('are those of the nearest sector in a box too small to have one inside', () => {
    expect(districts({ south: 52.853, west: 0.816, north: 52.8531, east: 0.8161 })).toEqual([NORTH_NORFOLK]);
  });

  it('are none far out at sea', () => {
    expect(districts({ south: 54, west: 3, north: 54.5, east: 3.5 })).toEqual([]);
  });
});

describe('areasWithinDistrict', () => {
  it('are the district itself and what its sectors belong to', () => {
    const areas = atlas.areasWithinDistrict(NORTH_NORFOLK);
    expect(new Set(areas.map(({ planningAreaId }) => planningAreaId))).toEqual(new Set([coast]));
    expect(new Set(areas.map(({ districtCode }) => districtCode))).toEqual(new Set([NORTH_NORFOLK]));
  });
});

describe('districtsOfPlanningArea', () => {
  it('are its own', () => {
    expect(atlas.districtsOfPlanningArea(coast)).toEqual([NORTH_NORFOLK]);
  });
  it('are none where there is no such area', () => {
    expect(atlas.districtsOfPlanningArea('00000000-0000-4000-8000-000000000000')).toEqual([]);
  });
});

describe('the areas that hold all of an outcode', () => {
  const SOUTH_NORFOLK = 'E07000149';
  const NORTH = 'NR21 9';
  let whole: Atlas;
  let sectors: string;
  beforeAll(async () => {
    const { pool } = hub.database;
    sectors = await addPlanningArea(pool, 'All sectors of NR15', { sectors: ['NR15 1', 'NR15 2'] });
    await addPlanningArea(pool, 'One of two', { sectors: ['NR18 0'] });
    await addPlanningArea(pool, 'One of Norwich', { sectors: ['NR1 1'] });
    await pool.query(`update postcode_outcode set district_codes = null where outcode = 'NR35'`);
    whole = new Atlas(new PlaceRepository(hub.source, poolOf(hub.source)));
    await whole.reset();
  });

  it.each<[string, string, string | null, string | null, () => string | null]>([
    ['in one district that is a planning area', 'NR24', NORTH_NORFOLK, '926', () => coast],
    ['in one district, and all its sectors in one area', 'NR15', SOUTH_NORFOLK, '926', () => sectors],
    ['in one district, with a sector in an area and one in none', 'NR18', SOUTH_NORFOLK, '926', () => null],
    ['in three districts of one authority', 'NR21', null, '926', () => null],
    ['in districts of two authorities', 'NR34', null, null, () => null],
    ['with a postcode of which the district is not known', 'NR35', null, null, () => null],
    ['that nobody knows', 'ZZ9', null, null, () => null],
  ])('are known for one %s', (_what, outcode, districtCode, localAuthorityCode, planningArea) => {
    const expected = { districtCode, localAuthorityCode, planningAreaId: planningArea(), isVague: true };
    expect(whole.areasOfOutcode(outcode)).toEqual(expected);
    expect(whole.areasOfSite({ districtCode: NORWICH, vicinity: outcode })).toEqual(expected);
  });

  it('are not known for an outcode if a sector might be unknown, unless its district decides', async () => {
    await hub.database.pool.query(`delete from postcode_sector where sector = 'NR15 2'`);
    await whole.reset();
    expect(whole.areasOfOutcode('NR15')).toMatchObject({ districtCode: SOUTH_NORFOLK, planningAreaId: null });
    await hub.database.pool.query(`delete from postcode_sector where split_part(sector, ' ', 1) = 'NR24'`);
    await whole.reset();
    expect(whole.areasOfOutcode('NR24')).toMatchObject({ planningAreaId: coast });
  });

  it('list outcodes by district', () => {
    expect(whole.outcodesWithin(NORTH_NORFOLK)).toEqual(expect.arrayContaining(['NR24', 'NR25', 'NR26']));
    expect(whole.outcodesWithin(NORTH_NORFOLK)).not.toContain('NR21');
  });

  it('are those of the sector for sites that are not homes', () => {
    const expected = { districtCode: NORTH_NORFOLK, localAuthorityCode: '926', planningAreaId: coast };
    expect(whole.areasOfSite({ districtCode: NORTH_NORFOLK, vicinity: NORTH })).toEqual(expected);
  });
});
