import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner } from '../support/actors.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askAs, done, problems, refused } from './ask-as.js';
import { norfolk, restore } from './norfolk.js';

let hub: TestHub;
let does: ReturnType<typeof norfolk>;
beforeEach(async () => {
  hub = await startTestHub();
  does = norfolk(hub);
});
afterEach(() => hub.stop());

describe('a listing that depends on evidence', () => {
  it('is suspended by the daily look, with its reason, and out of sight with all it has', async () => {
    const provider = await aProvider(hub, { name: 'Anvil Workshop' });
    const site = await aSite(hub, provider);
    await anOffering(hub, provider, { title: 'Blacksmithing', siteIds: [site.id] });
    await does.follow();
    await does.record(provider);
    const other = await aProvider(hub, { name: 'Not followed' });
    await does.record(other, { kind: 'FOOD_HYGIENE' });
    expect(await does.stateOf(provider)).toBe('LISTED'); // until the next look
    expect(await does.overview()).toEqual({ listingsAffected: 1, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await does.named({ evidenceOut: { anyOf: ['FIRE_RISK'] } })).toEqual(['Anvil Workshop']);
    const seen = `{ providers { totalCount } sites { totalCount } offerings { totalCount }
      search(text: "Blacksmithing") { totalCount } node(id: "${encodeId('sit', site.id)}") { id } }`;
    expect((await hub.query<{ search: object }>(seen)).data.search).toEqual({ totalCount: 1 });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 2, suspended: 1 });
    expect(await does.look(provider)).toMatchObject({
      state: 'SUSPENDED',
      version: 2,
      lastStep: {
        from: 'LISTED',
        to: 'SUSPENDED',
        actor: 'system: evidence expiry',
        reason:
          'The listing depends on evidence that has expired or failed. Fire risk assessment was valid until 22 November 2026.',
      },
    });
    expect((await hub.query(seen)).data).toEqual({
      providers: { totalCount: 1 },
      sites: { totalCount: 0 },
      offerings: { totalCount: 0 },
      search: { totalCount: 0 },
      node: null,
    });
    expect(await does.stateOf(other)).toBe('LISTED');
    expect(await does.overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 1, readyToRestore: 0 });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
  });

  it('is suspended at once when it begins to depend on what has expired', async () => {
    const [out, holding, reviewed] = [
      await aProvider(hub),
      await aProvider(hub),
      await aProvider(hub, { state: 'IN_REVIEW' }),
    ];
    await does.record(out);
    await does.record(holding, { expiresOn: '2027-11-22' });
    await does.record(reviewed);
    expect((await does.follow()).evidenceKind).toEqual({ listingsAffected: 1 });
    expect(await does.look(out)).toMatchObject({
      state: 'SUSPENDED',
      lastStep: {
        actor: 'system: evidence expiry',
        reason: expect.stringContaining('Fire risk assessment was valid until'),
      },
    });
    expect(await does.stateOf(holding)).toBe('LISTED');
    expect(await does.stateOf(reviewed)).toBe('IN_REVIEW');
    expect(await does.overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 1, readyToRestore: 0 });
    await does.follow(false);
    expect(await does.stateOf(out)).toBe('SUSPENDED'); // a person restores it
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 2, suspended: 0 });
  });

  it.each(['FAILED', 'NEEDS_REVALIDATION'])(
    'is suspended at once when an officer marks it %s',
    async (state) => {
      const provider = await aProvider(hub);
      const { id } = await does.record(provider, { expiresOn: '2027-11-22' });
      await does.follow();
      await does.change(id, 1, { note: 'Seen.' });
      expect(await does.stateOf(provider)).toBe('LISTED');
      await does.change(id, 2, { state });
      const { lastStep } = await does.look(provider);
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

  it.each(['FAILED', 'NEEDS_REVALIDATION'])(
    'is suspended at once by new evidence that is %s',
    async (state) => {
      const provider = await aProvider(hub);
      await does.follow();
      await does.record(provider, { expiresOn: '2027-11-22', state });
      expect(await does.stateOf(provider)).toBe('SUSPENDED');
    },
  );

  it.each<[string, Record<string, unknown> | null, string]>([
    ['nothing was ever recorded', null, 'LISTED'],
    ['another of the kind is attested', { expiresOn: '2027-01-01' }, 'LISTED'],
    ['another of the kind holds until today', { expiresOn: '2026-11-23' }, 'LISTED'],
    ['another of the kind is being looked at', { expiresOn: '2027-01-01', state: 'IN_PROCESS' }, 'LISTED'],
    ['another of the kind has failed', { expiresOn: '2027-01-01', state: 'FAILED' }, 'SUSPENDED'],
    ['another of the kind has expired too', { expiresOn: '2026-06-01' }, 'SUSPENDED'],
    ['another kind holds', { kind: 'FOOD_HYGIENE', expiresOn: '2027-01-01' }, 'SUSPENDED'],
  ])('where %s is %s', async (_, other, expected) => {
    const provider = await aProvider(hub);
    if (other) await does.record(provider, other);
    if (other) await does.record(provider);
    await does.follow();
    await hub.quality.evidence.expire();
    expect(await does.stateOf(provider)).toBe(other ? expected : 'LISTED');
  });

  it('is not suspended by an old certificate that is recorded before the new one', async () => {
    const provider = await aProvider(hub);
    await does.follow();
    await does.record(provider);
    expect(await does.stateOf(provider)).toBe('LISTED');
    await does.record(provider, { expiresOn: '2027-11-22' });
    await hub.quality.evidence.expire();
    expect(await does.stateOf(provider)).toBe('LISTED');
  });

  it('is that of the local authority whose register it is in', async () => {
    const suffolk = askAs(hub, 'quality_officer', { in: ['935'] });
    const norfolk = await aProvider(hub);
    const { id } = await does.record(norfolk, { localAuthority: '935', expiresOn: '2027-01-01' }, suffolk);
    await does.follow(true, 'FIRE_RISK', suffolk, '935');
    await does.follow();
    await done(
      suffolk(
        `mutation($id: ID!) { evidenceUpdate(id: $id, version: 1, input: { state: FAILED }) { ${problems} } }`,
        { id },
      ),
    );
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
    expect(await does.stateOf(norfolk)).toBe('LISTED');
    const there = askAs(hub, 'commissioner', { in: ['935'] });
    expect((await does.overview(there, '935')).listingsAffected).toBe(0);
    expect((await there('{ evidence { nodes { affectsListing } } }')).data.evidence.nodes).toEqual([
      { affectsListing: false },
    ]);
  });

  it('shows beforehand what following a kind would do', async () => {
    const kinds =
      '{ evidenceKinds(localAuthority: "926") { kind { code } suspendsListing listingsAffected } }';
    await does.record(await aProvider(hub));
    await does.record(await aProvider(hub));
    await does.record(await aProvider(hub, { state: 'IN_REVIEW' }));
    await does.record(await aProvider(hub), { expiresOn: '2027-01-01' });
    const fire = async () =>
      (await does.council(kinds)).data.evidenceKinds.find(
        (one: { kind: { code: string } }) => one.kind.code === 'FIRE_RISK',
      );
    expect(await fire()).toMatchObject({ suspendsListing: false, listingsAffected: 2 });
    expect((await does.follow()).evidenceKind).toEqual({ listingsAffected: 2 });
    expect(await fire()).toMatchObject({ suspendsListing: true, listingsAffected: 2 });
    await does.follow(false);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 3, suspended: 0 });
  });
});

describe('what was suspended by evidence', () => {
  it('is restored by a person once the evidence is in order, and found on the same day', async () => {
    const provider = await aProvider(hub, { name: 'Anvil Workshop' });
    const { id } = await does.record(provider);
    await does.follow();
    await hub.quality.evidence.expire();
    expect(await refused(does.restoring(provider))).toEqual([
      {
        field: null,
        code: 'BLOCKED',
        message:
          'This listing depends on evidence that has expired or failed. Fire risk assessment was valid until 22 November 2026. ' +
          'Record valid evidence, or stop making listings depend on that kind.',
      },
    ]);
    expect(await does.named({ suspendedByEvidence: true })).toEqual(['Anvil Workshop']);
    expect(await does.named({ readyToRestore: true })).toEqual([]);
    await does.change(id, 2, { state: 'ATTESTED', expiresOn: '2027-11-22' });
    expect(await does.stateOf(provider)).toBe('SUSPENDED');
    expect(await does.overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 1, readyToRestore: 1 });
    expect(await does.named({ readyToRestore: true })).toEqual(['Anvil Workshop']);
    await done(does.restoring(provider));
    expect(await does.overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await does.named({ suspendedByEvidence: true })).toEqual([]);
    expect(await does.named({ suspendedByEvidence: false })).toEqual(['Anvil Workshop']);
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
    expect(await does.stateOf(provider)).toBe('LISTED');
  });

  it('may be restored when listings no longer follow the kind, and is suspended no more', async () => {
    const provider = await aProvider(hub);
    await does.record(provider);
    await does.follow();
    await hub.quality.evidence.expire();
    await does.follow(false);
    expect(await does.overview()).toMatchObject({ suspendedByEvidence: 1, readyToRestore: 1 });
    await done(does.restoring(provider));
    await hub.quality.evidence.expire();
    expect(await does.stateOf(provider)).toBe('LISTED');
  });

  it('is kept apart from what a person suspended, which evidence keeps from being listed too', async () => {
    const provider = await aProvider(hub);
    const kind = hub.register.kinds.PROVIDER as EntryKind;
    const id = encodeId('prv', provider.id);
    await hub.register.entries.take(commissioner, kind, provider.id, 1, 'SUSPEND', { reason: 'A visit.' });
    await does.record(provider);
    await does.follow();
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 1, suspended: 0 });
    expect(await does.overview()).toEqual({ listingsAffected: 0, suspendedByEvidence: 0, readyToRestore: 0 });
    expect(await refused(does.council(restore, { id, version: 2 }))).toMatchObject([{ code: 'BLOCKED' }]);
    const reviewed = await aProvider(hub, { state: 'IN_REVIEW' });
    await does.record(reviewed);
    const approve = `mutation($id: ID!) { providerApprove(id: $id, version: 1) { provider { id } ${problems} } }`;
    expect(await refused(does.council(approve, { id: encodeId('prv', reviewed.id) }))).toMatchObject([
      { code: 'BLOCKED' },
    ]);
  });

  it('does not show its evidence to those who cannot decide', async () => {
    const provider = await aProvider(hub);
    await does.record(provider);
    await does.follow();
    await hub.quality.evidence.expire();
    const id = encodeId('prv', provider.id);
    for (const ask of [does.officer, askAs(hub, 'provider_editor', { of: [provider.id] })]) {
      expect((await ask(restore, { id, version: 2 })).codes).toEqual(['FORBIDDEN']);
    }
    const elsewhere = askAs(hub, 'commissioner', { in: ['935'] });
    expect(await refused(elsewhere(restore, { id, version: 2 }))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
