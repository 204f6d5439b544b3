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
      /^\d+ commits? compared: the record is what was written\.\nAnchor: (\d+:[0-9a-f]{64})\n$/.exec(
        first.out,
      ) ?? [];
    expect(audit('--from', anchor)).toEqual({
      status: 0,
      err: '',
      out: `0 commits compared: the record is what was written.\nAnchor: ${anchor}\n`,
    });
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
      `Commit ${rows[0]?.number} of ${rows[0]?.at.toISOString()}: Its changes are not those that were recorded: one was altered, added or removed.\n`,
    );
    expect(out).toMatch(/ compared: the record was altered in one place\.\n$/);
  });

  it('does not take what is no anchor', () => {
    const { status, err } = audit('--from', '12:abc');
    expect(status).toBe(1);
    expect(err).toMatch('Give an anchor as it was printed');
  });
});
