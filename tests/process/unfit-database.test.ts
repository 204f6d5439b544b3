import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openLine } from '../support/database-line.js';
import { startHub } from './hub-process.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** How a start ends on a database. */
async function startOn(url: string) {
  const hub = startHub({ DATABASE_URL: url, LOG_LEVEL: 'info' });
  const code = await hub.ended;
  return { code, ...hub.output() };
}

describe('a start', () => {
  it('refuses a Postgres older than 15 in one line', async () => {
    const { rows } = await database.pool.query<{ number: string; version: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
    );
    const { number, version } = rows[0]!;
    // A real server, which says that it is an older one.
    const line = await openLine(database.ownerUrl, (bytes) =>
      Buffer.from(
        bytes
          .toString('latin1')
          .replaceAll(number, '140022')
          .replaceAll(version, '14.22'.slice(0, version.length)),
        'latin1',
      ),
    );
    const { code, stderr } = await startOn(line.through(database.ownerUrl));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The hub needs Postgres 15 or later, but this is Postgres 14\.2\d?[^\n]*\n$/);
    await line.close();
  });

  it('refuses a database that does not hold Unicode in one line', async () => {
    const name = `unfit_${process.pid}`;
    await database.pool.query(
      `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
    );
    const { code, stderr } = await startOn(
      Object.assign(new URL(database.ownerUrl), { pathname: `/${name}` }).href,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The database "unfit_\d+" has the encoding SQL_ASCII, but the hub needs UTF8\.[^\n]*\n$/,
    );
    await database.pool.query(`drop database ${name} with (force)`);
  });
});
