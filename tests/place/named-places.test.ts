import { startTestHub, type TestHub } from '../support/hub.js';
import { askPlace, knownPlace, placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into named_place (id, name, folded_name, latitude, longitude, district_code, source) values
      (gen_random_uuid(), 'Newbourne', 'newbourne', 52.70, 0.75, 'E07000143', 'test'),
      (gen_random_uuid(), 'Newbourne', 'newbourne', 52.85, 1.10, 'E07000147', 'test')`),
  );
});
afterAll(() => hub.stop());

describe('place(by: name)', () => {
  it.each([
    ['Fakenham', 'Fakenham'],
    ['fakenham', 'Fakenham'],
    ['  FAKENHAM ', 'Fakenham'],
    ["King's Lynn", "King's Lynn"],
    ['King’s Lynn', "King's Lynn"],
    ['kings  lynn', "King's Lynn"],
    ['Wells-next-the-Sea', 'Wells-next-the-Sea'],
    ['Wells', 'Wells-next-the-Sea'],
    ['Dereham', 'East Dereham'],
    ['East Dereham', 'East Dereham'],
    ['E Dereham', 'East Dereham'],
    ['Café', null],
    ['Yarmouth', 'Great Yarmouth'],
    ['Gt Yarmouth', 'Great Yarmouth'],
    ['Gt. Yarmouth', 'Great Yarmouth'],
    ['Norwich, Norfolk', 'Norwich'],
    ['NORWICH NORFOLK', 'Norwich'],
    ['Norwich city centre', 'Norwich'],
    ['city of Norwich', 'Norwich'],
    ['Norwich NR1', 'Norwich'],
    ['Thorpe, Norwich', 'Thorpe St Andrew'],
    ['Thorpe St Andrew', 'Thorpe St Andrew'],
    ['Thorpe Saint Andrew', 'Thorpe St Andrew'],
    ['thorpe st. andrew, norwich', 'Thorpe St Andrew'],
    ['Happisburgh', 'Happisburgh'],
    ['Haisbro', 'Happisburgh'],
    ['Wymondham', 'Wymondham'],
    ['Windham', 'Wymondham'],
    ['Cossey', 'Costessey'],
    ['Lynn', "King's Lynn"],
    ['Kings Lynn, Norfolk', "King's Lynn"],
    ['Caister', 'Caister-on-Sea'],
    ['Gorleston', 'Gorleston-on-Sea'],
    ['Cley', 'Cley next the Sea'],
    ['Holme next Sea', 'Holme next the Sea'],
    ['Wells next to the sea', 'Wells-next-the-Sea'],
    ['N Walsham', 'North Walsham'],
    ['N. Walsham', 'North Walsham'],
    ['Nth Walsham', 'North Walsham'],
    ['S Walsham', 'South Walsham'],
    ['Lt Snoring', 'Little Snoring'],
    ['Gt Snoring, Norfolk', 'Great Snoring'],
    ['Terrington St John', 'Terrington Saint John'],
    ['Terrington St. Clement', 'Terrington St Clement'],
    ['Downham', 'Downham Market'],
    ['Downham Mkt', 'Downham Market'],
    ['Burnham Mkt', 'Burnham Market'],
    ['Walsingham', 'Little Walsingham'],
    ['Trowse', 'Trowse Newton'],
    ['Fleggburgh', 'Burgh St Margaret'],
    ['Swanton Abbott', 'Swanton Abbot'],
    ['Hethersett near Norwich', 'Hethersett'],
    ['Hellesdon nr Norwich', 'Hellesdon'],
    ['Heacham in West Norfolk', 'Heacham'],
    ['Acle, Broadland, Norfolk', 'Acle'],
    ['Fakenham NR21', 'Fakenham'],
    ['Newbourne, Breckland', 'Newbourne'],
    ['Newbourne near Swaffham', 'Newbourne'],
  ])('%j is %j', async (name, label) => {
    const { data, errors } = await askPlace(hub, { name });
    expect(errors).toBeUndefined();
    expect(data.place?.label ?? null).toBe(label);
    expect(data.place?.precision ?? 'PLACE').toBe('PLACE');
  });

  it('has the areas it lies in', async () => {
    expect(await knownPlace(hub, { name: 'Fakenham' })).toMatchObject({
      district: { code: 'E07000147' },
      localAuthority: { code: '926' },
      school: null,
    });
  });

  it('lies in the district that the gazetteer says, for every place it has', async () => {
    const { rows } = await hub.database.pool.query<{ name: string; district_code: string }>(
      `select name, district_code from named_place where name <> 'Newbourne'`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(550);
    const said: Record<string, string | undefined> = {};
    for (const { name } of rows) said[name] = (await knownPlace(hub, { name })).district?.code;
    expect(said).toEqual(Object.fromEntries(rows.map((row) => [row.name, row.district_code])));
  });

  it('is the same place with and without the hyphens in its name', async () => {
    expect(await knownPlace(hub, { name: 'Wells next the Sea' })).toMatchObject({
      label: 'Wells-next-the-Sea',
    });
    expect(await knownPlace(hub, { name: 'caister on sea' })).toMatchObject({ label: 'Caister-on-Sea' });
  });

  it('refuses to choose between two of the same name, and says where they are and how to say which', async () => {
    const { errors } = await askPlace(hub, { name: 'newbourne' });
    const message =
      'There are 2 places called "Newbourne": in Breckland, in North Norfolk. ' +
      'Say which, such as "Newbourne, Breckland", or give a postcode.';
    expect(errors?.[0]?.message).toBe(message);
    expect(await placeError(hub, { name: 'newbourne' })).toMatchObject({
      field: ['near', 'place', 'name'],
      code: 'AMBIGUOUS',
    });
    expect(await knownPlace(hub, { name: 'Newbourne, Breckland' })).toMatchObject({
      latitude: 52.7,
      district: { code: 'E07000143' },
    });
    expect((await knownPlace(hub, { name: 'Newbourne, N Norfolk' })).latitude).toBe(52.85);
    expect(await placeError(hub, { name: 'Newbourne, Norfolk' })).toMatchObject({ code: 'AMBIGUOUS' });
  });

  it('refuses to choose between places that people shorten to the same name', async () => {
    expect(await placeError(hub, { name: 'Walsham' })).toMatchObject({
      code: 'AMBIGUOUS',
      message:
        '"Walsham" can mean 2 places: North Walsham (North Norfolk), South Walsham (Broadland). ' +
        'Say which, such as "North Walsham", or give a postcode.',
    });
    expect((await placeError(hub, { name: 'Burnham' })).message).toContain('Burnham Market');
    expect((await placeError(hub, { name: 'Thorpe' })).code).toBe('AMBIGUOUS');
    expect((await knownPlace(hub, { name: 'Walsham, Broadland' })).label).toBe('South Walsham');
  });

  it('can be a postcode', async () => {
    expect(await knownPlace(hub, { name: 'NR21' })).toMatchObject({ precision: 'OUTCODE', label: 'NR21' });
    expect(await knownPlace(hub, { name: 'nr21 9' })).toMatchObject({ precision: 'SECTOR', label: 'NR21 9' });
  });

  it('that is an area says how to search in it', async () => {
    expect(await placeError(hub, { name: 'Breckland' })).toEqual({
      field: ['near', 'place', 'name'],
      code: 'NOT_FOUND',
      message:
        'Breckland is a district, not a place to measure distances from. ' +
        'Search in it with near: { place: { district: "E07000143" } }.',
    });
    expect((await placeError(hub, { name: 'norfolk county' })).message).toContain(
      'Search in it with filter: { localAuthority: { anyOf: ["926"] } }.',
    );
  });

  it('is null when it is not known', async () => {
    expect((await askPlace(hub, { name: 'Atlantis' })).data).toEqual({ place: null });
  });
});

describe('a search from a named place', () => {
  it('that is not known suggests those that are spelt nearly like it, nearest first', async () => {
    expect(await placeError(hub, { name: 'Fakenam' })).toEqual({
      field: ['near', 'place', 'name'],
      code: 'NOT_FOUND',
      message: 'No known place is called "Fakenam". Did you mean Fakenham?',
    });
    const hint = async (name: string) =>
      /Did you mean (.*)\?/.exec((await placeError(hub, { name })).message)?.[1];
    expect(await hint('great')).toMatch(/^Great Yarmouth, Great /);
    expect(await hint('Norwhich')).toBe('Norwich');
    expect(await hint('Brekland')).toBe('Breckland (a district)');
    expect(await hint('Sherringham')).toBe('Sheringham');
    expect(await hint('Wymonham')).toBe('Wymondham');
    expect(await hint('Thetforde')).toBe('Thetford');
    expect(await hint('Fakenham, Suffolk')).toBe('Fakenham');
    expect(await hint('Newborne')).toBe('Newbourne, Breckland, Newbourne, North Norfolk');
  });

  it('that is like none suggests a postcode', async () => {
    expect((await placeError(hub, { name: 'Zzyzx' })).message).toBe(
      'No known place is called "Zzyzx". Try a postcode.',
    );
    expect((await placeError(hub, { name: ' ' })).message).toContain('Try a postcode.');
    expect((await placeError(hub, { name: 'Z'.repeat(61) })).message).toBe(
      `No known place is called "${'Z'.repeat(60)}". Try a postcode.`,
    );
  });

  it('with a character that cannot be stored is refused', async () => {
    expect(await placeError(hub, { name: 'a\u0000b' })).toMatchObject({ field: ['near', 'place', 'name'] });
  });

  it.each(["'; drop table named_place; --", '%', '_', '\\', '🐎', '~'])(
    'that is odd (%j) is simply not known',
    async (name) => {
      expect(await placeError(hub, { name })).toMatchObject({ code: 'NOT_FOUND' });
    },
  );
});
