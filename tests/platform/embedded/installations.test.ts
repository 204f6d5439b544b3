import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultDataDir,
  startEmbeddedPostgres,
} from '../../../src/platform/database/embedded/embedded-postgres.js';
import { platformPackage } from '../../../src/platform/database/embedded/platform-package.js';
import { asRoot, Fixture, failureOf, isRoot, nobody, postmasterOf, quick } from './fixture.js';
import { cleanUp, installOwnApp, startHub } from './hub-app.js';

const fixture = new Fixture();

describe('installations', () => {
  it('with install scripts blocked and execute bits lost are completed in place', async () => {
    const own = installOwnApp(join(fixture.base, 'scripts-blocked'));
    const bin = join(own.native ?? '', 'bin', 'initdb');
    expect(statSync(bin).mode & 0o111).toBe(0);
    const [one, two] = [
      startHub(own, quick(fixture.newDataDir())),
      startHub(own, quick(fixture.newDataDir())),
    ];
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

  asRoot('that the user cannot write to are copied into the data folder, once', async () => {
    const own = installOwnApp(join(fixture.base, 'read-only'), { version: '1.0.0' });
    const home = join(fixture.base, 'home-of-reader');
    mkdirSync(home);
    chownSync(home, nobody.uid, nobody.gid);
    const dataDir = fixture.newDataDir(home);
    const copy = join(dataDir, 'binaries', `postgres-1.0.0-${platformPackage().platform}`);
    const inodes: number[] = [];
    for (const _ of ['first', 'second']) {
      const hub = startHub(own, quick(dataDir), nobody);
      expect(await hub.next()).toMatchObject({ adopted: false });
      await hub.tell('stop');
      inodes.push(statSync(copy).ino);
    }
    expect(inodes[0]).toBe(inodes[1]);
    expect(readdirSync(join(dataDir, 'binaries'))).toHaveLength(1);
  });

  asRoot('under a private home use copies in the system folder, but never planted ones', async () => {
    const home = join(fixture.base, 'private-home');
    mkdirSync(home, { mode: 0o700 });
    const version = `0.0.0-test-${process.pid}-${Date.now()}`;
    const own = installOwnApp(join(home, 'app'), { version });
    const systemWasThere = existsSync('/var/lib/ap-hub');
    const copy = `/var/lib/ap-hub/binaries/postgres-${version}-${platformPackage().platform}`;
    const dataDir = defaultDataDir(own.folder);
    fixture.watch(dataDir);
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
      writeFileSync(planted, `#!/bin/sh\ntouch ${fixture.base}/was-run\n`, { mode: 0o755 });
      chmodSync(fixture.base, 0o777);
      chownSync(copy, nobody.uid, nobody.gid);
      const wary = startHub(own, { projectDir: own.folder, database: 'hub' });
      expect(await wary.next()).toMatchObject({ adopted: false });
      await wary.tell('stop');
      expect(existsSync(join(fixture.base, 'was-run'))).toBe(false);
      expect(readdirSync(join(dataDir, 'binaries'))).toHaveLength(1);
    } finally {
      chmodSync(fixture.base, 0o755);
      rmSync(copy, { recursive: true, force: true });
      cleanUp(dataDir, [dataDir]);
      if (!systemWasThere) {
        for (const made of ['/var/lib/ap-hub/binaries', '/var/lib/ap-hub']) {
          if (readdirSync(made).length === 0) rmdirSync(made);
        }
      }
    }
  });

  asRoot('with a data folder that Postgres cannot reach learn which folder is in the way', async () => {
    const home = join(fixture.base, 'closed');
    mkdirSync(home, { mode: 0o700 });
    const message = await failureOf(quick(fixture.newDataDir(home)));
    expect(message).toContain(`${home} is closed`);
    expect(message).toContain('DATA_DIR');
  });

  it('without the programs learn the platform and the way out', async () => {
    expect(() => platformPackage('sunos', 'sparc64' as never)).toThrow(/sunos-sparc64.*DATABASE_URL/);
    const hub = startHub(
      installOwnApp(join(fixture.base, 'no-programs'), { programs: false }),
      quick(fixture.newDataDir()),
    );
    const { name, message } = await hub.next();
    expect(name).toBe('EmbeddedPostgresError');
    expect(message).toContain(platformPackage().platform);
    expect(message).toContain('DATABASE_URL');
  });
});

describe('an operator learns', () => {
  it('both versions when the data is of another Postgres', async () => {
    const dataDir = fixture.newDataDir();
    await (await startEmbeddedPostgres(quick(dataDir))).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await failureOf(quick(dataDir))).toMatch(/created by Postgres 17, .* is Postgres 18\./);
  });

  it('which file is damaged or missing, without losing the data', async () => {
    const dataDir = fixture.newDataDir();
    await (await startEmbeddedPostgres(quick(dataDir))).stop();
    const file = join(dataDir, 'embedded.json');
    renameSync(file, `${file}.kept`);
    expect(await failureOf(quick(dataDir))).toContain(`${file} is missing`);
    writeFileSync(file, '{"port":');
    expect(await failureOf(quick(dataDir))).toContain(`${file} is damaged`);
    writeFileSync(file, '{"port":0,"password":"other"}');
    expect(await failureOf(quick(dataDir))).toContain(`The password in ${file}`);
    expect(postmasterOf(dataDir)).toBeUndefined();
    renameSync(`${file}.kept`, file);
    expect(await (await startEmbeddedPostgres(quick(dataDir))).stop()).toEqual({ stopped: true });
  });

  it('that a folder cannot be written', async () => {
    const file = join(fixture.base, 'a-file');
    writeFileSync(file, '');
    expect(await failureOf(quick(join(file, 'data')))).toMatch(/a file, not a folder.*DATABASE_URL/);
  });

  asRoot('that permission is missing', async () => {
    const hub = startHub(fixture.app, quick(join(fixture.base, 'not-for-nobody')), nobody);
    const { name, message } = await hub.next();
    expect(name).toBe('EmbeddedPostgresError');
    expect(message).toMatch(/permission was denied .*not-for-nobody.*DATA_DIR.*DATABASE_URL/);
  });

  asRoot('what Postgres says when a setting is wrong, and nothing keeps running', async () => {
    const dataDir = fixture.newDataDir();
    const message = await failureOf(quick(dataDir, { settings: { max_connections: 'many' } }));
    expect(message).toMatch(/max_connections.*postgres\.log/);
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  const canMount = isRoot && mountTiny(join(tmpdir(), `ap-hub-mount-${process.pid}`), true);
  (canMount ? it : it.skip)(
    `that the disk is full${canMount ? '' : ' [SKIPPED: cannot mount a tiny disk]'}`,
    async () => {
      const disk = join(fixture.base, 'tiny-disk');
      mountTiny(disk, false);
      try {
        expect(await failureOf(quick(join(disk, 'data')))).toMatch(/No space left.*DATABASE_URL/);
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
