import type pg from 'pg';
import { createHub, type Hub } from '../../../src/app.js';
import { poolOf } from '../../../src/platform/database/data-source.js';
import { encodeId } from '../../../src/platform/graphql/global-id.js';
import { open, prepareDatabase } from '../../../src/start/database.js';
import { commissioner, type Graph, graphOf } from '../../support/actors.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** Locales that a Postgres may have been made with, as `create database` takes them. */
const locales = {
  'C of the operating system': `locale_provider libc locale 'C'`,
  'C.UTF-8 of Postgres': `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`,
  'English (ICU)': `locale_provider icu icu_locale 'en-US' locale 'C'`,
};
type Locale = keyof typeof locales;
const all = Object.keys(locales) as Locale[];

const names = [
  'École du Moulin',
  'ÉCOLE DES LIONS',
  'Ecole du moulin',
  "King's Lynn Centre",
  'King’s Lynn Centre',
  'Kings Lynn Base',
  'Ŵyn Farm',
  'øresund Boats',
  'Ørsted Works',
  'apple Barn',
  'Zoë’s Place',
  'Straße der Kunst',
  'Strasse der Kunst',
  'ΑΘΗΝΑ',
  'ΑΘΗΝΑ δυο',
  'ЖУК',
  '日本の家',
  'a-b House',
  'ab House',
  'a b House',
];
const idOf = (at: number) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;

let template: TestDatabase;
const hubs = new Map<Locale, { readonly hub: Hub; readonly graph: Graph; readonly pool: pg.Pool }>();
const nameOf = (locale: Locale) => `locale_${all.indexOf(locale)}_${process.pid}`;

beforeAll(async () => {
  template = await createTestDatabase();
  for (const locale of all) {
    await template.pool.query(
      `create database ${nameOf(locale)} template template0 encoding 'UTF8' ${locales[locale]}`,
    );
    const url = Object.assign(new URL(template.ownerUrl), { pathname: `/${nameOf(locale)}` }).href;
    await prepareDatabase(url);
    const source = await open(url, 1);
    for (const [at, name] of names.entries()) {
      await poolOf(source).query(
        `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, urn)
          values ($1, $2, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED', $3)`,
        [idOf(at), name, at % 2 ? null : String(700_000 + at)],
      );
      await poolOf(source).query(
        `insert into planning_area (id, local_authority_code, name) values ($1, '926', $2)`,
        [idOf(at), name],
      );
    }
    await source.destroy();
    const hub = await createHub({ url, log: { info() {}, warn() {}, error() {} } });
    hubs.set(locale, { hub, graph: await graphOf(hub), pool: poolOf(hub.source) });
  }
}, 180_000);
afterAll(async () => {
  for (const [locale, { hub, graph }] of hubs) {
    await graph.stop();
    await hub.close();
    await template.pool.query(`drop database ${nameOf(locale)} with (force)`);
  }
  await template.drop();
});

/** The results on a database of every locale, which must all be the same. */
async function alike<T>(work: (on: { graph: Graph; pool: pg.Pool }) => Promise<T>): Promise<T> {
  let common: T | undefined;
  for (const [locale, on] of hubs) {
    const answer = await work(on);
    common ??= answer;
    expect([locale, answer]).toEqual([locale, common]);
  }
  return common as T;
}

const ask = <T>(document: string, variables?: Record<string, unknown>) =>
  alike(async ({ graph }) => {
    const { data, errors } = await graph.ask<T>(commissioner, document, variables);
    expect(errors).toBeUndefined();
    return data;
  });

describe('in a database of any locale', () => {
  it.each([
    ['éc', ['Ecole du moulin', 'ÉCOLE DES LIONS', 'École du Moulin']],
    ['ÉC', ['Ecole du moulin', 'ÉCOLE DES LIONS', 'École du Moulin']],
    ['ec', ['Ecole du moulin', 'ÉCOLE DES LIONS', 'École du Moulin']],
    ['ŵYN', ['Ŵyn Farm']],
    ['ØR', ['Ørsted Works', 'øresund Boats']],
    ['θη', ['ΑΘΗΝΑ', 'ΑΘΗΝΑ δυο']],
    ['жу', ['ЖУК']],
    ['STRASS', ['Strasse der Kunst', 'Straße der Kunst']],
    ['日', ['日本の家']],
  ])(
    'the register finds "%s" in names, in capitals or not, with accents or without',
    async (text, expected) => {
      const { register } = await ask<{ register: { nodes: { name: string }[] } }>(
        'query ($text: String!) { register(filter: { text: $text, kind: [PROVIDER] }, sort: NAME_ASC) { nodes { name } } }',
        { text },
      );
      expect(register.nodes.map(({ name }) => name)).toEqual(expected);
    },
  );

  it('the same entries may be the same, for the same reasons', async () => {
    let found = 0;
    for (const at of names.keys()) {
      const { duplicateCandidates } = await ask<{ duplicateCandidates: { provider: { name: string } }[] }>(
        `query ($id: ID!) { duplicateCandidates(provider: $id) {
           provider { name } strength reasons { kind similarity sentence } } }`,
        { id: encodeId('prv', idOf(at)) },
      );
      found += duplicateCandidates.length;
      if (at === 0) expect(duplicateCandidates[0]!.provider.name).toBe('Ecole du moulin');
      if (at === 3) expect(duplicateCandidates[0]!.provider.name).toBe('King’s Lynn Centre');
      if (at === 11) expect(duplicateCandidates[0]!.provider.name).toBe('Strasse der Kunst');
    }
    expect(found).toBeGreaterThan(8);
  });

  it.each([
    ['{ planningAreas(localAuthority: "926") { name } }'],
    ['{ districts { name code } }'],
    ['{ providers(first: 100) { nodes { name } } }'],
    ['{ register(first: 100, sort: NAME_ASC) { nodes { name } } }'],
    ['{ codeList(name: NEEDS) { code label } }'],
  ])('lists come in the same order: %s', async (document) => {
    await ask(document);
  });

  it('a name is taken whatever its capitals', async () => {
    const outcomes = await alike(async ({ pool }) =>
      Promise.all(
        ['école du moulin x', 'ŵYN FARM x', 'øRSTED WORKS x', 'αθηνα x', 'жук x'].map(async (name, i) => {
          const add = (id: number, called: string) =>
            pool.query(
              `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
                values ($1, $2, 'OOT', 'UNREGISTERED', '926', 'NR21 9AB', 'DRAFT')`,
              [idOf(id), called],
            );
          await add(100 + i, name);
          return add(200 + i, name.toUpperCase()).then(
            () => 'stored',
            (error: { constraint?: string }) => error.constraint,
          );
        }),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['provider_name_postcode']));
  });

  it('names are still looked for by index', async () => {
    await alike(async ({ pool }) => {
      const client = await pool.connect();
      try {
        await client.query('begin; set local enable_seqscan = off');
        const plan = async (text: string) =>
          (await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`)).rows
            .map((row) => row['QUERY PLAN'])
            .join('\n');
        expect(
          await plan(`select * from provider where plain_letters(name) % plain_letters('École')`),
        ).toContain('provider_name_alike');
        expect(
          await plan(`select * from provider where setting_type = 'OTH' and fold_case(name) = fold_case('É') and postcode = 'NR1 1AA'
            and coalesce(urn, ukprn, company_number, charity_number) is null and not is_merged`),
        ).toContain('provider_name_postcode');
        expect(await plan(`select * from api_client where fold_case(name) = 'x'`)).toContain(
          'api_client_name',
        );
      } finally {
        await client.query('rollback');
        client.release();
      }
    });
  });
});

describe('a database that the hub cannot use', () => {
  it('is refused in words when it does not hold Unicode, and left as it is', async () => {
    const name = `locale_latin_${process.pid}`;
    await template.pool.query(
      `create database ${name} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
    );
    const url = Object.assign(new URL(template.ownerUrl), { pathname: `/${name}` }).href;
    await expect(prepareDatabase(url)).rejects.toThrow(/encoding LATIN1.*needs UTF8/);
    const source = await open(url, 1);
    const { rows } = await poolOf(source).query(
      `select from pg_class where relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([]);
    await source.destroy();
    await template.pool.query(`drop database ${name} with (force)`);
  });
});
