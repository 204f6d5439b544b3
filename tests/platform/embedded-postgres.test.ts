import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from '../../src/platform/database/embedded/account.js';
import {
  defaultDataDir,
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/embedded-postgres.js';
import { platformPackage } from '../../src/platform/database/embedded/platform-package.js';
import { findPostmaster } from '../../src/platform/database/embedded/postmaster.js';
import { identityOf, isAlive } from '../../src/platform/database/embedded/process-identity.js';
import { type App, cleanUp, installApp, installOwnApp, startHub } from './embedded/hub-app.js';

const isRoot = process.getuid?.() === 0;
/** Shown as skipped, with the reason in the name, where the machine cannot do it. */
const asRoot = (name: string, body: () => Promise<void>) =>
  isRoot ? it(name, body) : it.skip(`${name} [SKIPPED: only root can test this]`, body);
const nobody = { uid: 65_534, gid: 65_534 };
const ordinaryUser = isRoot ? nobody : undefined;

let base: string;
let app: App;
let count = 0;
const dataDirs = new Set<string>();
const others = new Set<ChildProcess>();

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'ap-hub-postgres-'));
  chmodSync(base, 0o755);
  app = installApp(join(base, 'app'));
});

afterAll(() => {
  for (const other of others) other.kill('SIGKILL');
  cleanUp(base, dataDirs);
});

/** A new data folder that does not exist yet. */
function newDataDir(parent = base): string {
  const dataDir = join(parent, `data-${++count}`);
  dataDirs.add(dataDir);
  return dataDir;
}

const quick = { fsync: 'off' };
const on = (dataDir: string, more: Partial<EmbeddedPostgresOptions> = {}): EmbeddedPostgresOptions => ({
  dataDir,
  database: 'hub',
  settings: quick,
  ...more,
});

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterOf = (dataDir: string) => findPostmaster(join(dataDir, 'postgres'));

async function failureOf(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgresError> {
  const outcome = await startEmbeddedPostgres(options).then(
    (postgres) => postgres.stop(),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(EmbeddedPostgresError);
  return outcome as EmbeddedPostgresError;
}

/** A process that has nothing to do with Postgres, of the account that Postgres runs as. */
function unrelatedProcess(): ChildProcess {
  const other = spawn('sleep', ['600'], { ...serverAccount([]), stdio: 'ignore' });
  others.add(other);
  return other;
}

describe('a start', () => {
  it('makes a cluster with the promised settings, keeps its data and its port', async () => {
    const dataDir = newDataDir();
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
    const dataDir = mkdtempSync(join(base, 'private-')); // mode 0700
    dataDirs.add(dataDir);
    const postgres = await startEmbeddedPostgres(on(dataDir));
    const status = readFileSync(`/proc/${postmasterOf(dataDir)?.pid}/status`, 'utf8');
    const uids = /^Uid:\t(\d+)\t(\d+)\t(\d+)/m.exec(status)?.slice(1);
    expect(uids).toEqual(Array(3).fill(String(serverAccount([])?.uid)));
    expect(/^Groups:\s*$/m.test(status)).toBe(true);
    await postgres.stop();
  });

  it('works for an ordinary user with a private folder', async () => {
    const home = join(base, 'home-of-user');
    mkdirSync(home, { mode: 0o700 });
    if (ordinaryUser) chownSync(home, ordinaryUser.uid, ordinaryUser.gid);
    const hub = startHub(app, on(newDataDir(home)), ordinaryUser);
    expect(await hub.next()).toMatchObject({ adopted: false });
    expect(await hub.tell('query select 1 as one')).toEqual({ rows: [{ one: 1 }] });
    expect(await hub.tell('stop')).toEqual({ stopped: true });
  });

  it('takes another free port when the preferred one is busy', async () => {
    const busy = createServer();
    await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
    const { port } = busy.address() as { port: number };
    const postgres = await startEmbeddedPostgres(on(newDataDir(), { port }));
    expect(postgres.port).not.toBe(port);
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    busy.close();
  });
});

describe('installations', () => {
  it('with install scripts blocked and execute bits lost are completed in place', async () => {
    const own = installOwnApp(join(base, 'scripts-blocked'));
    const bin = join(own.native ?? '', 'bin', 'initdb');
    expect(statSync(bin).mode & 0o111).toBe(0);
    const [one, two] = [startHub(own, on(newDataDir())), startHub(own, on(newDataDir()))];
    expect(await Promise.all([one.next(), two.next()])).toMatchObject([
      { adopted: false },
      { adopted: false },
    ]);
    expect(lstatSync(join(own.native ?? '', 'lib', 'libicuuc.so.60')).isSymbolicLink()).toBe(true);
    expect(statSync(bin).mode & 0o111).toBe(0o111);
    expect(await Promise.all([one.tell('stop'), two.tell('stop')])).toEqual([
      { stopped: true },
      { stopped: true },
    ]);
  });

  asRoot('that the user may not write are copied into the data folder, once', async () => {
    const own = installOwnApp(join(base, 'read-only'), { version: '1.0.0' });
    const home = join(base, 'home-of-reader');
    mkdirSync(home);
    chownSync(home, nobody.uid, nobody.gid);
    const dataDir = newDataDir(home);
    const copy = join(dataDir, 'binaries', `postgres-1.0.0-${platformPackage().platform}`);
    const inodes: number[] = [];
    for (const _ of ['first', 'second']) {
      const hub = startHub(own, on(dataDir), nobody);
      expect(await hub.next()).toMatchObject({ adopted: false });
      await hub.tell('stop');
      inodes.push(statSync(copy).ino);
    }
    expect(inodes[0]).toBe(inodes[1]);
    expect(readdirSync(join(dataDir, 'binaries'))).toHaveLength(1);
  });

  asRoot('under a private home use copies in the system folder, but never planted ones', async () => {
    const home = join(base, 'private-home');
    mkdirSync(home, { mode: 0o700 });
    const version = `0.0.0-test-${process.pid}-${Date.now()}`;
    const own = installOwnApp(join(home, 'app'), { version });
    const systemWasThere = existsSync('/var/lib/ap-hub');
    const copy = `/var/lib/ap-hub/binaries/postgres-${version}-${platformPackage().platform}`;
    const dataDir = defaultDataDir(own.folder);
    dataDirs.add(dataDir);
    try {
      expect(dataDir).toMatch(/^\/var\/lib\/ap-hub\/[0-9a-f]{12}$/);
      const hub = startHub(own, { projectDir: own.folder, database: 'hub' });
      expect(await hub.next()).toMatchObject({ adopted: false, dataDir });
      await hub.tell('stop');
      expect(statSync(copy)).toMatchObject({ uid: 0 });
      const writable = execFileSync('find', [copy, '-perm', '/022', '!', '-type', 'l'], { encoding: 'utf8' });
      expect(writable).toBe('');

      rmSync(copy, { recursive: true });
      mkdirSync(join(copy, 'native', 'bin'), { recursive: true });
      const planted = join(copy, 'native', 'bin', 'postgres');
      writeFileSync(planted, `#!/bin/sh\ntouch ${base}/was-run\n`, { mode: 0o755 });
      chmodSync(base, 0o777);
      chownSync(copy, nobody.uid, nobody.gid);
      const wary = startHub(own, { projectDir: own.folder, database: 'hub' });
      expect(await wary.next()).toMatchObject({ adopted: false });
      await wary.tell('stop');
      expect(existsSync(join(base, 'was-run'))).toBe(false);
      expect(readdirSync(join(dataDir, 'binaries'))).toHaveLength(1);
    } finally {
      chmodSync(base, 0o755);
      rmSync(copy, { recursive: true, force: true });
      cleanUp(dataDir, [dataDir]);
      if (!systemWasThere) {
        rmdirSync('/var/lib/ap-hub/binaries');
        rmdirSync('/var/lib/ap-hub');
      }
    }
  });

  asRoot('with a data folder that Postgres cannot reach are told which folder is in the way', async () => {
    const home = join(base, 'closed');
    mkdirSync(home, { mode: 0o700 });
    const { message } = await failureOf(on(newDataDir(home)));
    expect(message).toContain(`${home} is closed`);
    expect(message).toContain('DATA_DIR');
  });

  it('without the programs are told the platform and the way out', async () => {
    expect(() => platformPackage('sunos', 'sparc64' as never)).toThrow(/sunos-sparc64.*DATABASE_URL/);
    const hub = startHub(installOwnApp(join(base, 'no-programs'), { programs: false }), on(newDataDir()));
    const { name, message } = await hub.next();
    expect(name).toBe('EmbeddedPostgresError');
    expect(message).toContain(platformPackage().platform);
    expect(message).toContain('DATABASE_URL');
  });
});

describe('processes', () => {
  it('killed leave a server that the next start adopts with its data, and owns', async () => {
    const dataDir = newDataDir();
    const hub = startHub(app, on(dataDir));
    const { url } = await hub.next();
    await hub.tell('query create table kept as select 7 as value');
    const server = postmasterOf(dataDir);
    hub.process.kill('SIGKILL');
    await hub.ended;
    const postgres = await startEmbeddedPostgres(on(dataDir));
    expect(postgres).toMatchObject({ adopted: true, url });
    expect(postmasterOf(dataDir)).toEqual(server);
    expect(await rows(postgres.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await postgres.stop()).toEqual({ stopped: true });
    expect(isAlive(server?.identity ?? '')).toBe(false);
  });

  it('share one server, which stops with its last live user', async () => {
    const dataDir = newDataDir();
    const mine = await startEmbeddedPostgres(on(dataDir));
    const mineToo = await startEmbeddedPostgres(on(dataDir, { database: 'second' }));
    const [leaver, victim] = [startHub(app, on(dataDir)), startHub(app, on(dataDir))];
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
    const dataDir = newDataDir();
    const hubs = [1, 2, 3].map(() => startHub(app, on(dataDir)));
    const answers = await Promise.all(hubs.map((hub) => hub.next()));
    expect(new Set(answers.map((answer) => answer.url)).size).toBe(1);
    expect(answers.map((answer) => answer.adopted).sort()).toEqual([false, true, true]);
    const stopped = await Promise.all(hubs.map((hub) => hub.tell('stop')));
    expect(stopped.filter((answer) => answer.stopped)).toHaveLength(1);
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  it('that start while the last one stops get a server of their own', async () => {
    const dataDir = newDataDir();
    let previous: EmbeddedPostgres = await startEmbeddedPostgres(on(dataDir));
    for (let round = 0; round < 5; round++) {
      const [next] = await Promise.all([startEmbeddedPostgres(on(dataDir)), previous.stop()]);
      expect(await rows(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      previous = next;
    }
    expect(await previous.stop()).toEqual({ stopped: true });
  });

  it('interrupted by Ctrl-C drain first: Postgres does not get the signal', async () => {
    const dataDir = newDataDir();
    const hub = startHub(app, on(dataDir));
    await hub.next();
    process.kill(-(hub.process.pid ?? 0), 'SIGINT'); // what a terminal does: the whole process group
    expect(await hub.next()).toEqual({ drained: [{ value: 42 }], stopped: true });
    expect(postmasterOf(dataDir)).toBeUndefined();
  });
});

describe('after a crash', () => {
  it('during the first start, a cluster is made anew', async () => {
    const dataDir = newDataDir();
    const hub = startHub(app, on(dataDir));
    const isMakingCluster = () =>
      existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('initdb-'));
    while (!isMakingCluster()) await sleep(5);
    hub.process.kill('SIGKILL');
    await hub.ended;
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const postgres = await startEmbeddedPostgres(on(dataDir));
    expect(postgres.adopted).toBe(false);
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(readdirSync(dataDir).filter((name) => /^(initdb|lock)-/.test(name))).toEqual([]);
  });

  it('that left half a cluster, it is set aside and one is made anew', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'postgres', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    const postgres = await startEmbeddedPostgres(on(dataDir));
    expect(await rows(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres-incomplete-'))).toHaveLength(1);
  });

  it('an unrelated process with the pid in postmaster.pid is neither believed nor harmed', async () => {
    const dataDir = newDataDir();
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    const bystander = await startEmbeddedPostgres(on(newDataDir()));
    const sleeper = unrelatedProcess();
    const postmasterElsewhere = postmasterOf(bystander.dataDir)?.pid;
    await (await startEmbeddedPostgres(on(dataDir))).stop();
    for (const pid of [sleeper.pid, postmasterElsewhere]) {
      writeFileSync(lockFile, `${pid}\n${dataDir}/postgres\n1\n${bystander.port}\n\n127.0.0.1\n\nready   \n`);
      chownSync(lockFile, statSync(join(dataDir, 'postgres')).uid, statSync(join(dataDir, 'postgres')).gid);
      const postgres = await startEmbeddedPostgres(on(dataDir));
      expect(postgres.adopted).toBe(false);
      expect(await postgres.stop()).toEqual({ stopped: true });
    }
    expect(identityOf(sleeper.pid ?? 0)).toBeDefined();
    expect(await rows(bystander.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await bystander.stop();
  });

  it('of the server itself, the next start waits for its last processes and recovers', async () => {
    const dataDir = newDataDir();
    const before = await startEmbeddedPostgres(on(dataDir, { settings: {} }));
    await rows(before.url, 'create table kept as select 7 as value');
    const busy = new pg.Client(before.url);
    busy.on('error', () => {}); // its connection is about to break: that is the test
    await busy.connect();
    const broken = expect(busy.query('select pg_sleep(1)')).rejects.toThrow();
    process.kill(postmasterOf(dataDir)?.pid ?? 0, 'SIGKILL');
    const after = await startEmbeddedPostgres(on(dataDir));
    await broken;
    expect(after.adopted).toBe(false);
    expect(await rows(after.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await before.stop()).toEqual({ stopped: false });
    expect(await after.stop()).toEqual({ stopped: true });
  });
});

describe('an operator is told', () => {
  it('both versions when the data is of another Postgres', async () => {
    const dataDir = newDataDir();
    await (await startEmbeddedPostgres(on(dataDir))).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect((await failureOf(on(dataDir))).message).toMatch(/made by Postgres 17, .* is Postgres 18\./);
  });

  it('which file is damaged or missing, without losing the data', async () => {
    const dataDir = newDataDir();
    await (await startEmbeddedPostgres(on(dataDir))).stop();
    const file = join(dataDir, 'embedded.json');
    renameSync(file, `${file}.kept`);
    expect((await failureOf(on(dataDir))).message).toContain(`${file} is missing`);
    writeFileSync(file, '{"port":');
    expect((await failureOf(on(dataDir))).message).toContain(`${file} is damaged`);
    writeFileSync(file, '{"port":0,"password":"other"}');
    expect((await failureOf(on(dataDir))).message).toContain(`The password in ${file}`);
    expect(postmasterOf(dataDir)).toBeUndefined();
    renameSync(`${file}.kept`, file);
    expect(await (await startEmbeddedPostgres(on(dataDir))).stop()).toEqual({ stopped: true });
  });

  it('that a folder cannot be written', async () => {
    const file = join(base, 'a-file');
    writeFileSync(file, '');
    expect((await failureOf(on(join(file, 'data')))).message).toMatch(/a file, not a folder.*DATABASE_URL/);
  });

  asRoot('that permission is missing', async () => {
    const hub = startHub(app, on(join(base, 'not-for-nobody')), nobody);
    const { name, message } = await hub.next();
    expect(name).toBe('EmbeddedPostgresError');
    expect(message).toMatch(/permission was denied .*not-for-nobody.*DATA_DIR.*DATABASE_URL/);
  });

  asRoot('what Postgres says when a setting is wrong, and nothing keeps running', async () => {
    const dataDir = newDataDir();
    const { message } = await failureOf(on(dataDir, { settings: { max_connections: 'many' } }));
    expect(message).toMatch(/max_connections.*postgres\.log/);
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  const canMount = isRoot && mountTiny(join(tmpdir(), `ap-hub-mount-${process.pid}`), true);
  (canMount ? it : it.skip)(
    `that the disk is full${canMount ? '' : ' [SKIPPED: cannot mount a tiny disk]'}`,
    async () => {
      const disk = join(base, 'tiny-disk');
      mountTiny(disk, false);
      try {
        expect((await failureOf(on(join(disk, 'data')))).message).toMatch(/No space left.*DATABASE_URL/);
        expect(readdirSync(join(disk, 'data')).filter((name) => name.startsWith('initdb-'))).toEqual([]);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );
});

/** Mounts a disk of 5 MB; with `justTry`, takes it away again. False where that is not allowed. */
function mountTiny(folder: string, justTry: boolean): boolean {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=5m,mode=755', 'tmpfs', folder], { stdio: 'ignore' });
    if (justTry) execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    if (justTry) rmdirSync(folder);
  }
}
