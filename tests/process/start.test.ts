import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { until } from '../support/until.js';
import { ask, type HubProcess, startHub } from './hub-process.js';

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-start-'));
const running: HubProcess[] = [];
const start = (environment: Record<string, string> = {}) => {
  const hub = startHub({ DATA_DIR: folder, ...environment });
  running.push(hub);
  return hub;
};

afterEach(async () => {
  for (const hub of running.splice(0)) {
    hub.child.kill('SIGTERM');
    await hub.ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count = '{ search { totalCount } }';
interface Counted {
  data: { search: { totalCount: number } };
}

describe('npm start', () => {
  /** The first one, on a fresh folder: what does not end it is tried on it. */
  let hub: HubProcess;
  beforeAll(() => {
    hub = startHub({ DATA_DIR: folder });
  });
  afterAll(async () => {
    hub.child.kill('SIGTERM');
    await hub.ended;
  });

  it('starts with nothing given, says what it did and where the data lives, and answers', async () => {
    const address = await hub.ready;
    const { stdout } = hub.output();
    expect(stdout).toContain('migrations applied');
    expect(stdout).toMatch(/demonstration data loaded \(\d+ invented offerings\)/);
    expect(stdout).toContain(folder);
    expect((await ask<Counted>(address, count)).data.search.totalCount).toBeGreaterThan(300);
  });

  it('prints one query to try, which works as it is printed', async () => {
    const command = hub
      .output()
      .stdout.split('\n')
      .find((line) => line.includes('curl'));
    const { stdout } = await promisify(execFile)('bash', ['-c', command ?? 'false']);
    const answer = JSON.parse(stdout) as { errors?: unknown; data: { search: { nodes: unknown[] } } };
    expect(answer.errors).toBeUndefined();
    expect(answer.data.search.nodes.length).toBeGreaterThan(0);
  });

  it('signs in as it is printed: by the link of the explorer, by curl, and by the code of the command', async () => {
    const address = await hub.ready;
    const { stdout } = hub.output();
    const code = /\/graphql#code=([\w-]{22}) /.exec(stdout)?.[1] ?? '';
    const curl = stdout.split('\n').find((line) => line.includes('/dev/token'));
    const got = await promisify(execFile)('bash', ['-c', curl ?? 'false']);
    expect(JSON.parse(got.stdout)).toMatchObject({ token_type: 'Bearer' });

    const asked = await promisify(execFile)(
      process.execPath,
      [join(projectRoot, 'dist/src/cli.js'), 'token'],
      { env: { PATH: process.env.PATH ?? '', DATA_DIR: folder } },
    );
    expect(asked).toEqual({ stdout: `${code}\n`, stderr: `${address}/graphql#code=${code}\n` });
    const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
    const script = /```\n(CODE=[\s\S]*?)```/.exec(readme)?.[1] ?? 'false';
    const moved = script
      .replaceAll('http://127.0.0.1:4000', address)
      .replace('npm run --silent hub --', `"${process.execPath}" "${join(projectRoot, 'dist/src/cli.js')}"`);
    const asWritten = await promisify(execFile)('bash', ['-ec', moved], {
      env: { PATH: process.env.PATH ?? '', DATA_DIR: folder },
    });
    expect(JSON.parse(asWritten.stdout)).toEqual({
      data: { sites: { nodes: [expect.objectContaining({ postcode: expect.stringMatching(/^NR/) })] } },
      extensions: expect.anything(),
    });
    expect((await fetch(`${address}/dev/token?role=school&code=${code}`)).status).toBe(200);
    expect((await fetch(`${address}/dev/token?role=school`)).status).toBe(403);
    const files = readdirSync(join(folder, 'sign-in'));
    expect(files.map((name) => statSync(join(folder, 'sign-in', name)).mode & 0o777)).toEqual([0o600]);
    expect(statSync(join(folder, 'sign-in')).mode & 0o777).toBe(0o700);
    expect(hub.output().stderr).not.toContain(code);
  });

  it('runs as a role that cannot alter the record of changes', async () => {
    await hub.ready;
    const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'hub' });
    const owner = new pg.Client({ connectionString: postgres.url });
    await owner.connect();
    const { rows } = await owner.query(
      `select distinct usename as role, has_table_privilege(usename, 'change', 'update, delete, truncate') as "mayAlter"
         from pg_stat_activity where datname = 'hub' and application_name like 'ap-hub%'`,
    );
    expect(rows).toEqual([{ role: 'ap_hub_program', mayAlter: false }]);
    await owner.end();
    await postgres.stop();
  });

  it('says in one line that its port is taken, and exits with 1', async () => {
    const address = await hub.ready;
    const port = new URL(address).port;
    const second = start({ PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output().stderr.trim().split('\n').at(-1)).toMatch(/port is already in use.*Set PORT/);
    expect((await ask<Counted>(address, count)).data.search.totalCount).toBeGreaterThan(300);
  });

  it('finishes and exits with 0 on Ctrl-C, and leaves no Postgres behind', async () => {
    await hub.ready;
    hub.child.kill('SIGINT');
    expect(await hub.ended).toBe(0);
    expect(readdirSync(join(folder, 'sign-in'))).toEqual([]);
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    expect(stdout).not.toContain(folder);
  });
});

describe('a later start', () => {
  it('starts again on the same data without loading anything twice', async () => {
    const hub = start();
    const address = await hub.ready;
    expect(hub.output().stdout).toContain('schema up to date');
    const answer = await ask<{ data: { providers: { totalCount: number } } }>(
      address,
      '{ providers { totalCount } }',
    );
    expect(answer.data.providers.totalCount).toBe(81);
  });

  it('has no such sign-in in production, and does not mention one', async () => {
    const hub = start({ NODE_ENV: 'production' });
    const address = await hub.ready;
    expect(hub.output().stdout).not.toMatch(/code=|dev\/token/);
    expect((await fetch(`${address}/dev/token?role=school`)).status).toBe(404);
  });

  it('announces its end for a while on SIGTERM, and ends at once on a second signal', async () => {
    const hub = start({ DRAIN_DELAY_MS: '600000' });
    const address = await hub.ready;
    hub.child.kill('SIGTERM');
    const ready = () => fetch(`${address}/health/ready`);
    await until('it says that it ends', async () => (await ready()).status === 503);
    expect(await (await ready()).json()).toEqual({ status: 'draining' });
    expect((await ask<Counted>(address, count)).data.search.totalCount).toBeGreaterThan(300);
    await sleep(300); // signals that come together are one wish
    hub.child.kill('SIGTERM');
    expect(await hub.ended).toBe(0);
  });

  it('ends in good order when its terminal is closed', async () => {
    const hub = start({ DRAIN_DELAY_MS: '600000' });
    await hub.ready;
    hub.child.stdout?.destroy();
    hub.child.stderr?.destroy();
    hub.child.kill('SIGHUP');
    expect(await hub.ended).toBe(0);
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    expect(stdout).not.toContain(folder);
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    'can be ended by %s while it starts, and leaves no Postgres behind',
    async (signal) => {
      const hub = start();
      const isStarting = async () =>
        (await promisify(execFile)('ps', ['-eo', 'args'])).stdout.includes(`${folder}/postgres`);
      await until('Postgres is starting', isStarting, { within: 60_000, every: 20 });
      hub.child.kill(signal);
      expect(await hub.ended).toBe(0);
      expect(await isStarting()).toBe(false);
    },
  );

  it('shares its data with a second hub on another port, and goes on when that one stops', async () => {
    const [first, second] = [start(), start()];
    const [one, two] = await Promise.all([first.ready, second.ready]);
    expect(two).not.toBe(one);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect((await ask<Counted>(one, count)).data.search.totalCount).toBeGreaterThan(300);
  });

  it('says in one line which setting is wrong, and exits with 1', async () => {
    const hub = start({ PORT: 'http' });
    expect(await hub.ended).toBe(1);
    expect(hub.output().stderr).toMatch(/^Wrong setting: PORT="http": [^\n]+\n$/);
  });

  it('says in one line that a file of trusted documents is none, and exits with 1', async () => {
    const hub = start({ TRUSTED_DOCUMENTS: join(folder, 'none.json'), LOG_LEVEL: 'silent' });
    expect(await hub.ended).toBe(1);
    expect(hub.output().stderr).toMatch(
      /^Wrong setting: TRUSTED_DOCUMENTS="[^\n]+": The file cannot be read \(ENOENT\)\.\n$/,
    );
  });

  it('says in one line that a database of one’s own cannot be reached, without its password', async () => {
    const hub = start({ DATABASE_URL: 'postgres://hub:secret@127.0.0.1:1/hub', LOG_LEVEL: 'silent' });
    expect(await hub.ended).toBe(1);
    expect(hub.output().stderr.trim().split('\n')).toHaveLength(1);
    expect(hub.output().stderr).not.toContain('secret');
  });

  it('takes over after a kill -9 and has lost nothing', async () => {
    const killed = start();
    const address = await killed.ready;
    const before = (await ask<Counted>(address, count)).data.search.totalCount;
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = await start().ready;
    expect((await ask<Counted>(next, count)).data.search.totalCount).toBe(before);
  });
});
