import type { ChangeRequest } from '../../src/features/register/change-request/change-request.entity.js';
import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { onlyRefusalOf } from '../support/refusals.js';

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

/** Two changes to a listed offering that its provider asks for. */
async function aRequest(changes: object = { minYear: 8, hoursPerWeek: 12 }) {
  const provider = await aProvider(hub);
  const offering = await anOffering(hub, provider);
  const editor = anActor('provider_editor', { providers: [provider.id] });
  const kind = hub.register.kinds.OFFERING as EntryKind;
  const { request } = await hub.register.entries.update(editor, kind, offering.id, 1, { ...changes });
  return { provider, offering, editor, request: request as ChangeRequest };
}
const offeringNow = async (id: string) => (await hub.offerings.get(id))!;

describe('a change request', () => {
  it('is approved in whole and holds at once', async () => {
    const { offering, request } = await aRequest();
    const decided = await hub.register.changeRequests.decide(commissioner, request.id, 1, {});
    expect(decided).toMatchObject({
      state: 'APPROVED',
      approvedFields: ['minYear', 'hoursPerWeek'],
      decidedBy: 'commissioner: test',
      appliedAt: new Date(hub.clock.now()),
    });
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 8, hoursPerWeek: 12, version: 2 });
  });

  it('is approved by field; what is refused needs a reason', async () => {
    const { offering, request } = await aRequest();
    const without = hub.register.changeRequests.decide(commissioner, request.id, 1, { fields: ['minYear'] });
    expect(await onlyRefusalOf(without)).toMatchObject({ code: 'REASON_NEEDED' });
    const unasked = hub.register.changeRequests.decide(commissioner, request.id, 1, { fields: ['tier'] });
    expect(await onlyRefusalOf(unasked)).toMatchObject({
      message:
        'This request does not change tier. Choose from the fields that it changes: minYear, hoursPerWeek.',
    });
    const decision = { fields: ['minYear'], reason: 'Hours were not agreed.' };
    const decided = await hub.register.changeRequests.decide(commissioner, request.id, 1, decision);
    expect(decided).toMatchObject({ state: 'PARTLY_APPROVED', decisionReason: 'Hours were not agreed.' });
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 8, hoursPerWeek: null });
  });

  it('is refused in whole, and decided once', async () => {
    const { offering, request } = await aRequest();
    const refuse = `mutation ($id: ID!, $version: Int!) { changeRequestRefuse(id: $id, version: $version, reason: "No.") {
      changeRequest { id state entryId decisionReason } userErrors { code } } }`;
    const id = encodeId('chr', request.id);
    const { data } = await graph.ask(commissioner, refuse, { id, version: 1 });
    expect(data).toEqual({
      changeRequestRefuse: {
        changeRequest: {
          id,
          state: 'REFUSED',
          entryId: encodeId('off', offering.id),
          decisionReason: 'No.',
        },
        userErrors: [],
      },
    });
    const again = await graph.ask(commissioner, refuse, { id, version: 2 });
    expect(again.data).toMatchObject({
      changeRequestRefuse: { userErrors: [{ code: 'NOT_IN_THIS_STATE' }] },
    });
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 7, version: 1 });
  });

  it('is not for the provider to decide, nor for another authority, which does not learn of it', async () => {
    const { editor, request } = await aRequest();
    await expect(hub.register.changeRequests.decide(editor, request.id, 1, {})).rejects.toMatchObject({
      permission: 'register.decide',
    });
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    await expect(hub.register.changeRequests.decide(suffolk, request.id, 1, {})).rejects.toThrow(
      'There is no change request with this id.',
    );
  });

  it('to go over to another authority is for those who keep both registers', async () => {
    const provider = await aProvider(hub);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const kind = hub.register.kinds.PROVIDER as EntryKind;
    const move = { localAuthorityCode: '935' };
    const { request } = await hub.register.entries.update(editor, kind, provider.id, 1, move);
    const alone = hub.register.changeRequests.decide(commissioner, request!.id, 1, {});
    await expect(alone).rejects.toMatchObject({ permission: 'register.write' });
    const both = anActor('commissioner', { localAuthorities: ['926', '935'] });
    await hub.register.changeRequests.decide(both, request!.id, 1, {});
    expect(await hub.providers.get(provider.id)).toMatchObject(move);
  });

  it('to make a new address public never makes the old one public', async () => {
    const site = await aSite(hub, await aProvider(hub), { postcode: 'NR21 9AA', addressVisibility: 'FULL' });
    const editor = anActor('provider_editor', { providers: [site.providerId] });
    const kind = hub.register.kinds.SITE as EntryKind;
    const moved = { postcode: 'NR21 8CC', addressVisibility: 'PUBLIC' };
    const { request } = await hub.register.entries.update(editor, kind, site.id, 1, moved);
    const decide = (fields: string[]) =>
      hub.register.changeRequests.decide(commissioner, request!.id, 1, { fields, reason: 'As agreed.' });
    expect(await onlyRefusalOf(decide(['addressVisibility']))).toMatchObject({
      field: ['fields'],
      code: 'INVALID',
    });
    expect(await hub.providers.site(site.id)).toMatchObject({ addressVisibility: 'FULL', version: 1 });
    await decide(['addressVisibility', 'postcode']);
    expect(await hub.providers.site(site.id)).toMatchObject({ addressVisibility: 'PUBLIC', version: 2 });
  });

  it('to show more of an address to those who may see it is approved without the move', async () => {
    const site = await aSite(hub, await aProvider(hub), {
      postcode: 'NR21 9AA',
      addressVisibility: 'OUTCODE',
    });
    const editor = anActor('provider_editor', { providers: [site.providerId] });
    const kind = hub.register.kinds.SITE as EntryKind;
    const change = { postcode: 'NR21 8CC', addressVisibility: 'FULL' };
    const { request } = await hub.register.entries.update(editor, kind, site.id, 1, change);
    const decision = { fields: ['addressVisibility'], reason: 'It has not moved yet.' };
    await hub.register.changeRequests.decide(commissioner, request!.id, 1, decision);
    const now = { postcode: 'NR21 9AA', addressVisibility: 'FULL' };
    expect(await hub.providers.site(site.id)).toMatchObject(now);
  });

  it('whose field has changed meanwhile is not applied over it', async () => {
    const { offering, request } = await aRequest();
    await hub.offerings.update(offering.id, 1, { minYear: 9 });
    const late = hub.register.changeRequests.decide(commissioner, request.id, 1, {});
    expect(await onlyRefusalOf(late)).toMatchObject({ code: 'CONFLICT', field: ['fields'] });
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 9, hoursPerWeek: null });
  });

  it('of a site’s postcode changes its position when it is approved', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const change = { postcode: 'NR1 3AA', name: 'By the river' };
    const kind = hub.register.kinds.SITE as EntryKind;
    const { entry, request } = await hub.register.entries.update(editor, kind, site.id, 1, change);
    expect([entry, request?.fields]).toMatchObject([
      { name: 'By the river', postcode: 'NR21 9AA' },
      [{ field: 'postcode', from: 'NR21 9AA', to: 'NR1 3AA' }],
    ]);
    await hub.register.changeRequests.decide(commissioner, request!.id, 1, {});
    expect(await hub.providers.site(site.id)).toMatchObject({
      postcode: 'NR1 3AA',
      districtCode: 'E07000148',
    });
  });
});

describe('a change that holds from a later day', () => {
  const approveFrom = (request: ChangeRequest, effectiveOn: string) =>
    hub.register.changeRequests.decide(commissioner, request.id, 1, { effectiveOn });

  it('is applied on that day and not before, and once, whichever hub looks', async () => {
    const { offering, request } = await aRequest();
    expect(await approveFrom(request, '2026-11-25')).toMatchObject({ state: 'APPROVED', appliedAt: null });
    hub.clock.pass(DAY);
    expect(await hub.register.changeRequests.applyDue()).toBe(0);
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 7 });
    hub.clock.pass(DAY);
    const applied = await Promise.all([
      hub.register.changeRequests.applyDue(),
      hub.register.changeRequests.applyDue(),
    ]);
    expect(applied.sort()).toEqual([0, 1]);
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 8, version: 2 });
    const { rows } = await hub.database.pool.query(
      `select actor from change where entity_id = $1 order by id desc limit 1`,
      [offering.id],
    );
    expect(rows).toEqual([{ actor: 'system: change requests' }]);
  });

  it.each(['2026-11-23', '2026-11-22'])('is applied at once where that day, %s, has come', async (day) => {
    const { offering, request } = await aRequest();
    const now = new Date(hub.clock.now());
    expect(await approveFrom(request, day)).toMatchObject({
      ...{ state: 'APPROVED', appliedAt: now, decidedAt: now, effectiveOn: day },
      ...{ decidedIn: '926', decisionReason: null },
    });
    expect(await offeringNow(offering.id)).toMatchObject({ minYear: 8, version: 2 });
  });

  it('fails openly when it cannot be applied any more, and does not hold up others', async () => {
    const [moved, fine] = [await aRequest(), await aRequest()];
    await approveFrom(moved.request, '2026-11-26');
    await approveFrom(fine.request, '2026-11-26');
    await hub.offerings.update(moved.offering.id, 1, { minYear: 9 });
    hub.clock.pass(DAY);
    expect(await hub.register.changeRequests.applyDue()).toBe(2);
    const pending = () =>
      graph.ask(
        commissioner,
        `query ($id: ID!) { registerEntry(id: $id) { changeRequests { state version appliedAt decisionReason } } }`,
        { id: encodeId('off', moved.offering.id) },
      );
    const reason = expect.stringContaining('since this was requested: minYear');
    const failed = { state: 'FAILED', version: 3, appliedAt: null, decisionReason: reason };
    expect((await pending()).data).toEqual({ registerEntry: { changeRequests: [failed] } });
    expect(await offeringNow(moved.offering.id)).toMatchObject({ minYear: 9, hoursPerWeek: null });
    expect(await offeringNow(fine.offering.id)).toMatchObject({ minYear: 8, hoursPerWeek: 12 });
    await hub.register.changeRequests.decide(commissioner, moved.request.id, 3, {
      fields: [],
      reason: 'Overtaken.',
    });
    expect((await pending()).data).toEqual({ registerEntry: { changeRequests: [] } });
  });
});
