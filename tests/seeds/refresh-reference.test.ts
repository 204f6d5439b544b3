import type pg from 'pg';
import { refreshReference } from '../../seeds/refresh-reference.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase(); // refreshReference has run in its template
  pool = database.pool;
});
afterEach(() => database.drop());

describe('a start', () => {
  it('skips reference files that were loaded and have not been written since', async () => {
    expect(await refreshReference(pool)).toBeNull();
    expect(await refreshReference(pool)).toBeNull();
  });

  it.each([
    ['a code', `update code set label = 'Something else' where list = 'NEED' and code = 'SEMH'`, 1],
    ['a concept', `delete from concept where id = 'autism'`, 1],
    ['a signpost', `update signpost set telephone = '01603 000000' where key = 'samaritans'`, 1],
    ['a sector', `update postcode_sector set postcodes = postcodes + 1 where sector = 'NR21 9'`, 1],
    ['a named place', `update named_place set name = 'Nowhere' where name = 'Thetford'`, 1],
  ])('loads them again after %s was written, and skips them then', async (_, sql, changed) => {
    await pool.query(sql);
    expect(await refreshReference(pool)).toEqual({ changed });
    expect(await refreshReference(pool)).toBeNull();
  });

  it('loads them again if other files were loaded last', async () => {
    await pool.query(`update reference_state set digest = 'of an older release'`);
    expect(await refreshReference(pool)).toEqual({ changed: 0 });
    expect(await refreshReference(pool)).toBeNull();
  });

  it('loads them again if someone wrote while they were being loaded', async () => {
    await pool.query(`update code set label = 'Something else' where list = 'NEED' and code = 'SEMH'`);
    const waiting = await pool.connect();
    try {
      // The row is held, so that the load cannot overtake what is written in the meantime.
      await waiting.query('begin');
      await waiting.query(`select from code where list = 'NEED' and code = 'SEMH' for update`);
      const loading = refreshReference(pool);
      await pool.query(`update concept set label = 'Something else' where id = 'autism'`);
      await waiting.query('commit');
      await loading;
    } finally {
      waiting.release();
    }
    expect(await refreshReference(pool)).toEqual({ changed: expect.any(Number) });
    expect(await refreshReference(pool)).toBeNull();
  });

  it('does so for every table that the reference data fills', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select distinct table_name as name from change where actor = 'reference data'`,
    );
    for (const { name } of rows) {
      await pool.query(`update reference_state set commit_number = (select max(number) from change_commit)`);
      await pool.query(
        `insert into change (tx, table_name, entity_id, operation, actor)
         values (nextval('change_transaction'), $1, 'any', 'UPDATE', 'someone else')`,
        [name],
      );
      expect([name, await refreshReference(pool)]).toEqual([name, { changed: 0 }]);
    }
  });
});
