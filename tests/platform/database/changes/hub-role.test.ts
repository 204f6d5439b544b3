import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../../../../src/app.js';
import { projectRoot } from '../../../../src/platform/project-root.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';
import { addProvider } from './feed-fixture.js';

let database: TestDatabase;
let url: string;
let pool: pg.Pool;
const role = `hub_${randomUUID().replaceAll('-', '')}`;

/** A database whose tables belong to somebody else, and a role with the grants of docs/operator.md. */
beforeAll(async () => {
  database = await createTestDatabase();
  const text = readFileSync(join(projectRoot, 'docs/operator.md'), 'utf8');
  const [, grants = ''] = /```sql\n(create role hub [\s\S]*?)```/.exec(text) ?? [];
  await database.pool.query(grants.replaceAll(/\bhub\b/g, role));
  url = Object.assign(new URL(database.url), { username: role, password: 'change me' }).href;
  pool = new pg.Pool({ connectionString: url, max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.pool.query(`drop owned by ${role}; drop role ${role}`);
  await database.drop();
});

describe('a hub whose role has the grants of the handbook', () => {
  it('starts on an up-to-date database and writes to the register, on record', async () => {
    expect((await prepareDatabase(url, { demonstration: true })).migrations).toEqual([]);
    const id = await addProvider(pool);
    await pool.query(`update provider set description = 'New' where id = $1`, [id]);
    await pool.query('delete from provider where id = $1', [id]);
    const { rows } = await pool.query('select operation from change where entity_id = $1 order by id', [id]);
    expect(rows.map(({ operation }) => operation)).toEqual(['INSERT', 'UPDATE', 'DELETE']);
  });

  it.each(['change', 'change_commit', 'change_chain'])(
    'cannot alter %s, nor switch off what keeps it',
    async (table) => {
      const refused = (statement: string) => expect(pool.query(statement)).rejects;
      await refused(
        `update ${table} set ${{ change: 'actor', change_commit: 'at' }[table] ?? 'digest'} = null`,
      ).toThrow(`permission denied for table ${table}`);
      await refused(`delete from ${table}`).toThrow(`permission denied for table ${table}`);
      await refused(`truncate ${table}`).toThrow(`permission denied for table ${table}`);
      await refused(`alter table ${table} disable trigger all`).toThrow(`must be owner of table ${table}`);
      await refused('set session_replication_role = replica').toThrow('permission denied to set parameter');
    },
  );
});
