import { startTestHub, type TestHub } from '../support/hub.js';
import { askPlace, knownPlace, placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into named_place (id, name, folded_name, latitude, longitude, district_code, source) values
      (gen_random_uuid(), 'Newton', 'newton', 52.70, 0.75, 'E07000143', 'test'),
      (gen_random_uuid(), 'Newton', 'newton', 52.85, 1.10, 'E07000147', 'test')`),
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
    ['Wells', 'Wells'],
    ['Dereham', 'Dereham'],
    ['Café', null],
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
      `select name, district_code from named_place where name <> 'Newton'`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(86);
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

  it('refuses to choose between two of the same name, and says where they are', async () => {
    const { errors } = await askPlace(hub, { name: 'newton' });
    expect(errors?.[0]?.message).toMatch(
      /^There are 2 places named "Newton": in (Breckland, in North Norfolk|North Norfolk, in Breckland)\. Give a postcode\.$/,
    );
    expect(await placeError(hub, { name: 'newton' })).toMatchObject({
      field: ['near', 'place', 'name'],
      code: 'AMBIGUOUS_PLACE',
    });
  });

  it('is null when it is not known', async () => {
    expect((await askPlace(hub, { name: 'Atlantis' })).data).toEqual({ place: null });
  });
});

describe('a search from a named place', () => {
  it('that is not known suggests those that begin alike', async () => {
    expect(await placeError(hub, { name: 'Fakenam' })).toEqual({
      field: ['near', 'place', 'name'],
      code: 'UNKNOWN_PLACE',
      message: 'No place named "Fakenam" is known. Did you mean Fakenham?',
    });
    expect((await placeError(hub, { name: 'great' })).message).toContain('Did you mean Great Yarmouth?');
  });

  it('that is like none suggests a postcode', async () => {
    expect((await placeError(hub, { name: 'Zzyzx' })).message).toBe(
      'No place named "Zzyzx" is known. Try a postcode.',
    );
    expect((await placeError(hub, { name: ' ' })).message).toContain('Try a postcode.');
  });

  it('with a character that cannot be stored is refused', async () => {
    expect(await placeError(hub, { name: 'a\u0000b' })).toMatchObject({ field: ['near', 'place', 'name'] });
  });

  it.each(["'; drop table named_place; --", '%', '_', '\\', '🐎', '~'])(
    'that is odd (%j) is simply not known',
    async (name) => {
      expect(await placeError(hub, { name })).toMatchObject({ code: 'UNKNOWN_PLACE' });
    },
  );
});
