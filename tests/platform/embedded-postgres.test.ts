import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../src/platform/database/embedded/account.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/embedded-postgres.js';
import { identityOf, isAlive } from '../../src/platform/database/embedded/process-identity.js';
import { withStartLock } from '../../src/platform/database/embedded/start-lock.js';
import { until } from '../support/until.js';
import { asRoot, Fixture, isRoot, nobody, postmasterOf, quick, rows } from './embedded/fixture.js';
import { startHub } from './embedded/hub-app.js';

const fixture = new Fixture();

/** A process that has nothing to do with Postgres, of the account that Postgres runs as. */
function unrelatedProcess(): ChildProcess {
  return spawn('sleep', ['60'], { ...serverAccount('', ''), stdio: 'ignore' });
}

describe('a start', () => {
  it('makes a cluster with the promised settings, keeps its data and its port', async () => {
    const dataDir = fixture.newDataDir();
    const first = await startEmbeddedPostgres({ dataDir, database: 'hub' });
    expect(first).toMatchObject({ dataDir, adopted: false });
    const [promised] = await rows(
      first.url,
      `select current_setting('server_encoding') encoding, current_setting('data_checksums') checksums,
              current_setting('timezone') timezone, current_setting('listen_addresses') address,
              current_setting('unix_socket_directories') sockets, current_setting('fsync') fsync,
              current_setting('max_connections') connections, datlocprovider provider, datlocale locale
         from pg_database where datname = current_database()`,
    );
    expect(promised).toEqual({
      encoding: 'UTF8',
      checksums: 'on',
      timezone: 'UTC',
      address: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      connections: '100',
      provider: 'b',
      locale: 'C.UTF-8',
    });
    await rows(first.url, 'create extension pg_trgm; create table kept as select 7 as value');
    expect(statSync(join(dataDir, 'embedded.json')).mode & 0o777).toBe(0o600);
    const guess = new URL(first.url);
    guess.password = 'guess';
    await expect(rows(guess.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await first.stop()).toEqual({ stopped: true });
    expect(await first.stop()).toEqual({ stopped: true });
    expect(postmasterOf(dataDir)).toBeUndefined();

    const again = await startEmbeddedPostgres({
      dataDir,
      database: 'hub',
      settings: { max_connections: '20' },
    });
    expect(again).toMatchObject({ adopted: false, port: first.port, url: first.url });
    expect(await rows(again.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await rows(again.url, 'show max_connections')).toEqual([{ max_connections: '20' }]);
    await again.stop();
  });

  asRoot('as root runs Postgres as an ordinary account', async () => {
    const dataDir = mkdtempSync(join(fixture.base, 'private-')); // mode 0700
    fixture.watch(dataDir);
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    const status = readFileSync(`/proc/${postmasterOf(dataDir)?.pid}/status`, 'utf8');
    const uids = /^Uid:\t(\d+)\t(\d+)\t(\d+)/m.exec(status)?.slice(1);
    expect(uids).toEqual(Array(3).fill(String(serverAccount('', '')?.uid)));
    expect(/^Groups:\s*$/m.test(status)).toBe(true);
    await postgres.stop();
  });

  it('works for an ordinary user with a private folder', async () => {
    const home = join(fixture.base, 'home-of-user');
    mkdirSync(home, { mode: 0o700 });
    if (isRoot) chownSync(home, nobody.uid, nobody.gid);
    const hub = startHub(fixture.app, quick(fixture.newDataDir(home)), isRoot ? nobody : undefined);
    expect(await hub.next()).toMatchObject({ adopted: false });
    expect(await hub.tell('query select 1 as one')).toEqual({ rows: [{ one: 1 }] });
    expect(await hub.tell('stop')).toEqual({ stopped: true });
  });

  it('takes another free port when the preferred one is busy', async () => {
    const busy = createServer();
    await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
    const { port } = busy.address() as { port: number };
    const postgres = await startEmbeddedPostgres(quick(fixture.newDataDir(), { port }));
    expect(postgres.port).not.toBe(port);
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    busy.close();
  });
});

describe('processes', () => {
  it('killed leave a server that the next start adopts with its data, and owns', async () => {
    const dataDir = fixture.newDataDir();
    const hub = startHub(fixture.app, quick(dataDir));
    const { url } = await hub.next();
    await hub.tell('query create table kept as select 7 as value');
    const server = postmasterOf(dataDir);
    hub.process.kill('SIGKILL');
    await hub.ended;
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    expect(postgres).toMatchObject({ adopted: true, url });
    expect(postmasterOf(dataDir)).toEqual(server);
    expect(await rows(postgres.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await postgres.stop()).toEqual({ stopped: true });
    expect(isAlive(server?.identity ?? '')).toBe(false);
  });

  it('share one server, which stops with its last live user', async () => {
    const dataDir = fixture.newDataDir();
    const mine = await startEmbeddedPostgres(quick(dataDir));
    const mineToo = await startEmbeddedPostgres(quick(dataDir, { database: 'second' }));
    const [leaver, victim] = [startHub(fixture.app, quick(dataDir)), startHub(fixture.app, quick(dataDir))];
    const answers = await Promise.all([leaver.next(), victim.next()]);
    for (const answer of answers) expect(answer).toMatchObject({ adopted: true, url: mine.url });
    expect(await mine.stop()).toEqual({ stopped: false });
    expect(await leaver.tell('stop')).toEqual({ stopped: false });
    victim.process.kill('SIGKILL');
    await victim.ended;
    // A lease of this live process's pid, but of an earlier process that had it.
    writeFileSync(join(dataDir, 'leases', `${identityOf(process.pid)}0.abcd`), '');
    expect(await rows(mineToo.url, 'select current_database() as name')).toEqual([{ name: 'second' }]);
    expect(await mineToo.stop()).toEqual({ stopped: true });
    expect(postmasterOf(dataDir)).toBeUndefined();
    expect(readdirSync(join(dataDir, 'leases'))).toEqual([]);
  });

  it('that start at the same moment on a fresh folder all succeed', async () => {
    const dataDir = fixture.newDataDir();
    const hubs = [1, 2, 3].map(() => startHub(fixture.app, quick(dataDir)));
    const answers = await Promise.all(hubs.map((hub) => hub.next()));
    expect(new Set(answers.map((answer) => answer.url)).size).toBe(1);
    expect(answers.map((answer) => answer.adopted).sort()).toEqual([false, true, true]);
    const stopped = await Promise.all(hubs.map((hub) => hub.tell('stop')));
    expect(stopped.filter((answer) => answer.stopped)).toHaveLength(1);
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  it('that stop wait for one that is starting', async () => {
    const dataDir = fixture.newDataDir();
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    const stopping = await withStartLock(dataDir, async () => {
      const stopped = postgres.stop();
      await until('it waits for its turn', () =>
        readdirSync(dataDir).some((name) => name.startsWith('lock-')),
      );
      expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      return { stopped };
    });
    expect(await stopping.stopped).toEqual({ stopped: true });
  });

  it('that start while the last one stops get a server of their own', async () => {
    const dataDir = fixture.newDataDir();
    let previous: EmbeddedPostgres = await startEmbeddedPostgres(quick(dataDir));
    for (let round = 0; round < 5; round++) {
      const [next] = await Promise.all([startEmbeddedPostgres(quick(dataDir)), previous.stop()]);
      expect(await rows(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      previous = next;
    }
    expect(await previous.stop()).toEqual({ stopped: true });
  });

  it('interrupted by Ctrl-C drain first: Postgres does not get the signal', async () => {
    const dataDir = fixture.newDataDir();
    const hub = startHub(fixture.app, quick(dataDir));
    await hub.next();
    process.kill(-(hub.process.pid ?? 0), 'SIGINT'); // what a terminal does: the whole process group
    expect(await hub.next()).toEqual({ drained: [{ value: 42 }], stopped: true });
    expect(postmasterOf(dataDir)).toBeUndefined();
  });
});

describe('after a crash', () => {
  it('during the first start, a new cluster is created', async () => {
    const dataDir = fixture.newDataDir();
    const hub = startHub(fixture.app, quick(dataDir));
    const isMakingCluster = () =>
      existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('initdb-'));
    await until('a cluster is being made', isMakingCluster, { every: 5 });
    hub.process.kill('SIGKILL');
    await hub.ended;
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    expect(postgres.adopted).toBe(false);
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(readdirSync(dataDir).filter((name) => /^(initdb|lock)-/.test(name))).toEqual([]);
  });

  it('that left half a cluster, it is set aside and a new one is created', async () => {
    const dataDir = fixture.newDataDir();
    mkdirSync(join(dataDir, 'postgres', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres-incomplete-'))).toHaveLength(1);
  });

  it('an unrelated process with the pid in postmaster.pid is neither believed nor harmed', async () => {
    const dataDir = fixture.newDataDir();
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    const bystander = await startEmbeddedPostgres(quick(fixture.newDataDir()));
    const sleeper = unrelatedProcess();
    const postmasterElsewhere = postmasterOf(bystander.dataDir)?.pid;
    await (await startEmbeddedPostgres(quick(dataDir))).stop();
    for (const pid of [sleeper.pid, postmasterElsewhere]) {
      writeFileSync(lockFile, `${pid}\n${dataDir}/postgres\n1\n${bystander.port}\n\n127.0.0.1\n\nready   \n`);
      chownSync(lockFile, statSync(join(dataDir, 'postgres')).uid, statSync(join(dataDir, 'postgres')).gid);
      const postgres = await startEmbeddedPostgres(quick(dataDir));
      expect(postgres.adopted).toBe(false);
      expect(await postgres.stop()).toEqual({ stopped: true });
    }
    expect(identityOf(sleeper.pid ?? 0)).toBeDefined();
    expect(await rows(bystander.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await bystander.stop();
    sleeper.kill();
  });

  it('of the server itself, the next start waits for its last processes and recovers', async () => {
    const dataDir = fixture.newDataDir();
    const before = await startEmbeddedPostgres(quick(dataDir, { settings: {} }));
    await rows(before.url, 'create table kept as select 7 as value');
    const busy = new pg.Client(before.url);
    busy.on('error', () => {}); // its connection is about to break: that is the test
    await busy.connect();
    await busy.query("set statement_timeout = '2500ms'");
    const broken = expect(busy.query('do $$ begin loop end loop; end $$')).rejects.toThrow();
    const isBusy = "select from pg_stat_activity where query like 'do %' and state = 'active'";
    await until('the statement runs', async () => (await rows(before.url, isBusy)).length);
    process.kill(postmasterOf(dataDir)?.pid ?? 0, 'SIGKILL');
    const after = await startEmbeddedPostgres(quick(dataDir));
    await broken;
    expect(after.adopted).toBe(false);
    expect(await rows(after.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await before.stop()).toEqual({ stopped: false });
    expect(await after.stop()).toEqual({ stopped: true });
  });
});
