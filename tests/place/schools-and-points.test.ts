import { startTestHub, type TestHub } from '../support/hub.js';
import { askPlace, knownPlace, placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into school
      (urn, name, local_authority_code, type_code, status_code, town, postcode, latitude, longitude, district_code) values
      ('199101', 'Invented Academy', '926', '28', '1', 'Fakenham', 'NR21 9AA', 52.8541, 0.8173, 'E07000147'),
      ('199102', 'Nowhere School', '926', '28', '1', null, null, null, null, null),
      ('199103', 'Border School', '926', '28', '1', null, 'NR7 0AA', 52.6277, 1.3118, 'E07000144'),
      ('199104', 'Postless School', '926', '28', '1', null, null, 52.6277, 1.3118, 'E07000144'),
      ('199105', 'Half School', '926', '28', '1', null, 'NR21 9AA', 52.8541, null, null),
      ('199106', 'Other Half School', '926', '28', '1', null, 'NR21 9AA', null, 0.8173, null)`),
  );
});
afterAll(() => hub.stop());

describe('place(by: schoolUrn)', () => {
  it('is the school, at its position', async () => {
    expect(await knownPlace(hub, { schoolUrn: '199101' })).toEqual({
      label: 'Invented Academy',
      postcode: null,
      precision: 'SCHOOL',
      latitude: 52.8541,
      longitude: 0.8173,
      district: { code: 'E07000147' },
      localAuthority: { code: '926' },
      planningArea: null,
      school: { urn: '199101', name: 'Invented Academy' },
    });
    expect(await knownPlace(hub, { schoolUrn: ' 199101 ' })).toMatchObject({ label: 'Invented Academy' });
  });

  it('lies in the district that the register of schools says, even next to another one', async () => {
    expect(await knownPlace(hub, { schoolUrn: '199103' })).toMatchObject({ district: { code: 'E07000144' } });
    expect(await knownPlace(hub, { schoolUrn: '199104' })).toMatchObject({ district: { code: 'E07000144' } });
  });

  it.each(['199999', 'abc', '', "1'"])('is null for %j, which no school has', async (schoolUrn) => {
    const { data, errors } = await askPlace(hub, { schoolUrn });
    expect({ data, errors }).toEqual({ data: { place: null }, errors: undefined });
  });
});

describe('a search from a school', () => {
  it('that is not known says so', async () => {
    expect(await placeError(hub, { schoolUrn: '199999' })).toEqual({
      field: ['near', 'place', 'schoolUrn'],
      code: 'NOT_FOUND',
      message: 'No known school has the URN 199999. Check it, or search from a postcode.',
    });
  });

  it('whose position is not known says so, by name', async () => {
    expect(await placeError(hub, { schoolUrn: '199102' })).toEqual({
      field: ['near', 'place', 'schoolUrn'],
      code: 'NO_POSITION',
      message: 'The position of Nowhere School (URN 199102) is not known. Search from a postcode.',
    });
    for (const schoolUrn of ['199105', '199106'])
      expect(await placeError(hub, { schoolUrn })).toMatchObject({ code: 'NO_POSITION' });
  });
});

describe('place(by: point)', () => {
  it('is that very point, with the areas of the nearest postcode sector', async () => {
    expect(await knownPlace(hub, { point: { latitude: 52.8542, longitude: 0.8174 } })).toEqual({
      label: '52.85420, 0.81740',
      postcode: null,
      precision: 'POINT',
      latitude: 52.8542,
      longitude: 0.8174,
      district: { code: 'E07000147' },
      localAuthority: { code: '926' },
      planningArea: null,
      school: null,
    });
  });

  it.each([
    ['the North Sea', 54, 3],
    ['Paris', 48.8566, 2.3522],
    ['Calais', 50.95, 1.86],
    ['Cap Gris-Nez', 50.87, 1.58],
    ['Dublin', 53.3498, -6.2603],
    ['Belfast', 54.5973, -5.9301],
    ['Torr Head', 55.2, -6.06],
    ['Douglas, Isle of Man', 54.15, -4.48],
    ['the Point of Ayre, Isle of Man', 54.416, -4.368],
    ['Jersey', 49.19, -2.11],
    ['0/0', 0, 0],
    ['the South Pole', -90, 180],
  ])('in %s is refused: it is not in Great Britain', async (_, latitude, longitude) => {
    const point = { latitude, longitude };
    expect(await placeError(hub, { point })).toEqual({
      field: ['near', 'place', 'point'],
      code: 'INVALID',
      message: `${latitude}, ${longitude} is not in Great Britain. The hub only has places in Great Britain. Give a position there.`,
    });
    const { data, errors } = await askPlace(hub, { point });
    expect(data?.place ?? null).toBeNull();
    expect(errors?.[0]?.message).toMatch(/is not in Great Britain/);
  });

  it('whose latitude and longitude were swapped is recognised', async () => {
    expect(await placeError(hub, { point: { latitude: 0.8174, longitude: 52.8542 } })).toMatchObject({
      code: 'INVALID',
      message: '0.8174, 52.8542 is not in Great Britain. Did you swap latitude and longitude?',
    });
  });

  it.each([
    ['the Mull of Kintyre', 55.31, -5.8],
    ['Cape Wrath', 58.625, -5.0],
    ['Fisherfield', 57.75, -5.3],
    ['Scilly', 49.91, -6.31],
    ['Unst', 60.75, -0.88],
    ['Lowestoft Ness', 52.481, 1.763],
  ])('in %s is in Great Britain', async (_, latitude, longitude) => {
    expect(await knownPlace(hub, { point: { latitude, longitude } })).toMatchObject({ precision: 'POINT' });
  });

  it('lies in no known authority in Scotland, where the hub keeps none', async () => {
    const edinburgh = { latitude: 55.9533, longitude: -3.1883 };
    expect(await knownPlace(hub, { point: edinburgh })).toMatchObject({
      district: { code: 'S12000036' },
      localAuthority: null,
    });
  });

  it.each([
    [{ latitude: 90.1, longitude: 0 }, 'latitude'],
    [{ latitude: 0, longitude: -180.1 }, 'longitude'],
  ])('refuses %j, which is not on the Earth', async (point, wrong) => {
    const { errors } = await askPlace(hub, { point });
    expect(errors?.[0]?.extensions?.code ?? 'BAD_USER_INPUT').toBe('BAD_USER_INPUT');
    expect(JSON.stringify(errors)).toMatch(/90|180/);
    expect(await placeError(hub, { point })).toMatchObject({
      field: ['near', 'place', 'point', wrong],
      code: 'INVALID',
    });
  });
});

describe('place(by)', () => {
  it.each([{}, { name: 'Holt', postcode: 'NR21' }, { name: null }])(
    'refuses %j: exactly one key',
    async (by) => {
      const { data, errors } = await askPlace(hub, by);
      expect(errors).toHaveLength(1);
      expect(data?.place ?? null).toBeNull();
    },
  );
});
