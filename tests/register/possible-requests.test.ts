import type { Actor } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

/** What a provider asks for must be possible: when it asks, when it is approved for a later day, and on that day. */

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Answer {
  readonly changeRequest: { readonly id: string; readonly version: number; readonly state: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null; message: string }[];
}

async function ask(actor: Actor, document: string, variables: object): Promise<Answer> {
  const { data, errors } = await graph.ask<Record<string, Answer>>(actor, document, { ...variables });
  expect(errors).toBeUndefined();
  return Object.values(data)[0]!;
}

async function anEditedOffering() {
  const provider = await aProvider(hub);
  const offering = await anOffering(hub, provider);
  const editor = anActor('provider_editor', { providers: [provider.id] });
  const update = (input: object, reason?: string, version = 1) =>
    ask(
      editor,
      `mutation ($id: ID!, $version: Int!, $input: OfferingUpdateInput!, $reason: String) {
        offeringUpdate(id: $id, version: $version, input: $input, reason: $reason) {
          changeRequest { id version state reason } userErrors { code field message } } }`,
      { id: encodeId('off', offering.id), version, input, reason },
    );
  return { provider, offering, editor, update };
}

const approve = (request: { id: string; version: number }, effectiveOn?: string) =>
  ask(
    commissioner,
    `mutation ($id: ID!, $version: Int!, $effectiveOn: LocalDate) {
      changeRequestApprove(id: $id, version: $version, effectiveOn: $effectiveOn) {
        changeRequest { id version state } userErrors { code field message } } }`,
    { ...request, effectiveOn },
  );

const count = async (table: string) =>
  (await hub.database.pool.query<{ n: number }>(`select count(*)::int n from ${table}`)).rows[0]!.n;

describe('what can never be approved', () => {
  it.each([
    ['years in the wrong order', { minYear: 12 }, ['input', 'maxYear']],
    ['a need twice', { secondaryNeeds: ['SEMH'] }, ['input', 'secondaryNeeds']],
    ['areas without outreach', { areasServed: ['LA:926'] }, ['input', 'areasServed']],
  ])('is refused when it is asked for: %s', async (_, input, field) => {
    const { update, offering } = await anEditedOffering();
    await aVacancy(hub, offering);
    const before = [await count('change_request'), await count('change_commit'), await count('vacancy')];
    expect(await update(input)).toMatchObject({
      changeRequest: null,
      userErrors: [{ code: 'INVALID', field }],
    });
    expect([await count('change_request'), await count('change_commit'), await count('vacancy')]).toEqual(
      before,
    );
  });

  it('is refused when it is asked for: a site of another provider, and a postcode that nobody knows', async () => {
    const { update, provider, editor } = await anEditedOffering();
    const elsewhere = await aSite(hub, await aProvider(hub));
    expect(await update({ sites: [encodeId('sit', elsewhere.id)] })).toMatchObject({
      changeRequest: null,
      userErrors: [{ code: 'INVALID', field: ['input', 'sites'] }],
    });
    const site = await aSite(hub, provider);
    const moved = await ask(
      editor,
      `mutation ($id: ID!) { siteUpdate(id: $id, version: 1, input: { postcode: "ZZ99 9ZZ" }) {
        changeRequest { id version state } userErrors { code field message } } }`,
      { id: encodeId('sit', site.id) },
    );
    expect(moved).toMatchObject({ changeRequest: null, userErrors: [{ code: 'NOT_FOUND' }] });
    const other = await aProvider(hub, { urn: '199700' });
    const taken = await ask(
      editor,
      `mutation ($id: ID!, $urn: String) { providerUpdate(id: $id, version: 1, input: { urn: $urn }) {
        changeRequest { id version state } userErrors { code field message } } }`,
      { id: encodeId('prv', provider.id), urn: other.urn },
    );
    expect(taken).toMatchObject({ changeRequest: null, userErrors: [{ code: 'TAKEN' }] });
  });

  it('is not what something else is in the way of: that can be put right before it is approved', async () => {
    const { update, offering } = await anEditedOffering();
    const vacancy = await aVacancy(hub, offering);
    const { changeRequest } = await update({ minYear: 8 });
    expect(changeRequest).toMatchObject({ state: 'OPEN' });
    expect(await count('vacancy')).toBeGreaterThan(0);
    expect(await approve(changeRequest!)).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
    await hub.vacancies.update(vacancy.id, 1, { minYear: 8 });
    expect(await approve(changeRequest!)).toMatchObject({ changeRequest: { state: 'APPROVED' } });
  });
});

describe('an approval for a later day', () => {
  it('is refused like one at once when it could not be made now, and leaves nothing behind', async () => {
    const { update, offering } = await anEditedOffering();
    const { changeRequest } = await update({ minYear: 9 });
    await hub.offerings.update(offering.id, 1, { maxYear: 8 });
    const commits = await count('change_commit');
    for (const day of [undefined, '2026-12-31']) {
      expect([day, await approve(changeRequest!, day)]).toMatchObject([
        day,
        { changeRequest: null, userErrors: [{ code: 'INVALID', field: ['input', 'maxYear'] }] },
      ]);
    }
    await hub.offerings.update(offering.id, 2, { minYear: 8 });
    expect(await approve(changeRequest!, '2026-12-31')).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect(await count('change_commit')).toBe(commits + 1);
  });

  it('for a site is refused once the site is another provider’s, or its last day has gone wrong, and on the day', async () => {
    const { update, provider, offering } = await anEditedOffering();
    const site = await aSite(hub, provider);
    const asked = await update({ sites: [encodeId('sit', site.id)] });
    expect(asked.userErrors).toEqual([]);
    const other = await aProvider(hub);
    await hub.database.pool.query('update site set provider_id = $1 where id = $2', [other.id, site.id]);
    const late = await approve(asked.changeRequest!, '2026-11-30');
    expect(late).toMatchObject({
      changeRequest: null,
      userErrors: [{ code: 'INVALID', field: ['input', 'sites'] }],
    });
    await hub.database.pool.query('update site set provider_id = $1 where id = $2', [provider.id, site.id]);
    expect(await approve(asked.changeRequest!, '2026-11-30')).toMatchObject({
      changeRequest: { state: 'APPROVED' },
    });
    expect((await hub.offerings.get(offering.id))!.version).toBe(1);
    await hub.database.pool.query('update site set provider_id = $1 where id = $2', [other.id, site.id]);
    hub.clock.pass(8 * DAY);
    await hub.register.changeRequests.applyDue();
    const { rows } = await hub.database.pool.query(
      'select state, decision_reason from change_request where entry_id = $1',
      [offering.id],
    );
    expect(rows).toEqual([
      { state: 'FAILED', decision_reason: 'An offering can only run at sites of its own provider.' },
    ]);
  });
});

describe('the same wish again', () => {
  it('returns the open request, in whatever order its codes come', async () => {
    const { update } = await anEditedOffering();
    const first = await update({ tier: 'TIER_3', keyStages: ['KS3', 'KS4'] }, 'As agreed in June.');
    const before = [await count('change_request'), await count('change_commit')];
    for (const again of [
      { tier: 'TIER_3', keyStages: ['KS4', 'KS3'] },
      { keyStages: ['KS3', 'KS4'], tier: 'TIER_3' },
    ]) {
      expect(await update(again)).toEqual(first);
    }
    expect(await update({ tier: 'TIER_3', keyStages: ['KS4', 'KS3'] }, 'As agreed in June.')).toEqual(first);
    expect([await count('change_request'), await count('change_commit')]).toEqual(before);
  });

  it('with a new reason keeps the request, and shows the reason to the council', async () => {
    const { update } = await anEditedOffering();
    const { changeRequest } = await update({ tier: 'TIER_3' }, 'First.');
    const { changeRequest: again } = await update({ tier: 'TIER_3' }, 'Second.');
    expect(again).toMatchObject({ id: changeRequest!.id, version: 2, reason: 'Second.' });
    expect(await approve(changeRequest!)).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });

  it('is another request when it is for something else, or was decided', async () => {
    const { update } = await anEditedOffering();
    const { changeRequest } = await update({ tier: 'TIER_3' });
    const more = await update({ tier: 'TIER_3', attendance: 'FULL_TIME' });
    expect(more.changeRequest!.id).not.toBe(changeRequest!.id);
    await ask(
      commissioner,
      `mutation ($id: ID!, $version: Int!) { changeRequestRefuse(id: $id, version: $version, reason: "Not now.") {
        changeRequest { id version state } userErrors { code field message } } }`,
      changeRequest!,
    );
    const again = await update({ tier: 'TIER_3' });
    expect(again.changeRequest).toMatchObject({ state: 'OPEN' });
    expect(again.changeRequest!.id).not.toBe(changeRequest!.id);
  });

  it('returns the request that was approved for a later day, until that day', async () => {
    const { update } = await anEditedOffering();
    const { changeRequest } = await update({ tier: 'TIER_3' }, 'As it was approved.');
    const approved = await approve(changeRequest!, '2027-06-01');
    const { id, version } = approved.changeRequest!;
    for (const reason of [undefined, 'Said too late.']) {
      expect((await update({ tier: 'TIER_3' }, reason)).changeRequest).toEqual({
        id,
        version,
        state: 'APPROVED',
        reason: 'As it was approved.',
      });
    }
  });

  it('comes once of two that are sent at the same moment', async () => {
    const { update } = await anEditedOffering();
    const both = await Promise.all([1, 2].map(() => update({ tier: 'TIER_3' })));
    expect(both[0]!.changeRequest!.id).toBe(both[1]!.changeRequest!.id);
  });
});
