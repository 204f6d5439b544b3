import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHub } from '../../src/app.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { EntryKind } from '../../src/features/register/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createLog } from '../../src/platform/log.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { commissioner } from '../support/actors.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

const DAY = 86_400_000;

let hub: TestHub;
let officer: Ask;
let council: Ask;
beforeEach(async () => {
  hub = await startTestHub();
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  council = askAs(hub, 'commissioner', { in: ['926'] });
});
afterEach(() => hub.stop());

const follow = (suspends = true, kind = 'FIRE_RISK', by = officer, at = '926') =>
  done(
    by(
      `mutation($kind: String!, $suspends: Boolean!, $at: String!) { evidenceKindSet(localAuthority: $at, kind: $kind, suspendsListing: $suspends) {
        evidenceKind { listingsAffected } ${problems} } }`,
      { kind, suspends, at },
    ),
  );
const record = async (provider: Provider, values: Record<string, unknown> = {}, by = officer) =>
  (
    await done(
      by(
        `mutation($input: EvidenceInput!) { evidenceCreate(input: $input) { evidence { id version } ${problems} } }`,
        {
          input: {
            localAuthority: '926',
            provider: encodeId('prv', provider.id),
            kind: 'FIRE_RISK',
            issuedOn: '2026-01-01',
            expiresOn: '2026-11-22',
            ...values,
          },
        },
      ),
    )
  ).evidence as { id: string; version: number };
const change = (id: string, version: number, input: Record<string, unknown>) =>
  done(
    officer(
      `mutation($id: ID!, $version: Int!, $input: EvidenceChanges!) { evidenceUpdate(id: $id, version: $version, input: $input) { ${problems} } }`,
      { id, version, input },
    ),
  );
const look = async (provider: Provider) =>
  (
    await council(
      'query($id: ID!) { registerEntry(id: $id) { state version stateSince lastStep { from to actor reason } } }',
      { id: encodeId('prv', provider.id) },
    )
  ).data.registerEntry;
const stateOf = async (provider: Provider) => (await look(provider)).state;
const restore = `mutation($id: ID!, $version: Int!) { providerRestore(id: $id, version: $version) { provider { state } ${problems} } }`;
const restoring = async (provider: Provider) =>
  council(restore, { id: encodeId('prv', provider.id), version: (await look(provider)).version });
const overview = async (ask = council, at = '926') =>
  (
    await ask(
      'query($at: String!) { registerOverview(localAuthority: $at) { quality { listingsAffected suspendedByEvidence readyToRestore } } }',
      { at },
    )
  ).data.registerOverview.quality;
const named = async (quality: object) =>
  (
    await council(
      'query($filter: RegisterFilter) { register(filter: $filter) { totalCount nodes { name } } }',
      {
        filter: { kind: ['PROVIDER'], quality },
      },
    )
  ).data.register.nodes.map(({ name }: { name: string }) => name);

describe('a listing that follows evidence', () => {
  it('is suspended by the daily look, with its reason, and out of sight with all it has', async () => {
    const provider = await aProvider(hub, { name: 'Anvil Workshop' });
    const site = await aSite(hub, provider);
    await anOffering(hub, provider, { title: 'Blacksmithing', siteIds: [site.id] });
    await record(provider);
    const other = await aProvider(hub, { name: 'Not followed' });
    await record(other, { kind: 'FOOD_HYGIENE' });
    await follow();
    expect(await stateOf(provider)).toBe('LISTED'); // until the next look
    expect(await overview()).toEqual({ listingsAffected: 1, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await named({ evidenceOut: ['FIRE_RISK'] })).toEqual(['Anvil Workshop']);
    const seen = `{ providers { totalCount } sites { totalCount } offerings { totalCount }
      search(text: "Blacksmithing") { totalCount } node(id: "${encodeId('sit', site.id)}") { id } }`;
    expect((await hub.query<{ search: object }>(seen)).data.search).toEqual({ totalCount: 1 });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 2, suspended: 1 });
    expect(await look(provider)).toMatchObject({
      state: 'SUSPENDED',
      version: 2,
      lastStep: {
        from: 'LISTED',
        to: 'SUSPENDED',
        actor: 'system: evidence expiry',
        reason: 'The listing follows evidence that is out: Fire risk assessment held until 22 November 2026.',
      },
    });
    expect((await hub.query(seen)).data).toEqual({
      providers: { totalCount: 1 },
      sites: { totalCount: 0 },
      offerings: { totalCount: 0 },
      search: { totalCount: 0 },
      node: null,
    });
    expect(await stateOf(other)).toBe('LISTED');
    expect(await overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 1, readyToRestore: 0 });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
  });

  it.each(['FAILED', 'NEEDS_REVALIDATION'])(
    'is suspended at once when an officer marks it %s',
    async (state) => {
      const provider = await aProvider(hub);
      const { id } = await record(provider, { expiresOn: '2027-11-22' });
      await follow();
      await change(id, 1, { note: 'Seen.' });
      expect(await stateOf(provider)).toBe('LISTED');
      await change(id, 2, { state });
      const { lastStep } = await look(provider);
      expect(lastStep).toMatchObject({ to: 'SUSPENDED', actor: 'system: evidence expiry' });
      const what = state === 'FAILED' ? 'has failed' : 'needs revalidation';
      expect(lastStep.reason).toContain(`Fire risk assessment ${what}, found on 23 November 2026.`);
      const { rows } = await hub.database.pool.query(
        `select actor, count(distinct tx)::int as transactions from change
        where tx in (select tx from change where table_name = 'listing_suspension') and table_name = 'evidence' group by 1`,
      );
      expect(rows).toEqual([{ actor: 'quality_officer: test', transactions: 1 }]); // in the officer's own transaction
    },
  );

  it.each<[string, Record<string, unknown> | null, string]>([
    ['nothing was ever recorded', null, 'LISTED'],
    ['another of the kind is attested', { expiresOn: '2027-01-01' }, 'LISTED'],
    ['another of the kind holds until today', { expiresOn: '2026-11-23' }, 'LISTED'],
    ['another of the kind is being looked at', { expiresOn: '2027-01-01', state: 'IN_PROCESS' }, 'LISTED'],
    ['another of the kind has failed', { expiresOn: '2027-01-01', state: 'FAILED' }, 'SUSPENDED'],
    ['another of the kind has run out too', { expiresOn: '2026-06-01' }, 'SUSPENDED'],
    ['another kind holds', { kind: 'FOOD_HYGIENE', expiresOn: '2027-01-01' }, 'SUSPENDED'],
  ])('where %s is %s', async (_, other, expected) => {
    const provider = await aProvider(hub);
    if (other) await record(provider, other);
    if (other) await record(provider);
    await follow();
    await hub.quality.evidence.expire();
    expect(await stateOf(provider)).toBe(other ? expected : 'LISTED');
  });

  it('is not suspended by an old certificate that is recorded before the new one', async () => {
    const provider = await aProvider(hub);
    await follow();
    await record(provider);
    expect(await stateOf(provider)).toBe('LISTED');
    await record(provider, { expiresOn: '2027-11-22' });
    await hub.quality.evidence.expire();
    expect(await stateOf(provider)).toBe('LISTED');
  });

  it('is that of the local authority whose register it is in', async () => {
    const suffolk = askAs(hub, 'quality_officer', { in: ['935'] });
    const norfolk = await aProvider(hub);
    const { id } = await record(norfolk, { localAuthority: '935', expiresOn: '2027-01-01' }, suffolk);
    await follow(true, 'FIRE_RISK', suffolk, '935');
    await follow();
    await done(
      suffolk(
        `mutation($id: ID!) { evidenceUpdate(id: $id, version: 1, input: { state: FAILED }) { ${problems} } }`,
        { id },
      ),
    );
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
    expect(await stateOf(norfolk)).toBe('LISTED');
    const there = askAs(hub, 'commissioner', { in: ['935'] });
    expect((await overview(there, '935')).listingsAffected).toBe(0);
    expect((await there('{ evidence { nodes { affectsListing } } }')).data.evidence.nodes).toEqual([
      { affectsListing: false },
    ]);
  });

  it('shows beforehand what following a kind would do', async () => {
    const kinds =
      '{ evidenceKinds(localAuthority: "926") { kind { code } suspendsListing listingsAffected } }';
    await record(await aProvider(hub));
    await record(await aProvider(hub));
    await record(await aProvider(hub, { state: 'IN_REVIEW' }));
    await record(await aProvider(hub), { expiresOn: '2027-01-01' });
    const fire = async () =>
      (await council(kinds)).data.evidenceKinds.find(
        (one: { kind: { code: string } }) => one.kind.code === 'FIRE_RISK',
      );
    expect(await fire()).toMatchObject({ suspendsListing: false, listingsAffected: 2 });
    expect((await follow()).evidenceKind).toEqual({ listingsAffected: 2 });
    expect(await fire()).toMatchObject({ suspendsListing: true, listingsAffected: 2 });
    await follow(false);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 3, suspended: 0 });
  });
});

describe('what was suspended by evidence', () => {
  it('is restored by a person once the evidence is in order, and found on the same day', async () => {
    const provider = await aProvider(hub, { name: 'Anvil Workshop' });
    const { id } = await record(provider);
    await follow();
    await hub.quality.evidence.expire();
    expect(await refused(restoring(provider))).toEqual([
      {
        field: null,
        code: 'EVIDENCE_OUT',
        message:
          'Listings follow this evidence, and it is out: Fire risk assessment held until 22 November 2026. ' +
          'Renew it, or let listings no longer follow its kind.',
      },
    ]);
    expect(await named({ suspendedByEvidence: true })).toEqual(['Anvil Workshop']);
    expect(await named({ readyToRestore: true })).toEqual([]);
    await change(id, 2, { state: 'ATTESTED', expiresOn: '2027-11-22' });
    expect(await stateOf(provider)).toBe('SUSPENDED');
    expect(await overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 1, readyToRestore: 1 });
    expect(await named({ readyToRestore: true })).toEqual(['Anvil Workshop']);
    await done(restoring(provider));
    expect(await overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await named({ suspendedByEvidence: true })).toEqual([]);
    expect(await named({ suspendedByEvidence: false })).toEqual(['Anvil Workshop']);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
    expect(await stateOf(provider)).toBe('LISTED');
  });

  it('may be restored when listings no longer follow the kind, and is suspended no more', async () => {
    const provider = await aProvider(hub);
    await record(provider);
    await follow();
    await hub.quality.evidence.expire();
    await follow(false);
    expect(await overview()).toMatchObject({ suspendedByEvidence: 1, readyToRestore: 1 });
    await done(restoring(provider));
    await hub.quality.evidence.expire();
    expect(await stateOf(provider)).toBe('LISTED');
  });

  it('is told from what a person suspended, which evidence keeps from being listed too', async () => {
    const provider = await aProvider(hub);
    const kind = hub.register.kinds.PROVIDER as EntryKind;
    const id = encodeId('prv', provider.id);
    await hub.register.entries.take(commissioner, kind, provider.id, 1, 'SUSPEND', { reason: 'A visit.' });
    await record(provider);
    await follow();
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 1, suspended: 0 });
    expect(await overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await refused(council(restore, { id, version: 2 }))).toMatchObject([{ code: 'EVIDENCE_OUT' }]);
    const reviewed = await aProvider(hub, { state: 'IN_REVIEW' });
    await record(reviewed);
    const approve = `mutation($id: ID!) { providerApprove(id: $id, version: 1) { provider { id } ${problems} } }`;
    expect(await refused(council(approve, { id: encodeId('prv', reviewed.id) }))).toMatchObject([
      { code: 'EVIDENCE_OUT' },
    ]);
  });

  it('says nothing of its evidence to who may not decide', async () => {
    const provider = await aProvider(hub);
    await record(provider);
    await follow();
    await hub.quality.evidence.expire();
    const id = encodeId('prv', provider.id);
    for (const ask of [officer, askAs(hub, 'provider_editor', { of: [provider.id] })]) {
      expect((await ask(restore, { id, version: 2 })).codes).toEqual(['FORBIDDEN']);
    }
    const elsewhere = askAs(hub, 'commissioner', { in: ['935'] });
    expect(await refused(elsewhere(restore, { id, version: 2 }))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('two at once', () => {
  it('suspend each listing once', async () => {
    const providers = await Promise.all(Array.from({ length: 15 }, () => aProvider(hub)));
    for (const provider of providers) await record(provider);
    await follow();
    const other = await createHub({ url: hub.database.url, clock: hub.clock, log: createLog('silent') });
    const looks = [hub, other, hub, other].map(({ quality }) => quality.evidence.expire());
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
      const { id } = await record(provider);
      if (round === 0) await follow();
      await hub.quality.evidence.expire();
      await change(id, 2, { state: 'ATTESTED', expiresOn: '2027-11-22' });
      const version = (await look(provider)).version;
      const both = [
        council(restore, { id: encodeId('prv', provider.id), version }),
        change(id, 3, { state: 'FAILED' }),
      ];
      await Promise.all(round % 2 ? both : both.reverse());
      expect(await stateOf(provider)).toBe('SUSPENDED'); // whoever came first
    }
  });

  it('leave nothing half done when one is killed in between', async () => {
    const providers = await Promise.all(Array.from({ length: 3 }, () => aProvider(hub)));
    for (const provider of providers) await record(provider);
    await follow();
    hub.clock.pass(DAY);
    const last = providers.map(({ id }) => id).sort()[2];
    const blocking = await hub.database.pool.connect();
    await blocking.query('begin');
    await blocking.query('select from provider where id = $1 for update', [last]);
    const worker = join(projectRoot, 'tests/process/hub-worker.mjs');
    const child: ChildProcess = fork(worker, [hub.database.url], { execArgv: [] });
    await new Promise((resolve) => child.once('message', resolve));
    child.send({ serial: 1, task: 'expire', values: {} });
    const waiting = `select count(*)::int n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%suspend_listing%'`;
    while ((await hub.database.pool.query<{ n: number }>(waiting)).rows[0]?.n === 0) await sleep(20);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await blocking.query('commit');
    blocking.release();
    while ((await hub.database.pool.query<{ n: number }>(waiting)).rows[0]?.n !== 0) await sleep(20);
    const states = await hub.database.pool.query(
      `select (select array_agg(distinct state) from evidence) as evidence, (select array_agg(distinct state) from provider) as provider,
              (select count(*)::int from listing_suspension) as noted`,
    );
    expect(states.rows).toEqual([{ evidence: ['ATTESTED'], provider: ['LISTED'], noted: 0 }]);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 3, suspended: 3 });
  });
});
