import pg from 'pg';
import { poolOf } from '../../../src/platform/database/data-source.js';
import { troubleOf } from '../../../src/platform/database/trouble.js';
import { Unavailable } from '../../../src/platform/errors.js';
import { open } from '../../../src/start/database.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
/** What Postgres says when it raises an error with this state. */
const raised = (state: string) =>
  thrownBy(database.pool.query(`do $$ begin raise exception 'as asked' using errcode = '${state}'; end $$`));

describe('what the database cannot now', () => {
  it.each([
    ['53100', 'full'],
    ['53200', 'busy'],
    ['53300', 'busy'],
    ['53400', 'busy'],
    ['25006', 'read-only'],
    ['57014', 'busy'],
    ['55P03', 'busy'],
    ['40001', 'busy'],
    ['40P01', 'busy'],
    ['57P01', 'away'],
    ['57P02', 'away'],
    ['57P03', 'away'],
    ['57P05', 'away'],
    ['08006', 'away'],
    ['08P01', 'away'],
    ['58030', 'away'],
  ])('is recognised by SQLSTATE %s: %s', async (state, trouble) => {
    expect(troubleOf(await raised(state))).toBe(trouble);
  });

  it.each(['23505', '22P02', '42P01', '42501', 'P0001', '40003', '55000'])('is not %s', async (state) => {
    expect(troubleOf(await raised(state))).toBeNull();
  });

  it('is seen through what wraps it', async () => {
    const source = await open(database.url, 1);
    const ofTypeorm = await thrownBy(source.query(`set transaction read only; delete from provider`));
    expect(troubleOf(ofTypeorm)).toBe('read-only');
    const pool = poolOf(source);
    await source.destroy();
    expect(troubleOf(new Unavailable('Later.'))).toBe('away');
    expect(troubleOf(new Unavailable('Later.', { cause: await raised('53100') }))).toBe('full');
    expect(troubleOf(await thrownBy(pool.query('select 1')))).toBe('away'); // a pool that has ended
  });

  it('is what pg and its pool say of connections', async () => {
    const { hostname, port, password, pathname } = new URL(database.url);
    const refused = new pg.Pool({ host: hostname, port: 1 });
    expect(troubleOf(await thrownBy(refused.query('select 1')))).toBe('away');
    const bySeveral = new pg.Client({ host: 'localhost', port: 1 });
    expect(troubleOf(await thrownBy(bySeveral.connect()))).toBe('away');
    const stranger = new pg.Client({
      host: hostname,
      port: Number(port),
      user: 'nobody',
      password,
      database: pathname.slice(1),
    });
    expect(troubleOf(await thrownBy(stranger.connect()))).toBe('away');
    const small = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 1_000 });
    small.on('error', () => {});
    const held = await small.connect();
    held.on('error', () => {});
    expect(troubleOf(await thrownBy(small.query('select 1')))).toBe('busy');
    const asking = thrownBy(held.query('select pg_sleep(30)'));
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(30)%'`,
    );
    expect(troubleOf(await asking)).toBe('away');
    expect(troubleOf(await thrownBy(held.query('select 1')))).toBe('away');
    held.release(true);
    await small.end();
    await refused.end();
  });

  it.each([
    undefined,
    null,
    'text',
    new Error('Something else'),
    new TypeError('x is not a function'),
    { code: 'ENOENT' },
  ])('is not %p', (error) => {
    expect(troubleOf(error)).toBeNull();
  });
});
