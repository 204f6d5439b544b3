import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostmaster } from '../../src/platform/database/embedded/postmaster.js';
import { until } from '../support/until.js';
import { ask, type HubProcess, startHub } from './hub-process.js';

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-revived-'));
const hubs: HubProcess[] = [];
afterAll(async () => {
  for (const hub of hubs) {
    hub.child.kill('SIGTERM');
    await hub.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('an embedded Postgres that is killed alone', () => {
  it('is started again by one of the hubs that share it, and all respond as before', async () => {
    const settings = { DATA_DIR: folder, BUDGETS: 'false' };
    hubs.push(startHub(settings));
    const first = await hubs[0]!.ready;
    hubs.push(startHub(settings));
    const addresses = [first, await hubs[1]!.ready];
    for (let round = 1; round <= 3; round++) {
      const before = findPostmaster(join(folder, 'postgres'))!;
      process.kill(before.pid, 'SIGKILL');
      const counts = await Promise.all(
        addresses.map(async (address) => {
          const counted = async () => {
            const { data } = await ask<{ data: { vacancies: { totalCount: number } } | null }>(
              address,
              '{ vacancies { totalCount } }',
            );
            const isAnother = findPostmaster(join(folder, 'postgres'))?.pid !== before.pid;
            return isAnother && data?.vacancies.totalCount;
          };
          return until('it is started again, and a hub counts', counted, { within: 30_000 });
        }),
      );
      expect(counts[0]).toBeGreaterThan(100);
      expect(counts[1]).toBe(counts[0]);
      expect(findPostmaster(join(folder, 'postgres'))!.port).toBe(before.port);
    }
    const starts = hubs.map((hub) => hub.output().stderr.split('the embedded Postgres had ended').length - 1);
    expect(starts[0]! + starts[1]!).toBe(3);
    expect(hubs.map(({ child }) => child.exitCode)).toEqual([null, null]);
  }, 180_000);
});
