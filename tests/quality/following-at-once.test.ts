import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createHub } from '../../src/app.js';
import { qualityFeature } from '../../src/features/quality/quality.feature.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createLog } from '../../src/platform/log.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { countWaiting } from '../support/waiting-for-lock.js';
import { norfolk, restore } from './norfolk.js';

const DAY = 86_400_000;

let hub: TestHub;
let does: ReturnType<typeof norfolk>;
beforeEach(async () => {
  hub = await startTestHub();
  does = norfolk(hub);
});
afterEach(() => hub.stop());

describe('two at once', () => {
  it('suspend each listing once', async () => {
    const providers = await Promise.all(Array.from({ length: 15 }, () => aProvider(hub)));
    await does.follow();
    for (const provider of providers) await does.record(provider);
    const other = await createHub({ url: hub.database.url, clock: hub.clock, log: createLog('silent') });
    const looks = [hub, other, hub, other].map((one) => one.of(qualityFeature).evidence.expire());
    const answers = await Promise.all(looks).finally(() => other.close());
    expect(answers.map(({ suspended }) => suspended).sort((a, b) => a - b)).toEqual([0, 0, 0, 15]);
    const { rows } = await hub.database.pool.query(
      `select (select count(*)::int from listing_suspension) as noted,
              (select count(*)::int from change where table_name = 'provider' and new ->> 'state' = 'SUSPENDED') as logged,
              (select max(version) from provider) as version`,
    );
    expect(rows).toEqual([{ noted: 15, logged: 15, version: 2 }]);
  });

  it('do not miss each other: one restores, one finds that the evidence failed', async () => {
    for (let round = 0; round < 8; round++) {
      const provider = await aProvider(hub);
      const { id } = await does.record(provider);
      if (round === 0) await does.follow();
      await hub.quality.evidence.expire();
      await does.change(id, 2, { state: 'ATTESTED', expiresOn: '2027-11-22' });
      const version = (await does.look(provider)).version;
      const both = [
        does.council(restore, { id: encodeId('prv', provider.id), version }),
        does.change(id, 3, { state: 'FAILED' }),
      ];
      await Promise.all(round % 2 ? both : both.reverse());
      expect(await does.stateOf(provider)).toBe('SUSPENDED'); // the first one decides
    }
  });

  it('leave nothing half done when one is killed in between', async () => {
    const providers = await Promise.all(Array.from({ length: 3 }, () => aProvider(hub)));
    await does.follow();
    for (const provider of providers) await does.record(provider);
    hub.clock.pass(DAY);
    const last = providers.map(({ id }) => id).sort()[2];
    const blocking = await hub.database.pool.connect();
    await blocking.query('begin');
    await blocking.query('select from provider where id = $1 for update', [last]);
    const worker = join(projectRoot, 'tests/process/hub-worker.mjs');
    const child: ChildProcess = fork(worker, [hub.database.url], { execArgv: [] });
    await new Promise((resolve) => child.once('message', resolve));
    child.send({ serial: 1, task: 'expire', values: {} });
    const waiting = () => countWaiting(hub.database.pool, 'suspend_listing');
    await until('the other process waits for the lock', waiting);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await blocking.query('commit');
    blocking.release();
    await until('Postgres has given up what the killed process asked', async () => (await waiting()) === 0);
    const states = await hub.database.pool.query(
      `select (select array_agg(distinct state) from evidence) as evidence, (select array_agg(distinct state) from provider) as provider,
              (select count(*)::int from listing_suspension) as noted`,
    );
    expect(states.rows).toEqual([{ evidence: ['ATTESTED'], provider: ['LISTED'], noted: 0 }]);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 3, suspended: 3 });
  });
});
