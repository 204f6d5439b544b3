import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  allowUse,
  mayAlterRecord,
  type ProgramRole,
  roleOf,
} from '../../../src/platform/database/program-role.js';
import { prepareDatabase } from '../../../src/start/database.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { addProvider } from './changes/feed-fixture.js';

let database: TestDatabase;
let pool: pg.Pool;
const made: string[] = [];
const newRole = (): ProgramRole => {
  const name = `hub-${randomUUID()}`; // to be quoted
  made.push(name);
  return { name, password: "it's a secret" };
};
const urlFor = ({ name, password }: ProgramRole) =>
  Object.assign(new URL(database.ownerUrl), {
    username: encodeURIComponent(name),
    password: encodeURIComponent(password),
  }).href;

beforeAll(async () => {
  database = await createTestDatabase();
  const programs = newRole();
  expect((await prepareDatabase(database.ownerUrl, { programs })).migrations).toEqual([]);
  pool = new pg.Pool({ connectionString: urlFor(programs), max: 2 });
});
afterAll(async () => {
  await pool.end();
  for (const role of made) {
    const name = pg.escapeIdentifier(role);
    const { rowCount } = await database.pool.query('select from pg_roles where rolname = $1', [role]);
    if (rowCount) await database.pool.query(`drop owned by ${name}; drop role ${name}`);
  }
  await database.drop();
});

describe('the role that hubs run as', () => {
  it('writes to the register, on record', async () => {
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
      const column = { change: 'actor', change_commit: 'at' }[table] ?? 'digest';
      await refused(`update ${table} set ${column} = null`).toThrow(`permission denied for table ${table}`);
      await refused(`delete from ${table}`).toThrow(`permission denied for table ${table}`);
      await refused(`truncate ${table}`).toThrow(`permission denied for table ${table}`);
      await refused(`alter table ${table} disable trigger all`).toThrow(`must be owner of table ${table}`);
      await refused('set session_replication_role = replica').toThrow('permission denied to set parameter');
    },
  );

  it('is not the owner in another guise, and makes no tables', async () => {
    const { rows } = await pool.query(
      `select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as "isMighty",
              exists (select from pg_auth_members m where m.member = r.oid) as "isMember"
         from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([{ isMighty: false, isMember: false }]);
    await expect(pool.query('create table more ()')).rejects.toThrow('permission denied for schema public');
    await expect(pool.query(`insert into migrations (timestamp, name) values (1, 'x')`)).rejects.toThrow(
      'permission denied for table migrations',
    );
  });

  it('differs from one that could alter the record', async () => {
    expect(await mayAlterRecord(pool)).toBe(false);
    expect(await mayAlterRecord(database.pool)).toBe(true);
  });

  it('gets its rights on tables that an upgrade adds, and loses what it should not have', async () => {
    const programs = newRole();
    await prepareDatabase(database.ownerUrl, { programs });
    await database.pool.query(
      `create table newer (id int); grant update on change to ${pg.escapeIdentifier(programs.name)}`,
    );
    await prepareDatabase(database.ownerUrl, { programs });
    const { rows } = await database.pool.query(
      `select has_table_privilege($1, 'newer', 'insert') as may, has_table_privilege($1, 'change', 'update') as "mayAlter"`,
      [programs.name],
    );
    expect(rows).toEqual([{ may: true, mayAlter: false }]);
    await database.pool.query('drop table newer');
  });

  it('is made once by hubs that start at the same time', async () => {
    const programs = newRole();
    await Promise.all([1, 2, 3].map(() => prepareDatabase(database.ownerUrl, { programs })));
    const client = new pg.Client({ connectionString: urlFor(programs) });
    await client.connect();
    expect((await client.query('select count(*)::int n from provider')).rows).toEqual([{ n: 0 }]);
    await client.end();
  });

  it('is made without its password in any statement', async () => {
    const programs = newRole();
    const sent: string[] = [];
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
    await allowUse(
      Object.assign(Object.create(client) as pg.Client, {
        query: (text: string, values?: unknown[]) => {
          sent.push(text);
          return query(text, values);
        },
      }),
      programs,
    );
    await client.end();
    expect(sent.some((text) => text.startsWith('create role'))).toBe(true);
    expect(sent.join()).not.toContain('a secret');
    const asProgram = new pg.Client({ connectionString: urlFor(programs) });
    await asProgram.connect();
    await asProgram.end();
  });

  it.each(['pässwörd ﬁ', '密码'])('signs in by %s', async (password) => {
    const programs = { ...newRole(), password };
    await prepareDatabase(database.ownerUrl, { programs });
    const client = new pg.Client({ connectionString: urlFor(programs) });
    await client.connect();
    await client.end();
  });

  it('must be created by an administrator if the owner is not allowed to', async () => {
    const owner = newRole();
    await prepareDatabase(database.ownerUrl, { programs: owner });
    const programs = newRole();
    await expect(prepareDatabase(urlFor(owner), { programs })).rejects.toThrow(
      `The role "${programs.name}" of DATABASE_URL does not exist, and the role of DATABASE_OWNER_URL is not allowed to create it.`,
    );
  });

  it('is read from an address as it is meant', () => {
    expect(roleOf('postgres://h%40b:p%2Fw@db/hub')).toEqual({ name: 'h@b', password: 'p/w' });
  });
});
