import type { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { duplicatesOf } from '../duplicates/ask.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

/** Whose the external references of an entry are, and what they lead to. */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

type Kind = 'provider' | 'site' | 'offering';
const prefixes = { provider: 'prv', site: 'sit', offering: 'off' } as const;
const idOf = (kind: Kind, { id }: { readonly id: string }) => encodeId(prefixes[kind], id);
const editorOf = ({ id }: Provider) => anActor('provider_editor', { providers: [id] });

interface Row {
  readonly outcome: string;
  readonly entry: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}
async function upsert(actor: Actor, kind: Kind, inputs: object[], mode = 'REJECT_ALL') {
  const Kind = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const { data, errors } = await graph.ask<{
    payload: { results: readonly Row[]; warnings: readonly { code: string; message: string }[] };
  }>(
    actor,
    `mutation ($inputs: [${Kind}CreateInput!]!, $mode: FailureMode!) { payload: ${kind}sUpsert(inputs: $inputs, onFailure: $mode) {
       results { outcome entry: ${kind} { id } userErrors { code message } } warnings { code message } } }`,
    { inputs, mode },
  );
  expect(errors).toBeUndefined();
  const { results, warnings } = data.payload;
  return {
    results,
    warnings,
    outcomes: results.map(({ outcome }) => outcome),
    ids: results.map(({ entry }) => entry?.id),
  };
}

async function call(
  actor: Actor,
  kind: Kind,
  entry: { id: string; version: number },
  reference: string | null,
) {
  const Kind = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const { data, errors } = await graph.ask<{
    payload: {
      entry: { version: number } | null;
      changeRequest: object | null;
      userErrors: { code: string }[];
    };
  }>(
    actor,
    `mutation ($id: ID!, $version: Int!, $input: ${Kind}UpdateInput!) { payload: ${kind}Update(id: $id, version: $version, input: $input) {
       entry: ${kind} { version } changeRequest { id } userErrors { code } } }`,
    { id: idOf(kind, entry), version: entry.version, input: { externalReference: reference } },
  );
  return { ...data.payload, errors };
}

async function references(actor: Actor, kind: Kind, entry: { readonly id: string }) {
  const { data } = await graph.ask<{
    registerEntry: {
      externalReference: string | null;
      externalReferences: { source: string; reference: string }[];
    } | null;
  }>(
    actor,
    'query ($id: ID!) { registerEntry(id: $id) { externalReference externalReferences { source reference } } }',
    { id: idOf(kind, entry) },
  );
  return data.registerEntry;
}

async function found(actor: Actor, reference: string): Promise<string[]> {
  const { data } = await graph.ask<{ register: { nodes: { name: string }[] } }>(
    actor,
    'query ($r: [String!]) { register(filter: { externalReference: $r }) { nodes { name } } }',
    { r: [reference] },
  );
  return data.register.nodes.map(({ name }) => name);
}

const aRow = (externalReference: string, values: object = {}) => ({
  externalReference,
  name: `Council’s ${externalReference}`,
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR21 9AA',
  ...values,
});
const aSiteRow = (provider: Provider, externalReference: string, values: object = {}) => ({
  externalReference,
  provider: idOf('provider', provider),
  name: `Site ${externalReference}`,
  postcode: 'NR21 9AA',
  ...values,
});

describe('a reference that a provider gives to its own entry', () => {
  it('does not lead the council’s upsert to it, for any kind of entry', async () => {
    const listed = await aProvider(hub, { name: 'Listed Forge' });
    const editor = editorOf(listed);
    const site = await aSite(hub, listed, { name: 'Forge yard' });
    const offering = await anOffering(hub, listed, { title: 'Smithing' });
    for (const [kind, entry] of [
      ['provider', listed],
      ['site', site],
      ['offering', offering],
    ] as const) {
      expect(await call(editor, kind, entry, 'C-2')).toMatchObject({
        changeRequest: null,
        userErrors: [],
        entry: { version: 2 },
      });
      expect(await references(editor, kind, entry)).toEqual({
        externalReference: 'C-2',
        externalReferences: [{ source: 'PROVIDER', reference: 'C-2' }],
      });
      expect(await references(commissioner, kind, entry)).toEqual({
        externalReference: null,
        externalReferences: [{ source: 'PROVIDER', reference: 'C-2' }],
      });
    }
    expect((await upsert(commissioner, 'provider', [aRow('C-2')])).outcomes).toEqual(['CREATED']);
    expect((await upsert(commissioner, 'site', [aSiteRow(listed, 'C-2')])).outcomes).toEqual(['CREATED']);
    const { rows } = await hub.database.pool.query(
      `select name from provider where id = $1 union all select name from site where id = $2`,
      [listed.id, site.id],
    );
    expect(rows).toEqual([{ name: 'Listed Forge' }, { name: 'Forge yard' }]);
  });

  it('leads its own upsert to it, and no other provider’s', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    await call(editorOf(one), 'provider', one, 'home');
    await call(editorOf(other), 'provider', other, 'home');
    const row = aRow('home', { name: one.name, website: 'https://one.example' });
    expect(await upsert(editorOf(one), 'provider', [row])).toMatchObject({
      outcomes: ['UPDATED'],
      ids: [idOf('provider', one)],
    });
    const ofBoth = anActor('provider_editor', { providers: [one.id, other.id] });
    const { results } = await upsert(ofBoth, 'provider', [row]);
    expect(results).toMatchObject([{ outcome: 'FAILED', userErrors: [{ code: 'INVALID' }] }]);
    expect(results[0]!.userErrors[0]!.message).toContain('Several of your providers');
  });

  it('exists alongside the council’s: each reads its own, and the council both', async () => {
    const entry = await aProvider(hub, { name: 'Both', externalReference: 'LA-1' });
    await call(editorOf(entry), 'provider', entry, 'OWN-1');
    expect(await references(commissioner, 'provider', entry)).toEqual({
      externalReference: 'LA-1',
      externalReferences: [
        { source: 'LA:926', reference: 'LA-1' },
        { source: 'PROVIDER', reference: 'OWN-1' },
      ],
    });
    expect(await references(editorOf(entry), 'provider', entry)).toEqual({
      externalReference: 'OWN-1',
      externalReferences: [{ source: 'PROVIDER', reference: 'OWN-1' }],
    });
    expect(await found(commissioner, 'OWN-1')).toEqual(['Both']);
    expect(await found(commissioner, 'LA-1')).toEqual(['Both']);
    expect(await found(editorOf(entry), 'OWN-1')).toEqual(['Both']);
    expect(await found(editorOf(entry), 'LA-1')).toEqual([]);
    expect(await call(commissioner, 'provider', { ...entry, version: 2 }, null)).toMatchObject({
      entry: { version: 3 },
    });
    expect(await references(commissioner, 'provider', entry)).toEqual({
      externalReference: null,
      externalReferences: [{ source: 'PROVIDER', reference: 'OWN-1' }],
    });
  });
});

describe('a reference', () => {
  it('is its sender’s for one entry only; to say it again changes nothing', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    expect(await call(commissioner, 'provider', one, 'ONCE')).toMatchObject({ entry: { version: 2 } });
    expect(await call(commissioner, 'provider', { ...one, version: 2 }, 'ONCE')).toMatchObject({
      entry: { version: 2 },
    });
    expect(await call(commissioner, 'provider', other, 'ONCE')).toMatchObject({
      entry: null,
      userErrors: [{ code: 'TAKEN' }],
    });
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    const row = aRow('ONCE', { localAuthority: '935', name: 'Suffolk’s', postcode: 'IP1 1AA' });
    expect((await upsert(suffolk, 'provider', [row])).outcomes).toEqual(['CREATED']);
  });

  it('of a provider that went to another authority is a failure of its row, and of no other', async () => {
    const gone = await aProvider(hub, { externalReference: 'GONE', state: 'DRAFT' });
    await hub.providers.update(gone.id, 1, { localAuthorityCode: '935' });
    const { results } = await upsert(commissioner, 'provider', [aRow('GONE'), aRow('STAYS')], 'SKIP_FAILED');
    expect(results).toMatchObject([
      { outcome: 'FAILED', userErrors: [{ code: 'NOT_FOUND' }] },
      { outcome: 'CREATED' },
    ]);
  });
});

describe('a merge', () => {
  it('leads references on to the survivor with a warning, and a split gives them back', async () => {
    const old = await aProvider(hub, { name: 'Old', externalReference: 'M-1' });
    const kept = await aProvider(hub, { name: 'Kept', externalReference: 'M-2' });
    const moved = await aSite(hub, old, { name: 'Moved', externalReference: 'S-1' });
    const own = await aSite(hub, kept, { name: 'Own', externalReference: 'S-1' });
    const alone = await aSite(hub, old, { name: 'Alone', externalReference: 'S-2' });
    const duplicates = duplicatesOf(graph);
    const { merged, userErrors } = await duplicates.merge(old, kept);
    expect(userErrors).toEqual([]);

    const nightly = [
      aRow('M-1', { name: 'Old' }),
      aRow('M-2', { name: 'Kept', website: 'https://kept.example' }),
    ];
    const both = await upsert(commissioner, 'provider', nightly);
    expect(both).toMatchObject({
      outcomes: ['UNCHANGED', 'UPDATED'],
      ids: [idOf('provider', kept), idOf('provider', kept)],
      warnings: [{ code: 'MERGED_ENTRY', message: expect.stringContaining('M-1') }],
    });
    const alsoAlone = await upsert(commissioner, 'provider', [
      aRow('M-1', { name: 'Kept', description: 'New' }),
    ]);
    expect(alsoAlone).toMatchObject({
      outcomes: ['UPDATED'],
      ids: [idOf('provider', kept)],
      warnings: [{ code: 'MERGED_ENTRY' }],
    });
    expect(await references(commissioner, 'provider', kept)).toEqual({
      externalReference: 'M-2',
      externalReferences: [
        { source: 'LA:926', reference: 'M-2' },
        { source: 'LA:926', reference: 'M-1' },
      ],
    });
    expect(await found(commissioner, 'M-1')).toEqual(['Kept', 'Old']);

    const sites = await upsert(commissioner, 'site', [
      aSiteRow(old, 'S-1', { name: 'Moved' }),
      aSiteRow(kept, 'S-1', { name: 'Own' }),
      aSiteRow(kept, 'S-2', { name: 'Alone' }),
      aSiteRow(old, 'S-3', { name: 'New since' }),
    ]);
    expect(sites).toMatchObject({
      outcomes: ['UNCHANGED', 'UNCHANGED', 'UNCHANGED', 'CREATED'],
      ids: [idOf('site', moved), idOf('site', own), idOf('site', alone), expect.any(String)],
      warnings: [{ code: 'MERGED_ENTRY' }, { code: 'MERGED_ENTRY' }, { code: 'COARSE_POSITION' }],
    });

    expect(await duplicates.split(old, merged!.version)).toMatchObject({ userErrors: [] });
    expect(await upsert(commissioner, 'provider', [aRow('M-1', { name: 'Old' })])).toMatchObject({
      outcomes: ['UNCHANGED'],
      ids: [idOf('provider', old)],
      warnings: [],
    });
    const after = await upsert(commissioner, 'site', [
      aSiteRow(old, 'S-1', { name: 'Moved' }),
      aSiteRow(kept, 'S-1', { name: 'Own' }),
      aSiteRow(old, 'S-2', { name: 'Alone' }),
      aSiteRow(kept, 'S-3', { name: 'New since' }),
    ]);
    expect(after).toMatchObject({
      outcomes: ['UNCHANGED', 'UNCHANGED', 'UNCHANGED', 'UNCHANGED'],
      ids: [idOf('site', moved), idOf('site', own), idOf('site', alone), sites.ids[3]],
      warnings: [],
    });
  });

  it('with both entries’ references on one row each of their provider’s own', async () => {
    const [old, kept] = [await aProvider(hub), await aProvider(hub)];
    const site = await aSite(hub, old, { name: 'Theirs' });
    await call(editorOf(old), 'site', site, 'mine');
    const { merged } = await duplicatesOf(graph).merge(old, kept);
    expect(await upsert(editorOf(kept), 'site', [aSiteRow(kept, 'mine', { name: 'Theirs' })])).toMatchObject({
      outcomes: ['UNCHANGED'],
      ids: [idOf('site', site)],
    });
    await duplicatesOf(graph).split(old, merged!.version);
    expect((await upsert(editorOf(kept), 'site', [aSiteRow(kept, 'mine')])).outcomes).toEqual(['CREATED']);
    expect(await upsert(editorOf(old), 'site', [aSiteRow(old, 'mine', { name: 'Theirs' })])).toMatchObject({
      outcomes: ['UNCHANGED'],
      ids: [idOf('site', site)],
    });
  });
});
