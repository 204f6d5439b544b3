import { NamesAsSeen1764000000028 } from '../../migrations/1764000000028-names-as-seen.js';
import { open } from '../../src/start/database.js';
import { type Migration, readMigrations } from '../../src/start/migration-files.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { createTestDatabase } from '../support/database.js';
import { type TestHub } from '../support/hub.js';

/** Names that look the same are one name; names that people can tell apart are two. */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const NAME = 'Café Été Über';
const alike: readonly (readonly [string, string])[] = [
  ['NFD', NAME.normalize('NFD')],
  ['capitals', NAME.toUpperCase()],
  ['capitals in NFD', NAME.toUpperCase().normalize('NFD')],
  ['no-break spaces', NAME.replaceAll(' ', '\u00a0')],
  ['other spaces', NAME.replaceAll(' ', '\u2003\u202f')],
  ['double spaces', NAME.replaceAll(' ', '  ')],
  ['zero-width spaces', NAME.replaceAll('é', 'é\u200b')],
  ['a joiner between letters', NAME.replace('f', 'f\u200d')],
  ['a soft hyphen', NAME.replace('f', 'f\u00ad')],
  ['variation selectors', `${NAME.replace('f', 'f\ufe0f')}\u{e0100}`],
  ['what parts an accent from its letter', NAME.normalize('NFD').replace('e\u0301', 'e\u034f\u0301')],
];
const apart = ['Cafe Ete Uber', 'Café Été-Über', 'CaféÉté Über', 'Café Été Übers', 'Cáfé Été Über'];

const message = (code: string) => [{ code, field: ['input', 'name'] }];
async function addProvider(name: string) {
  const { data } = await graph.ask<{ payload: { provider: object | null; userErrors: object[] } }>(
    commissioner,
    `mutation ($input: ProviderCreateInput!) { payload: providerCreate(input: $input) { provider { id } userErrors { code field } } }`,
    {
      input: {
        name,
        settingType: 'OTH',
        registration: 'UNREGISTERED',
        localAuthority: '926',
        postcode: 'NR21 9AA',
      },
    },
  );
  return data.payload.userErrors;
}
async function addClient(name: string) {
  const { data } = await graph.ask<{ payload: { userErrors: object[] } }>(
    anActor('administrator'),
    `mutation ($input: ApiClientCreateInput!) { payload: apiClientCreate(input: $input) { userErrors { code field } } }`,
    { input: { name, role: 'SCHOOL' } },
  );
  return data.payload.userErrors;
}
/** Past the graph: no check in the program is asked. */
async function addArea(name: string): Promise<string> {
  const text = `insert into planning_area (id, local_authority_code, name) values (gen_random_uuid(), '926', $1)`;
  return hub.database.pool.query(text, [name]).then(
    () => 'stored',
    (error: { constraint: string }) => error.constraint,
  );
}

describe('a name that is there', () => {
  beforeAll(async () => {
    expect(await addProvider(NAME)).toEqual([]);
    expect(await addClient(NAME)).toEqual([]);
    expect(await addArea(NAME)).toBe('stored');
  });

  it.each(alike)('is taken with %s', async (_, name) => {
    expect(await addProvider(name)).toEqual(message('TAKEN'));
    expect(await addClient(name)).toEqual(message('TAKEN'));
    expect(await addArea(name)).toBe('planning_area_name');
  });

  it.each(apart)('is not “%s”', async (name) => {
    expect(await addProvider(name)).toEqual([]);
    expect(await addClient(name)).toEqual([]);
    expect(await addArea(name)).toBe('stored');
  });

  it('is one with the other kind of s at the end of a Greek word', async () => {
    expect(await addProvider('ΟΔΟΣ')).toEqual([]);
    expect(await addProvider('οδος')).toEqual(message('TAKEN'));
    expect(await addProvider('οδοσ')).toEqual(message('TAKEN'));
  });
});

describe('a name of what nobody can see', () => {
  it.each([
    '\u200b\u200b',
    '\u00a0\u2003',
    '\u3164\u3164',
    '\ufe0f\ufe0f',
    '\u0301\u0301',
    '\u2800\u200d\u2800',
    '\u{e0100}\u{e0101}',
  ])('is none (%#)', async (name) => {
    expect(await addProvider(name)).toEqual(message('INVALID'));
    expect(await addClient(name)).toEqual(message('INVALID'));
  });
});

describe('a register with names that were two and are one now', () => {
  it('is migrated: the older row has the name, the other stays until it is renamed, and no third is added', async () => {
    const database = await createTestDatabase();
    await database.pool.query('drop schema public cascade; create schema public');
    const source = await open(database.ownerUrl, 2);
    const run = async (direction: 'up' | 'down', chosen: readonly Migration[]) => {
      const runner = source.createQueryRunner();
      for (const migration of chosen) {
        await runner.startTransaction();
        await new migration()[direction](runner);
        await runner.commitTransaction();
      }
      await runner.release();
    };
    const add = (name: string) =>
      database.pool
        .query(
          `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
             values (gen_random_uuid(), $1, 'OTH', 'NOT_STATED', '926', 'NR21 9AA', 'LISTED')`,
          [name],
        )
        .then(
          () => 'stored',
          (error: { constraint: string }) => error.constraint,
        );
    const names = async () =>
      (await database.pool.query(`select name, version from provider order by created_at, id`)).rows;
    try {
      const migrations = await readMigrations();
      const at = migrations.indexOf(NamesAsSeen1764000000028);
      await run('up', migrations.slice(0, at));
      await database.pool.query(`
        insert into code (list, code, label, description, source, position)
          values ('SETTING_TYPE', 'OTH', 'Other', 'Test.', 'test', 1), ('REGISTRATION', 'NOT_STATED', 'No', 'Test.', 'test', 1);
        insert into local_authority (code, name) values ('926', 'Norfolk')`);
      for (const name of [NAME, NAME.normalize('NFD'), NAME.replaceAll(' ', '  ')]) {
        expect(await add(name)).toBe('stored');
      }
      await database.pool.query(`
        insert into planning_area (id, local_authority_code, name)
          values (gen_random_uuid(), '926', 'West'), (gen_random_uuid(), '926', 'WEST')`);
      const before = await names();
      const { rows: logged } = await database.pool.query('select count(*)::int n from change');
      await run('up', [NamesAsSeen1764000000028]);
      expect(await names()).toEqual(before);
      expect((await database.pool.query('select count(*)::int n from change')).rows).toEqual(logged);
      expect(await add(NAME.toUpperCase())).toBe('provider_name_postcode');
      const rename = (from: string, to: string) =>
        database.pool.query('update provider set name = $2, version = version + 1 where name = $1', [
          from,
          to,
        ]);
      await rename(NAME.normalize('NFD'), 'Another');
      await expect(rename('Another', NAME.normalize('NFD'))).rejects.toMatchObject({
        constraint: 'provider_name_postcode',
      });
      await run('down', [NamesAsSeen1764000000028]);
      expect(await add(NAME.normalize('NFD'))).toBe('stored');
      await run('up', [NamesAsSeen1764000000028]);
      expect(await add(NAME)).toBe('provider_name_postcode');
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
