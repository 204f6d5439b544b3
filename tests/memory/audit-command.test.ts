import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Runs the built program, as an operator does. */
function audit(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, 'dist/src/cli.js'), 'audit', 'verify', ...parameters],
    { env: { ...process.env, DATABASE_URL: database.url }, encoding: 'utf8' },
  );
  return { status, out: stdout, err: stderr };
}

describe('audit verify', () => {
  it('says that all is well, with an anchor that the next time can begin at', () => {
    const first = audit();
    expect(first).toMatchObject({ status: 0, err: '' });
    const [, anchor = ''] =
      /^\d+ commits? compared: the change log has not been altered\.\nAnchor: (\d+:[0-9a-f]{64})\n$/.exec(
        first.out,
      ) ?? [];
    expect(audit('--from', anchor)).toEqual({
      status: 0,
      err: '',
      out:
        `0 commits compared: since commit ${anchor.split(':')[0]} the change log has not been altered.\n` +
        `Not read: commits 1 to ${anchor.split(':')[0]}. Only a run without --from finds alterations there. ` +
        `Do one from time to time.\nAnchor: ${anchor}\n`,
    });
  });

  it('with --deep compares the register with the record too, and ends with 1 when a row was changed behind its back', async () => {
    const id = '019abcde-0000-7000-8000-000000000001';
    await database.pool.query(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
       values ($1, 'Compared', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`,
      [id],
    );
    const sound = audit('--deep');
    expect(sound).toMatchObject({ status: 0, err: '' });
    expect(sound.out).toMatch(/\nAnchor: .*\n\d+ rows compared: the register matches the change log\.\n$/);
    const client = await database.pool.connect();
    await client.query(`set session_replication_role = replica`);
    await client.query(`update provider set description = 'Altered.' where id = $1`, [id]);
    expect(audit()).toMatchObject({ status: 0 });
    const altered = audit('--deep');
    await client.query(`update provider set description = '' where id = $1`, [id]);
    client.release(true);
    expect(altered.status).toBe(1);
    expect(altered.out).toMatch(`\nRow ${id} of provider: It differs from the record in description.\n`);
    expect(altered.out).toMatch(/ rows compared: the register does not match the change log in 1 place\.\n$/);
    expect(altered.out).toMatch(/the change log has not been altered/);
  });

  it('ends with 1 and names the commit that was altered', async () => {
    const client = await database.pool.connect();
    await client.query(`set session_replication_role = replica`);
    const { rows } = await client.query<{ number: number; at: Date }>(`
      with altered as (update change set actor = 'nobody' where tx = (select min(tx) from change) returning tx)
      select number::float8 as number, at from change_commit where tx = (select min(tx) from altered)`);
    client.release(true);
    const { status, out } = audit();
    expect(status).toBe(1);
    expect(out).toMatch(
      `Commit ${rows[0]?.number} of ${rows[0]?.at.toISOString()}: Its changes are not the ones that were recorded: at least one was altered, added or removed.\n`,
    );
    expect(out).toMatch(/ compared: the change log was altered in one place\.\n$/);
  });

  it('does not take what is not an anchor', () => {
    const { status, err } = audit('--from', '12:abc');
    expect(status).toBe(1);
    expect(err).toMatch('Give an anchor as it was printed');
  });
});
