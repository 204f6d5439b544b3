import type pg from 'pg';
import { loadReference } from '../../seeds/load-reference.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase(); // loadReference has run in its template
  pool = database.pool;
});
afterEach(() => database.drop());

async function one<T>(sql: string): Promise<T> {
  const { rows } = await pool.query(sql);
  expect(rows).toHaveLength(1);
  return rows[0] as T;
}

describe('loadReference', () => {
  it('fills the tables', async () => {
    const counts = await one(`select
      (select count(*)::int from code) > 90 as codes, (select count(*)::int from concept) >= 60 as concepts,
      (select count(*)::int from local_authority) as authorities, (select count(*)::int from district) as districts,
      (select count(*)::int from postcode_sector) as sectors, (select count(*)::int from postcode_outcode) as outcodes,
      (select count(*)::int from named_place) as places`);
    expect(counts).toEqual({
      codes: true,
      concepts: true,
      authorities: 153,
      districts: 394,
      sectors: 154,
      outcodes: 2864,
      places: 560,
    });
  });

  it('touches nothing the second time', async () => {
    expect(await loadReference(pool)).toEqual({ changed: 0 });
  });

  it('mends what differs from the files, and counts the version up', async () => {
    await pool.query(`update code set label = 'Something else' where list = 'NEED' and code = 'SEMH'`);
    await pool.query(`delete from concept where id = 'autism'`);
    expect(await loadReference(pool)).toEqual({ changed: 2 });
    expect(await one(`select label, version from code where list = 'NEED' and code = 'SEMH'`)).toEqual({
      label: 'Social, emotional and mental health',
      version: 2,
    });
    expect(await one(`select phrases @> '{autistic}' as found from concept where id = 'autism'`)).toEqual({
      found: true,
    });
  });

  it('removes a signpost that is no longer in the file, because its number may be out of use', async () => {
    await pool.query(`insert into signpost (key, label, sentence, telephone, for_whom, themes, sources, checked_on, position)
      values ('old-line', 'Old line', 'It was for anyone.', '01603 000000', 'Anyone.', '{ABUSE}', '{https://old.example}', '2020-01-01', 99)`);
    await pool.query(`update signpost set telephone = '01603 000000' where key = 'samaritans'`);
    expect(await loadReference(pool)).toEqual({ changed: 2 });
    expect(await one(`select count(*)::int as n from signpost where telephone = '01603 000000'`)).toEqual({
      n: 0,
    });
  });

  it('leaves what an import has written of areas as it is, however often a hub starts', async () => {
    await pool.query(`
      begin;
      select set_config('hub.actor', 'import gias', true);
      update district set name = 'Norwich City', version = version + 1 where code = 'E07000148';
      update local_authority set name = 'Norfolk County', version = version + 1 where code = '926';
      commit`);
    const head = async () => (await one<{ n: number }>('select count(*)::int as n from change')).n;
    const before = await head();
    for (let start = 0; start < 2; start++) expect(await loadReference(pool)).toEqual({ changed: 0 });
    expect(await head()).toBe(before);
    const { rows } = await pool.query(
      `select name, version from district where code = 'E07000148'
       union all select name, version from local_authority where code = '926' order by name`,
    );
    expect(rows).toEqual([
      { name: 'Norfolk County', version: 2 },
      { name: 'Norwich City', version: 2 },
    ]);
  });

  it('mends an area that only the seeds have written', async () => {
    await pool.query(`
      begin;
      select set_config('hub.actor', 'reference data', true);
      update district set name = 'An older name' where code = 'E07000148';
      commit`);
    expect(await loadReference(pool)).toEqual({ changed: 1 });
  });

  it('removes a place that only an older edition had, and no other', async () => {
    await pool.query(`insert into named_place (id, name, folded_name, latitude, longitude, source) values
      (gen_random_uuid(), 'Dereham', 'dereham', 52.68, 0.93, 'GeoNames cities (CC BY 4.0)'),
      (gen_random_uuid(), 'Dereham', 'dereham', 52.68, 0.93, 'OS Open Names')`);
    expect(await loadReference(pool)).toEqual({ changed: 1 });
    expect(await one(`select source from named_place where name = 'Dereham'`)).toEqual({
      source: 'OS Open Names',
    });
    expect(await loadReference(pool)).toEqual({ changed: 0 });
  });

  it('leaves codes alone that are only in the database', async () => {
    await pool.query(`insert into code (list, code, label, description, source, position)
                      values ('NEED', 'LOCAL', 'A local need', 'Kept by the county.', 'Norfolk', 99)`);
    expect(await loadReference(pool)).toEqual({ changed: 0 });
    expect(await one(`select label from code where code = 'LOCAL'`)).toEqual({ label: 'A local need' });
  });

  it('does not overwrite what an import of full postcodes has computed', async () => {
    await pool.query(`
      insert into postcode values ('NR21 9AA', 52.8333, 0.8462, 'E07000147');
      update postcode_outcode set latitude = 52.1, postcodes = 1 where outcode = 'NR21';
      update postcode_sector set latitude = 52.1, postcodes = 1 where sector = 'NR21 9';
      delete from postcode_sector where sector = 'NR21 1';
      update postcode_sector set latitude = 52.1 where sector = 'NR2 1'`);
    expect(await loadReference(pool)).toEqual({ changed: 1 }); // NR2 is another outcode, of which nothing is imported
    const { rows } = await pool.query(`
      select outcode as key, latitude from postcode_outcode where outcode = 'NR21'
      union all select sector, latitude from postcode_sector where sector in ('NR21 9', 'NR21 1', 'NR2 1') order by 1`);
    expect(rows).toEqual([
      { key: 'NR2 1', latitude: 52.6288 },
      { key: 'NR21', latitude: 52.1 },
      { key: 'NR21 9', latitude: 52.1 },
    ]);
  });

  it('changes all or nothing', async () => {
    await pool.query(`
      update code set label = 'Something else' where list = 'TIER' and code = 'TIER_1';
      update district set name = 'Wrong' where code = 'E07000147';
      alter table named_place add constraint no_fakenham check (name <> 'Fakenham') not valid;
      delete from named_place where name = 'Fakenham'`);
    await expect(loadReference(pool)).rejects.toThrow(/no_fakenham/);
    expect(await one(`select label from code where list = 'TIER' and code = 'TIER_1'`)).toEqual({
      label: 'Something else',
    });
  });

  it('can be run by several processes at once', async () => {
    const tables = ['concept', 'named_place', 'postcode_sector', 'postcode_outcode'];
    for (const table of tables) await pool.query(`delete from ${table}`);
    const results = await Promise.all([loadReference(pool), loadReference(pool), loadReference(pool)]);
    expect(results.filter(({ changed }) => changed === 0)).toHaveLength(2);
  });
});
