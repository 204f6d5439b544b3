import type pg from 'pg';
import { loadDemonstration, removeDemonstration } from '../../seeds/load-demonstration.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const today = '2026-11-23';
const tables = ['provider', 'provider_contact', 'site', 'offering', 'offering_site', 'vacancy', 'school'];

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = database.pool;
  await loadDemonstration(pool, today);
});
afterEach(() => database.drop());

async function scalar(sql: string): Promise<unknown> {
  const { rows } = await pool.query({ text: sql, rowMode: 'array' });
  return (rows as unknown[][])[0]?.[0];
}
/** xmin changes whenever a row is written, even with the same values. */
const fingerprint = (table: string) =>
  scalar(`select md5(string_agg(t.xmin || t::text, ';' order by t::text)) from ${table} t`);
const fingerprints = () => Promise.all(tables.map(fingerprint));

describe('loadDemonstration', () => {
  it('loads everything, marked as demonstration, in its first version', async () => {
    const again = await loadDemonstration(pool, today);
    for (const [table, count] of [
      ['provider', again.providers],
      ['site', again.sites],
      ['offering', again.offerings],
      ['vacancy', again.vacancies],
      ['planning_area', 10],
      ['school', 12],
    ] as const) {
      expect([
        table,
        await scalar(`select count(*)::int from ${table} where is_demonstration and version = 1`),
      ]).toEqual([table, count]);
      expect([table, await scalar(`select count(*)::int from ${table} where not is_demonstration`)]).toEqual([
        table,
        0,
      ]);
    }
    expect(again.offerings).toBeGreaterThan(280);
    expect(await scalar('select count(distinct local_authority_code)::int from provider')).toBe(1);
  });

  it('touches no row when it runs again on the same day', async () => {
    const before = await fingerprints();
    expect((await loadDemonstration(pool, today)).changed).toBe(0);
    expect(await fingerprints()).toEqual(before);
  });

  it('moves the dates of vacancies on a later day, and nothing else', async () => {
    const first = `select available_from from vacancy where confirmed_at is not null order by id limit 1`;
    const [before, lastConfirmed] = [
      await fingerprints(),
      await scalar('select max(confirmed_at) from vacancy'),
    ];
    const { changed } = await loadDemonstration(pool, '2026-12-03');
    expect(changed).toBeGreaterThan(400);
    const after = await fingerprints();
    const moved = tables.filter((_, index) => after[index] !== before[index]);
    expect(moved).toEqual(['vacancy']);
    expect(await scalar(`select max(version) from vacancy`)).toBe(1);
    expect(Number(await scalar('select max(confirmed_at) from vacancy')) - Number(lastConfirmed)).toBe(
      10 * 86_400_000,
    );
    expect(await scalar(first)).toBeDefined();
    const logged = `select count(*)::int from change
       where table_name = 'vacancy' and operation = 'UPDATE' and actor = 'demonstration'`;
    expect(await scalar(logged)).toBe(changed);
  });

  it('keeps rows that were edited', async () => {
    await pool.query(`
      update vacancy set places_available = 7, state = 'CAPACITY', version = 2 where id = (select min(id::text)::uuid from vacancy);
      update provider set name = 'Renamed', version = 2 where urn = '000001';
      delete from provider_contact where provider_id = (select id from provider where urn = '000001')`);
    const edited = `select md5(string_agg(t::text, ';')) from (
      select id, available_from::text, confirmed_at::text, places_available::text from vacancy where version = 2
      union all select id, name, null, null from provider where version = 2) t`;
    const before = await scalar(edited);
    await loadDemonstration(pool, '2026-12-03');
    expect(await scalar(edited)).toBe(before);
    expect(
      await scalar(
        `select count(*)::int from provider_contact join provider p on p.id = provider_id where p.version = 2`,
      ),
    ).toBe(0);
  });

  it('respects that an offering was taken away from a site, with the vacancies there', async () => {
    const tied = `select offering_id from vacancy where site_id is not null order by id limit 1`;
    const offering = await scalar(tied);
    await pool.query(`update offering set version = 2 where id = '${offering}'`);
    await pool.query(`delete from offering_site where offering_id = '${offering}'`);
    await loadDemonstration(pool, '2026-12-03');
    expect(await scalar(`select count(*)::int from offering_site where offering_id = '${offering}'`)).toBe(0);
    expect(
      await scalar(
        `select count(*)::int from vacancy where offering_id = '${offering}' and site_id is not null`,
      ),
    ).toBe(0);
  });

  it('brings back rows that were deleted, and leaves a sector that was moved where it is', async () => {
    await pool.query(`
      delete from provider where urn = '000011';
      insert into planning_area (id, local_authority_code, name)
        values ('00000000-0000-4000-8000-000000000001', '926', 'A real partnership');
      update planning_area_member set planning_area_id = '00000000-0000-4000-8000-000000000001' where code = 'NR21 9'`);
    const { changed } = await loadDemonstration(pool, today);
    expect(changed).toBeGreaterThan(8);
    expect(
      await scalar(
        `select count(*)::int from offering o join provider p on p.id = provider_id where urn = '000011'`,
      ),
    ).toBe(6);
    expect(await scalar(`select planning_area_id from planning_area_member where code = 'NR21 9'`)).toMatch(
      /0001$/,
    );
  });

  it('asks for a date', async () => {
    for (const wrong of ['23/11/2026', '2026-13-01', '']) {
      await expect(loadDemonstration(pool, wrong)).rejects.toThrow(/yyyy-mm-dd/);
    }
  });

  it('asks for the reference data', async () => {
    await removeDemonstration(pool);
    await pool.query(
      'delete from signpost; delete from named_place; delete from district; delete from local_authority',
    );
    await expect(loadDemonstration(pool, today)).rejects.toThrow(/needs the reference data/);
  });
});

describe('a real establishment', () => {
  const real = `select to_jsonb(t) - 'is_demonstration' - 'version' - 'updated_at' as row from school t where urn in ('000101', '991001')
    union all select to_jsonb(t) - 'is_demonstration' - 'version' - 'updated_at' from provider t where urn in ('000001', '990002') order by 1`;

  it('that has a number of the demonstration is never overwritten and never removed; the rest is loaded', async () => {
    await removeDemonstration(pool);
    await pool.query(`
      insert into school (urn, name, type_code, status_code) values ('000101', 'Real Primary', '1', '1'), ('991001', 'Real High', '34', '1');
      insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        values ('00000000-0000-4000-8000-000000000003', 'Real PRU', 'PRU', 'REGISTERED_SCHOOL', '926', '000001', 'LISTED')`);
    const before = (await pool.query(real)).rows;
    expect(await loadDemonstration(pool, today)).toMatchObject({ providers: expect.any(Number) });
    expect((await pool.query(real)).rows).toEqual(before);
    expect(await scalar('select count(*)::int from school where is_demonstration')).toBe(11);
    await removeDemonstration(pool);
    expect((await pool.query(real)).rows).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it('that was given a number which an earlier release had invented stays, and what was invented takes others', async () => {
    await loadDemonstration(pool, today);
    await pool.query(`
      insert into school select (jsonb_populate_record(s, jsonb_build_object('urn', '9910' || right(s.urn, 2)))).* from school s
        where is_demonstration;
      delete from school where urn ~ '^0001';
      update provider set urn = '9900' || right(urn, 2) where is_demonstration and urn is not null;
      update provider set version = 2 where urn = '990003';
      -- As an import of GIAS did before.
      update school set name = 'Real High' where urn = '991001';
      insert into school (urn, name, type_code, status_code) values ('990002', 'Real Academy', '42', '1');
      update provider set name = 'Real Academy', version = 2 where urn = '990002'`);
    const taken = `select row from (${real}) t where row ->> 'urn' ~ '^99' order by 1`;
    const before = (await pool.query(taken)).rows;
    expect(before).toHaveLength(2);
    await loadDemonstration(pool, '2026-12-03');
    expect((await pool.query(taken)).rows).toEqual(before);
    expect(await scalar(`select count(*)::int from school where is_demonstration and urn !~ '^0001'`)).toBe(
      0,
    );
    expect(await scalar(`select count(*)::int from provider where is_demonstration and urn !~ '^0000'`)).toBe(
      0,
    );
    expect(await scalar('select count(*)::int from school where is_demonstration')).toBe(12);
    await removeDemonstration(pool);
    expect((await pool.query(taken)).rows).toEqual(before);
  });
});

describe('removeDemonstration', () => {
  it('removes all of it and nothing else, and can be repeated', async () => {
    await pool.query(`
      insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        values ('00000000-0000-4000-8000-000000000002', 'A real school', 'PRU', 'REGISTERED_SCHOOL', '926', '100001', 'LISTED');
      insert into school (urn, name, type_code, status_code) values ('100002', 'Another real school', '34', '1')`);
    const loaded = await loadDemonstration(pool, today);
    const { schools, planningAreas, ...removed } = await removeDemonstration(pool);
    expect({ ...removed, changed: 0 }).toEqual(loaded);
    expect([schools, planningAreas]).toEqual([12, 10]);
    expect(await scalar('select string_agg(name, $$, $$) from provider')).toBe('A real school');
    expect(await scalar('select string_agg(name, $$, $$) from school')).toBe('Another real school');
    for (const table of [
      'provider_contact',
      'site',
      'offering',
      'offering_site',
      'vacancy',
      'planning_area_member',
    ]) {
      expect([table, await scalar(`select count(*)::int from ${table}`)]).toEqual([table, 0]);
    }
    const nothing = { providers: 0, sites: 0, offerings: 0, vacancies: 0, schools: 0, planningAreas: 0 };
    expect(await removeDemonstration(pool)).toEqual(nothing);
    expect((await loadDemonstration(pool, today)).providers).toBe(loaded.providers);
  });
});
