import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { askAs, done } from '../quality/ask-as.js';
import { norfolk } from '../quality/norfolk.js';
import { anActor, commissioner, type Graph, graphOf } from '../support/actors.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { both, duplicatesOf, idOf } from './ask.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
let does: ReturnType<typeof norfolk>;
beforeEach(async () => {
  hub = await startTestHub();
  graph = await graphOf(hub);
  duplicates = duplicatesOf(graph);
  does = norfolk(hub);
});
afterEach(async () => {
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
  await hub.stop();
});

const SUSPENDED = { state: 'SUSPENDED', lastStep: { actor: 'system: evidence expiry' } };
const holding = { expiresOn: '2027-11-22' };

async function suffolkFollows(kind = 'FIRE_RISK') {
  const suffolk = askAs(hub, 'quality_officer', { in: ['935'] });
  await does.follow(true, kind, suffolk, '935');
  return suffolk;
}

describe('a merge', () => {
  it.each([
    ['failed', { ...holding, state: 'FAILED' }],
    ['expired', {}],
  ])(
    'that brings %s evidence ends the listing of the entry that stays, in its own transaction',
    async (_, values) => {
      const from = await aProvider(hub, { state: 'SUSPENDED' });
      const into = await aProvider(hub);
      await does.follow();
      await does.record(from, values);
      const merged = await duplicates.merge(from, into);
      expect(merged).toMatchObject({ userErrors: [], provider: { version: 2 } });
      expect(await does.look(into)).toMatchObject(SUSPENDED);
      const { rows } = await hub.database.pool.query(
        `select actor, reason from change where table_name = 'provider_merge'
        and tx = (select tx from change where table_name = 'listing_suspension')`,
      );
      expect(rows).toEqual([
        { actor: 'commissioner: test', reason: 'Merged into another entry: One and the same.' },
      ]);
      expect(await does.overview()).toMatchObject({ listingsAffected: 0, suspendedByEvidence: 1 });
    },
  );

  it('that brings valid evidence keeps the entry listed, whatever other evidence has expired', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    await does.follow();
    await does.record(into);
    await does.record(from, holding);
    expect(await duplicates.merge(from, into)).toMatchObject({ userErrors: [] });
    expect(await does.stateOf(into)).toBe('LISTED');
    expect(await hub.quality.evidence.expire()).toMatchObject({ suspended: 0 });
  });
});

describe('a split', () => {
  it('that takes away what the listing rested on ends it', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    await does.record(into, { ...holding, state: 'FAILED' });
    await does.record(from, holding);
    const { merged } = await duplicates.merge(from, into);
    await does.follow();
    expect(await does.stateOf(into)).toBe('LISTED');
    expect(await duplicates.split(from, merged!.version)).toMatchObject({ userErrors: [] });
    expect(await does.look(into)).toMatchObject(SUSPENDED);
    expect(await does.stateOf(from)).toBe('LISTED');
  });

  it('keeps that evidence suspended the entry, and the way back', async () => {
    const from = await aProvider(hub, { name: 'Suspended by evidence' });
    const byHand = await aProvider(hub, { name: 'Suspended by hand' });
    const into = await aProvider(hub);
    const { id } = await does.record(from, holding);
    await does.follow();
    await does.change(id, 1, { state: 'FAILED' });
    const kind = hub.register.kinds.PROVIDER as EntryKind;
    await hub.register.entries.take(commissioner, kind, byHand.id, 1, 'SUSPEND', { reason: 'A visit.' });
    expect(await does.named({ suspendedByEvidence: true })).toEqual([from.name]);
    for (const one of [from, byHand]) {
      const now = await does.look(one);
      const { merged, userErrors } = await duplicates.merge(
        { ...one, version: now.version } as Provider,
        into,
        {
          intoVersion: (await does.look(into)).version,
        },
      );
      expect(userErrors).toEqual([]);
      expect(await duplicates.split(one, merged!.version)).toMatchObject({
        userErrors: [],
        restored: { state: 'SUSPENDED' },
      });
    }
    expect(await does.stateOf(into)).toBe('SUSPENDED'); // what came had failed
    expect(await does.named({ suspendedByEvidence: true })).toEqual(
      expect.arrayContaining([from.name, into.name]),
    );
    expect(await does.named({ suspendedByEvidence: true })).not.toContain(byHand.name);
    const { rows } = await hub.database.pool.query(
      'select version from evidence where id in (select id from evidence)',
    );
    await does.change(id, rows[0].version, { state: 'ATTESTED' });
    expect(await does.named({ readyToRestore: true })).toEqual(
      expect.arrayContaining([from.name, into.name]),
    );
    await done(does.restoring(from));
    expect(await does.stateOf(from)).toBe('LISTED');
  });
});

describe('a move to another local authority', () => {
  const moved = async (provider: Provider) => {
    const suffolk = await suffolkFollows();
    await does.record(provider, { ...holding, localAuthority: '935', state: 'FAILED' }, suffolk);
    expect(await does.stateOf(provider)).toBe('LISTED');
  };
  const stateNow = async ({ id }: Provider) =>
    (
      await hub.database.pool.query(
        'select state, local_authority_code as code from provider where id = $1',
        [id],
      )
    ).rows[0];

  it('ends the listing by the rules there: by an update, whose answer says so', async () => {
    const provider = await aProvider(hub);
    await moved(provider);
    const { data } = await graph.ask(
      both,
      `mutation ($id: ID!) { providerUpdate(id: $id, version: 1, input: { localAuthority: "935" }) {
        provider { version state } userErrors { code } } }`,
      { id: idOf(provider) },
    );
    expect(data).toEqual({
      providerUpdate: { provider: { version: 3, state: 'SUSPENDED' }, userErrors: [] },
    });
  });

  it.each([null, '2026-11-30'])('ends it by an approved change, from %s', async (effectiveOn) => {
    const provider = await aProvider(hub);
    await moved(provider);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const { request } = await hub.register.entries.update(
      editor,
      hub.register.kinds.PROVIDER,
      provider.id,
      1,
      {
        localAuthorityCode: '935',
      },
    );
    await hub.register.changeRequests.decide(both, request!.id, 1, { effectiveOn });
    if (effectiveOn) {
      expect(await stateNow(provider)).toEqual({ state: 'LISTED', code: '926' });
      hub.clock.pass(8 * 86_400_000);
      expect(await hub.register.changeRequests.applyDue()).toBe(1);
      hub.clock.pass(-8 * 86_400_000);
    }
    expect(await stateNow(provider)).toEqual({ state: 'SUSPENDED', code: '935' });
  });
});

describe('evidence', () => {
  it('that is issued in the future does not count yet, for better or worse', async () => {
    const [early, never, refused] = [await aProvider(hub), await aProvider(hub), await aProvider(hub)];
    await does.follow();
    const { id } = await does.record(early, holding);
    await does.record(early, { issuedOn: '2026-12-01', expiresOn: '2027-11-30' });
    await does.change(id, 1, { state: 'FAILED' });
    expect(await does.stateOf(early)).toBe('SUSPENDED');
    await does.record(never, { issuedOn: '2026-12-01', expiresOn: '2027-11-30' });
    await does.record(refused, { issuedOn: '2026-12-01', expiresOn: '2027-11-30', state: 'FAILED' });
    expect(await does.stateOf(never)).toBe('LISTED');
    expect(await does.stateOf(refused)).toBe('LISTED');
    expect(await does.named({ evidenceMissing: { anyOf: ['FIRE_RISK'] } })).toEqual(
      expect.arrayContaining([never.name, refused.name]),
    );
    expect(await does.named({ readyToRestore: true })).toEqual([]);
    hub.clock.pass(8 * 86_400_000); // to the day from which they hold
    expect(await does.named({ readyToRestore: true })).toEqual([early.name]);
    expect(await hub.quality.evidence.expire()).toMatchObject({ suspended: 1 });
    expect(await does.stateOf(refused)).toBe('SUSPENDED');
  });

  it('that is moved into the future by a change ends the listing', async () => {
    const provider = await aProvider(hub);
    await does.follow();
    await does.record(provider, { expiresOn: '2026-11-22' });
    const { id } = await does.record(provider, holding);
    await does.change(id, 1, { issuedOn: '2026-12-01' });
    expect(await does.stateOf(provider)).toBe('SUSPENDED');
  });

  it('that is said to have ended by a change ends the listing at once', async () => {
    const provider = await aProvider(hub);
    await does.follow();
    const { id } = await does.record(provider, holding);
    await does.change(id, 1, { expiresOn: '2026-11-22' });
    expect(await does.look(provider)).toMatchObject(SUSPENDED);
  });

  it('cannot lose its end where a new one must have it, and gets the usual one where there is one', async () => {
    const provider = await aProvider(hub);
    const change = (id: string, version: number, input: object) =>
      does.officer(
        `mutation ($id: ID!, $version: Int!, $input: EvidenceUpdateInput!) { evidenceUpdate(id: $id, version: $version, input: $input) {
          evidence { expiresOn } userErrors { code field message } } }`,
        { id, version, input },
      );
    const fire = await does.record(provider, holding);
    const refused = await change(fire.id, 1, { expiresOn: null });
    expect(refused.data.evidenceUpdate).toMatchObject({
      evidence: null,
      userErrors: [{ code: 'INVALID', field: ['input', 'expiresOn'] }],
    });
    const lead = await does.record(provider, { kind: 'DESIGNATED_LEAD_TRAINING', expiresOn: '2026-12-31' });
    const usual = await change(lead.id, 1, { expiresOn: null, issuedOn: '2026-09-01' });
    expect(usual.data.evidenceUpdate).toEqual({ evidence: { expiresOn: '2028-08-31' }, userErrors: [] });
  });
});
