import pg from 'pg';
import { loadDemonstration } from '../../../seeds/load-demonstration.js';
import { loadReference } from '../../../seeds/load-reference.js';
import { importGias } from '../../../src/features/exchange/import/gias-import.js';
import { importPostcodes } from '../../../src/features/exchange/import/postcode-import.js';
import { verifyChain } from '../../../src/platform/database/changes/change-chain.js';
import { poolOf } from '../../../src/platform/database/data-source.js';
import { prepareDatabase } from '../../../src/start/database.js';
import { quietly, sample, temporaryFolder } from '../../exchange/exchange-files.js';
import { followed } from '../../support/followed.js';
import { startTestHub, type TestHub } from '../../support/hub.js';
import { waitingForLock } from '../../support/waiting-for-lock.js';
import { carryOutEveryMutation, faultsOf, type Sent, sender } from './every-mutation.js';

const DAY = 86_400_000;

/**
 * No transaction needs a second connection. With one connection for everything, code that needs another while a transaction is
 * open waits for itself; with one for each purpose, readers and followers may go on meanwhile.
 */
describe.each([
  ['one connection for everything', '1', 1],
  ['one for each purpose', '3', 2],
])('with %s', (_, DATABASE_POOL, levels) => {
  let hub: TestHub;
  let sent: Sent[];
  beforeAll(async () => {
    hub = await startTestHub(undefined, {}, { DATABASE_POOL });
    sent = await carryOutEveryMutation(hub, levels);
  });
  afterAll(() => hub.stop());

  it('every mutation of the graph is carried out', async () => {
    expect(faultsOf(sent)).toEqual([]);
    const all = Object.keys(hub.schema.getMutationType()?.getFields() ?? {});
    expect(all.filter((name) => !sent.some((one) => one.name === name))).toEqual([]);
  });

  it('no write is left behind by those that follow', () => {
    const warned = sent.flatMap(({ name, payload }) =>
      (payload?.warnings ?? []).map(({ code }: { code: string }) => `${name} ${code}`),
    );
    // Only NR21 9 is known of NR21 9AA here.
    expect(warned.filter((one) => !one.endsWith('COARSE_POSITION'))).toEqual([]);
  });

  it('changes that were approved for a later day are applied on it', async () => {
    const council = sender(hub.schema, await hub.as('administrator'));
    const listed = await hub.query<{ sites: { nodes: { id: string; provider: { id: string } }[] } }>(
      '{ sites(first: 1) { nodes { id provider { id } } } }',
    );
    const [site] = listed.data.sites.nodes;
    const editor = sender(hub.schema, await hub.as('provider_editor', { providers: [site!.provider.id] }));
    const { rows } = await hub.database.pool.query(`select version from site where state = 'LISTED' limit 1`);
    const asked = await editor('siteUpdate', {
      id: site!.id,
      version: rows[0].version,
      input: { postcode: 'NR30 1AA' },
    });
    const { id, version } = asked.payload.changeRequest;
    const approved = await council('changeRequestApprove', { id, version, effectiveOn: '2026-11-24' });
    expect(faultsOf([asked, approved])).toEqual([]);
    hub.clock.pass(DAY);
    expect(await hub.register.changeRequests.applyDue()).toBe(1);
    const { rows: after } = await hub.database.pool.query(
      'select decision_reason from change_request where state = $1',
      ['FAILED'],
    );
    expect(after).toEqual([]);
  });

  it('evidence expires, and the demonstration is moved on', async () => {
    hub.clock.pass(400 * DAY);
    expect(await hub.quality.evidence.expire()).toMatchObject({ expired: 1 });
    expect(await loadDemonstration(poolOf(hub.source), '2026-11-24')).toMatchObject({ providers: 83 });
    await followed(hub);
  });
});

describe('with a pool of one', () => {
  const folder = temporaryFolder();
  let hub: TestHub;
  let pool: pg.Pool;
  beforeAll(async () => {
    hub = await startTestHub(undefined, {}, { DATABASE_POOL: '1' });
    pool = new pg.Pool({ connectionString: hub.database.url, max: 1, connectionTimeoutMillis: 5_000 });
  });
  afterAll(async () => {
    await pool.end();
    await hub.stop();
    folder.remove();
  });

  it('imports are made, and stopped while a statement waits', async () => {
    const options = {
      errorsPath: `${folder.path}/errors.csv`,
      duplicatesPath: `${folder.path}/duplicates.csv`,
      dryRun: false,
      force: false,
    };
    expect(await importGias(pool, sample('gias_invented.csv'), options, quietly())).toMatchObject({
      rows: 8,
    });
    await importPostcodes(pool, sample('code-point'), quietly());
    const holder = await hub.database.pool.connect();
    await holder.query('begin; lock table postcode in access exclusive mode');
    const stop = new AbortController();
    const phase = () =>
      void waitingForLock(hub.database.pool, 'postcode').then(() => stop.abort(new Error('stopped')));
    const stopped = importPostcodes(pool, sample('code-point'), {
      signal: stop.signal,
      progress: () => ({ advance: () => {}, phase, stop: () => {} }),
    });
    await expect(stopped).rejects.toThrow('stopped');
    await holder.query('rollback');
    holder.release();
  });

  it('the reference data is loaded and the record of changes is verified', async () => {
    await loadReference(hub.database.pool);
    expect((await verifyChain(pool)).faults).toEqual([]);
    await prepareDatabase(hub.database.ownerUrl);
  });
});
