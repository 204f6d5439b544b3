import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/embedded-postgres.js';
import { type Absent, EmbeddedKeeper } from '../../../src/platform/database/embedded/keeper.js';
import { findPostmaster } from '../../../src/platform/database/embedded/postmaster.js';
import { isAlive } from '../../../src/platform/database/embedded/process-identity.js';
import { until } from '../../support/until.js';
import { Fixture, quick, rows } from './fixture.js';

const fixture = new Fixture();

/** Kills the first process of the server, which takes the others with it, and waits for its end. */
async function killServer(dataDir: string): Promise<void> {
  const postmaster = findPostmaster(join(dataDir, 'postgres'))!;
  process.kill(postmaster.pid, 'SIGKILL');
  await until('the server has gone', () => !isAlive(postmaster.identity));
}

describe('a server that has ended', () => {
  it('is started again by one of those who use it, on its port, with its data', async () => {
    const dataDir = fixture.newDataDir();
    const users = [await startEmbeddedPostgres(quick(dataDir)), await startEmbeddedPostgres(quick(dataDir))];
    const [first, second] = users;
    await rows(first!.url, 'create table kept as select 7 as value');
    expect(await first!.revive()).toBe(false);
    await killServer(dataDir);
    const revived = await Promise.all([first!.revive(), second!.revive(), first!.revive(), second!.revive()]);
    expect(revived.filter(Boolean)).toHaveLength(1);
    expect(await rows(second!.url, 'select value from kept')).toEqual([{ value: 7 }]);
    expect(await first!.stop()).toEqual({ stopped: false });
    expect(await second!.stop()).toEqual({ stopped: true });
  });

  it('is started on its port by the next process, while others look for it there', async () => {
    const dataDir = fixture.newDataDir();
    const first = await startEmbeddedPostgres(quick(dataDir));
    await killServer(dataDir);
    const next = await startEmbeddedPostgres(quick(dataDir, { port: first.port + 1 }));
    expect(next.port).toBe(first.port);
    expect(await rows(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
    await first.stop();
  });

  it('is not started on another port when its own is taken, and is once it is free', async () => {
    const dataDir = fixture.newDataDir();
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    await killServer(dataDir);
    const thief = createServer().listen(postgres.port, '127.0.0.1');
    await once(thief, 'listening');
    await expect(postgres.revive()).rejects.toThrow(/did not start.*could not create any TCP\/IP sockets/);
    thief.close();
    await once(thief, 'close');
    expect(await postgres.revive()).toBe(true);
    await postgres.stop();
  });

  it('is started though its lock file was left empty, as by a full disk', async () => {
    const dataDir = fixture.newDataDir();
    const postgres = await startEmbeddedPostgres(quick(dataDir));
    await killServer(dataDir);
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    expect(existsSync(lockFile)).toBe(true);
    writeFileSync(lockFile, '');
    expect(await postgres.revive()).toBe(true);
    await postgres.stop();
  });
});

describe('the keeper', () => {
  /** A database of which the test says whether it is there. */
  function watched() {
    let lost = () => {};
    const state: Absent & { gone(): void } = {
      absence: null,
      onLost: (work) => {
        lost = work;
      },
      gone() {
        Object.assign(state, { absence: {} });
        lost();
      },
    };
    return state;
  }

  it('tries again with growing pauses, and says each reason once', async () => {
    const state = watched();
    const said: string[] = [];
    const at: number[] = [];
    const note = ({ reason = '' }: { reason?: string }, message: string) =>
      void said.push(`${message}: ${reason}`);
    const log = { info: note, warn: note, error: note };
    const done = new Promise<void>((resolve) => {
      const revive = async () => {
        at.push(performance.now());
        if (at.length === 5) {
          Object.assign(state, { absence: null });
          resolve();
          return true;
        }
        throw new Error(at.length < 4 ? 'the disk is full' : 'something else');
      };
      new EmbeddedKeeper({ revive }, state, log as never);
    });
    state.gone();
    state.gone(); // it is being started already
    await done;
    const pauses = at.slice(1).map((time, i) => time - at[i]!);
    for (let i = 1; i < pauses.length; i++) expect(pauses[i]!).toBeGreaterThan(pauses[i - 1]! * 1.4);
    await new Promise(setImmediate);
    expect(said.map((line) => line.split(': ').at(-1))).toEqual(['the disk is full', 'something else', '']);
  });

  it('ends when it is asked to, even in the middle of a pause', async () => {
    const state = watched();
    let tries = 0;
    const revive = async () => {
      tries++;
      throw new Error('never');
    };
    const log = { info() {}, warn() {}, error() {} };
    const keeper = new EmbeddedKeeper({ revive }, state, log);
    state.gone();
    await new Promise(setImmediate);
    await keeper.stop();
    state.gone();
    await new Promise(setImmediate);
    expect(tries).toBe(1);
  });
});
