import { operator } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type Ask, type TestHub } from '../support/hub.js';
import { both, duplicatesOf, idOf, suffolk } from './ask.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});

interface Told {
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: readonly string[] | null;
    readonly message: string;
  }[];
}

const stored = async (text: string, values: unknown[]) => (await hub.database.pool.query(text, values)).rows;

/** An entry of Suffolk's with an offering, merged into one of Norfolk's; and the editor of the one that stays. */
async function merged(name: string) {
  const from = await aProvider(hub, { name: `${name} Barn`, localAuthorityCode: '935' });
  const into = await aProvider(hub, { name: `${name} Farm` });
  const site = await aSite(hub, from, { name: `${name} site` });
  const offering = await anOffering(hub, from, { title: `${name} workshop`, siteIds: [site.id] });
  const { merged: gone, userErrors } = await duplicates.merge(from, into);
  expect(userErrors).toEqual([]);
  const editor = anActor('provider_editor', { providers: [into.id] });
  return { from, into, site, offering, version: gone!.version, editor };
}

/** What an editor asks for of an offering at its second version. */
async function wish(offering: { readonly id: string }, editor: ReturnType<typeof anActor>) {
  const { data } = await graph.ask<{
    offeringUpdate: Told & { changeRequest: { id: string; version: number } };
  }>(
    editor,
    `mutation ($id: ID!) { offeringUpdate(id: $id, version: 2, input: { minYear: 8 }) {
      changeRequest { id version } userErrors { code field message } } }`,
    { id: encodeId('off', offering.id) },
  );
  expect(data.offeringUpdate.userErrors).toEqual([]);
  return data.offeringUpdate.changeRequest;
}

async function approve(
  actor: ReturnType<typeof anActor>,
  request: { id: string; version: number },
  effectiveOn?: string,
) {
  const { data, errors } = await graph.ask<{
    changeRequestApprove: Told & { changeRequest: { state: string } | null };
  }>(
    actor,
    `mutation ($id: ID!, $version: Int!, $on: LocalDate) { changeRequestApprove(id: $id, version: $version, effectiveOn: $on) {
      changeRequest { state } userErrors { code field message } } }`,
    { ...request, on: effectiveOn },
  );
  return errors ? { errors } : data.changeRequestApprove;
}

describe('a change that was asked for while entries were merged', () => {
  it('moves with its offering, and the owner of the offering decides on it', async () => {
    const { from, offering, version, editor } = await merged('Avocet');
    const request = await wish(offering, editor);
    expect(await duplicates.split(from, version)).toMatchObject({ userErrors: [] });
    const now = await stored('select provider_id, version from change_request where entry_id = $1', [
      offering.id,
    ]);
    expect(now).toEqual([{ provider_id: from.id, version: 2 }]);
    const asked = { id: request.id, version: 2 };
    expect(await approve(commissioner, asked)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await approve(suffolk, asked)).toMatchObject({
      userErrors: [],
      changeRequest: { state: 'APPROVED' },
    });
    expect(await stored('select min_year from offering where id = $1', [offering.id])).toEqual([
      { min_year: 8 },
    ]);
  });

  it('is not applied if its entry has another owner', async () => {
    const { from, into, offering, version, editor } = await merged('Bittern');
    const { id } = await wish(offering, editor);
    expect(await duplicates.split(from, version)).toMatchObject({ userErrors: [] });
    // As a release before this one left it.
    await stored('update change_request set provider_id = $1 where entry_id = $2', [into.id, offering.id]);
    expect(await approve(commissioner, { id, version: 2 })).toMatchObject({
      changeRequest: null,
      userErrors: [{ code: 'CONFLICT', message: expect.stringContaining('now belongs to another provider') }],
    });
    expect(await stored('select min_year from offering where id = $1', [offering.id])).toEqual([
      { min_year: 7 },
    ]);
  });

  it.each(['by an update', 'by a split'])(
    'and approved for a later day is not applied after the entry went to another authority %s',
    async (how) => {
      const { from, into, offering, version, editor } = await merged(`Crake ${how}`);
      const request = await wish(offering, editor);
      expect(await approve(commissioner, request, '2026-12-01')).toMatchObject({ userErrors: [] });
      if (how === 'by a split')
        expect(await duplicates.split(from, version)).toMatchObject({ userErrors: [] });
      else {
        const { data } = await graph.ask<{ providerUpdate: Told }>(
          both,
          'mutation ($id: ID!) { providerUpdate(id: $id, version: 1, input: { localAuthority: "935" }) { userErrors { code } } }',
          { id: idOf(into) },
        );
        expect(data.providerUpdate.userErrors).toEqual([]);
      }
      hub.clock.pass(9 * 86_400_000);
      await hub.register.changeRequests.applyDue();
      hub.clock.pass(-9 * 86_400_000);
      const rows = await stored(
        `select r.state, r.decision_reason, o.min_year from change_request r join offering o on o.id = r.entry_id where o.id = $1`,
        [offering.id],
      );
      expect(rows).toEqual([
        {
          state: 'FAILED',
          decision_reason: expect.stringContaining('moved to another local authority'),
          min_year: 7,
        },
      ]);
    },
  );
});

describe('what is new since a merge', () => {
  it('stays with the entry that stays, unless it is named', async () => {
    const { from, into, version } = await merged('Dipper');
    const [staying, going] = [
      await anOffering(hub, into, { title: 'Stays' }),
      await anOffering(hub, into, { title: 'Goes' }),
    ];
    const evidence = await stored(
      `insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
         values (gen_random_uuid(), '926', $1, 'FIRE_RISK', '2026-01-01', '2027-01-01', 'ATTESTED') returning id`,
      [into.id],
    );
    const officer = anActor('commissioner', { localAuthorities: ['926', '935'] });
    const split = async (also: object) =>
      (
        await graph.ask<{ providerSplit: Told & { moved: { kind: string; count: number }[] | null } }>(
          officer,
          `mutation ($id: ID!, $version: Int!, $also: ProviderSplitParts) {
            providerSplit(id: $id, version: $version, reason: "Two after all.", also: $also) {
              moved { kind count } userErrors { code field message } } }`,
          { id: idOf(from), version, also },
        )
      ).data.providerSplit;
    const named = { offerings: [encodeId('off', going.id)], evidence: [encodeId('evi', evidence[0].id)] };
    expect(await split({ ...named, sites: [encodeId('sit', into.id)] })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', field: ['also', 'sites', '0'] }],
    });
    expect(await split({ ...named, offerings: [encodeId('sit', going.id)] })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', field: ['also', 'offerings', '0'] }],
    });
    expect(await split(named)).toEqual({
      userErrors: [],
      moved: [
        { kind: 'SITE', count: 1 },
        { kind: 'OFFERING', count: 2 },
        { kind: 'EVIDENCE', count: 1 },
      ],
    });
    const rows = await stored('select id, provider_id from offering where id = any($1) order by title', [
      [staying.id, going.id],
    ]);
    expect(rows).toEqual([
      { id: going.id, provider_id: from.id },
      { id: staying.id, provider_id: into.id },
    ]);
  });

  it('is in the way where the entry that comes back has one of its own', async () => {
    const from = await aProvider(hub, { name: 'Egret Barn' });
    const into = await aProvider(hub, { name: 'Egret Farm' });
    const inspect = (provider: { id: string }, day: string) =>
      stored(
        `insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
           values (gen_random_uuid(), '926', $1, 'OFSTED_REPORT_CARD_2025', $2, 'MET') returning id`,
        [provider.id, day],
      );
    await inspect(from, '2026-01-05');
    await inspect(into, '2026-01-05');
    const [moving] = await inspect(from, '2026-02-06');
    const { merged: gone } = await duplicates.merge(from, into);
    await stored(
      `update inspection set inspected_on = '2026-01-06' where provider_id = $1 and inspected_on = '2026-01-05'`,
      [into.id],
    );
    await stored(`update inspection set inspected_on = '2026-01-05' where id = $1`, [moving.id]);
    expect((await duplicates.split(from, gone!.version)).userErrors).toMatchObject([
      { code: 'BLOCKED', field: ['id'] },
    ]);
    await stored(`update inspection set inspected_on = '2026-02-06' where id = $1`, [moving.id]);
    expect(await duplicates.split(from, gone!.version)).toMatchObject({ userErrors: [] });
  });
});

describe('who edits an entry that was merged', () => {
  it('edits the one that stands for it, by key and by token, until it is split', async () => {
    const from = await aProvider(hub, { name: 'Fieldfare Barn' });
    const into = await aProvider(hub, { name: 'Fieldfare Farm' });
    const client = await hub.clients.create(operator, {
      name: 'Fieldfare’s software',
      role: 'PROVIDER_EDITOR',
      providers: [idOf(from)],
    });
    const { key } = await hub.clients.issueKey(operator, { client: encodeId('cli', client.id) });
    const byKey: Ask = async (query, variables) => {
      const response = await fetch(`${hub.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as never;
    };
    const byToken = await hub.as('provider_editor', { providers: [idOf(from)] });
    const reads = async (ask: Ask) => {
      const { data } = await ask<Record<'old' | 'new', object | null>>(
        'query ($old: ID!, $new: ID!) { old: registerEntry(id: $old) { name } new: registerEntry(id: $new) { name } }',
        { old: idOf(from), new: idOf(into) },
      );
      return [data.old !== null, data.new !== null];
    };
    for (const ask of [byKey, byToken]) expect(await reads(ask)).toEqual([true, false]);
    const { merged: gone } = await duplicates.merge(from, into);
    for (const ask of [byKey, byToken]) expect(await reads(ask)).toEqual([false, true]);
    await duplicates.split(from, gone!.version);
    for (const ask of [byKey, byToken]) expect(await reads(ask)).toEqual([true, false]);
  });
});
