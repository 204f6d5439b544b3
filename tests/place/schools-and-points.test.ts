import { startTestHub, type TestHub } from '../support/hub.js';
import { askPlace, knownPlace, placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into school
      (urn, name, local_authority_code, type_code, status_code, town, postcode, latitude, longitude, district_code) values
      ('199101', 'Invented Academy', '926', '28', '1', 'Fakenham', 'NR21 9AA', 52.8541, 0.8173, 'E07000147'),
      ('199102', 'Nowhere School', '926', '28', '1', null, null, null, null, null),
      ('199103', 'Border School', '926', '28', '1', null, 'NR7 0AA', 52.6277, 1.3118, 'E07000144')`),
  );
});
afterAll(() => hub.stop());

describe('place(by: schoolUrn)', () => {
  it('is the school, at its position', async () => {
    expect(await knownPlace(hub, { schoolUrn: '199101' })).toEqual({
      label: 'Invented Academy',
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
      code: 'UNKNOWN_SCHOOL',
      message: 'No school with URN 199999 is known. Check it, or search from a postcode.',
    });
  });

  it('whose position is not known says so, by name', async () => {
    expect(await placeError(hub, { schoolUrn: '199102' })).toEqual({
      field: ['near', 'place', 'schoolUrn'],
      code: 'SCHOOL_WITHOUT_POSITION',
      message: 'The position of Nowhere School (URN 199102) is not known. Search from a postcode.',
    });
  });
});

describe('place(by: point)', () => {
  it('is that very point, with the areas of the nearest postcode sector', async () => {
    expect(await knownPlace(hub, { point: { latitude: 52.8542, longitude: 0.8174 } })).toEqual({
      label: '52.85420, 0.81740',
      precision: 'POINT',
      latitude: 52.8542,
      longitude: 0.8174,
      district: { code: 'E07000147' },
      localAuthority: { code: '926' },
      planningArea: null,
      school: null,
    });
  });

  it('lies in no area far out at sea or abroad', async () => {
    for (const point of [
      { latitude: 54, longitude: 3 },
      { latitude: 48.85, longitude: 2.35 },
      { latitude: -90, longitude: 180 },
    ]) {
      expect(await knownPlace(hub, { point })).toMatchObject({ district: null, localAuthority: null });
    }
  });

  it('lies in no known authority where the hub keeps none', async () => {
    expect(await knownPlace(hub, { point: { latitude: 53.8, longitude: -1.55 } })).toMatchObject({
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
