import pg from 'pg';
import { type Ask, startTestHub, type TestHub } from '../../support/hub.js';
import { until } from '../../support/until.js';

let hub: TestHub;
let administrator: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  administrator = await hub.as('administrator');
});
afterAll(() => hub.stop());

async function ready() {
  const response = await fetch(`${hub.address}/health/ready`);
  const facts = (await response.json()) as { checks: object; database: object; copies: object[] };
  return { ...facts, status: response.status };
}

/** As on a copy that has taken over, or one that an administrator holds: for sessions that begin from now on. */
async function readOnly(on: boolean): Promise<void> {
  const name = new URL(hub.database.url).pathname.slice(1);
  const administrator = new pg.Client({ connectionString: hub.database.ownerUrl });
  await administrator.connect();
  await administrator.query('set default_transaction_read_only = off');
  await administrator.query(
    `alter database ${name} set default_transaction_read_only = ${on ? 'on' : 'off'}`,
  );
  await administrator.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name = 'ap-hub'`,
  );
  await administrator.end();
}

const WRITE = `mutation ($name: String!) { apiClientCreate(input: { name: $name, role: SCHOOL }) { apiClient { id } userErrors { message } } }`;

describe('/health/ready', () => {
  it('writes something of its own, and no more often than every five seconds', async () => {
    const lastWritten = async () => {
      const { rows } = await hub.database.pool.query(
        `select updated_at::text as at, xmin::text from change_reader where name like 'none:%'`,
      );
      return rows;
    };
    const first = await Promise.all(Array.from({ length: 20 }, ready));
    expect(first.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(first[0]!.checks).toMatchObject({ database: 'ok', writing: 'ok', search: 'ok' });
    expect(first[0]!.copies).toContainEqual({ name: 'caches', commitsBehind: 0, failing: false });
    const written = await lastWritten();
    expect(written).toHaveLength(1);
    for (let i = 0; i < 20; i++) await ready();
    expect(await lastWritten()).toEqual(written);
  });

  it('says when the database takes no writes, which are refused as UNAVAILABLE, and when it does again', async () => {
    await readOnly(true);
    // The first write can still meet a connection that has just ended: that is not yet a database that takes no writes.
    await until('a write is refused by a new session', async () => {
      const refused = await administrator(WRITE, { name: 'Not now' });
      expect(refused.data).toBeNull();
      expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
      return hub.logged.some((line) => line.includes('writes fail'));
    });
    // A real write has failed: nobody need wait for the next one of its own.
    expect(await ready()).toMatchObject({
      status: 503,
      checks: { database: 'ok', writing: 'failed' },
      database: { writing: 'the database accepts no writes' },
    });
    expect((await hub.query('{ vacancies { totalCount } }')).errors).toBeUndefined();
    await readOnly(false);
    await until('it is ready', async () => (await ready()).status === 200);
    await until('a write succeeds', async () => !(await administrator(WRITE, { name: 'Now' })).errors);
    const lines = hub.logged
      .filter((line) => /writes (fail|succeed)/.test(line))
      .map((line) => JSON.parse(line).msg);
    expect(lines).toEqual(['writes fail: the database accepts no writes', 'writes succeed again']);
  });
});
