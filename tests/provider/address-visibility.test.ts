import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import type { EntryKind } from '../../src/features/register/entry/entry-kinds.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph, graphOf } from '../support/actors.js';
import { aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** What GIAS publishes: a school at NR21 9AA. */
const URN = '199801';
const PUBLISHED = 'NR21 9AA';
const OTHER = 'NR21 8BB';

let hub: TestHub;
let graph: Graph;
let school: Provider;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into school (urn, name, local_authority_code, type_code, status_code, postcode)
      values ('${URN}', 'Invented School', '926', '14', '1', '${PUBLISHED}')`),
  );
  graph = await graphOf(hub);
  school = await aProvider(hub, { urn: URN, settingType: 'PRU', registration: 'REGISTERED_SCHOOL' });
});
afterAll(async () => {
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
  await hub.stop();
});

interface Made {
  readonly site: { readonly id: string; readonly version: number; readonly addressVisibility: string } | null;
  readonly userErrors: readonly object[];
  readonly changeRequest?: { readonly fields: readonly object[] } | null;
}
const SITE = 'site { id version addressVisibility } userErrors { field message }';

async function created(input: object): Promise<Made['site']> {
  const { data, errors } = await graph.ask<{ siteCreate: Made }>(
    commissioner,
    `mutation ($input: SiteCreateInput!) { siteCreate(input: $input) { ${SITE} } }`,
    { input: { name: 'A site', ...input } },
  );
  expect([errors, data.siteCreate.userErrors]).toEqual([undefined, []]);
  return data.siteCreate.site;
}
async function updated(
  actor: typeof commissioner,
  site: Pick<Site, 'id' | 'version'>,
  input: object,
): Promise<Made> {
  const { data, errors } = await graph.ask<{ siteUpdate: Made }>(
    actor,
    `mutation ($id: ID!, $version: Int!, $input: SiteUpdateInput!) { siteUpdate(id: $id, version: $version, input: $input) {
      ${SITE} changeRequest { fields { field from to } } } }`,
    { id: encodeId('sit', site.id), version: site.version, input },
  );
  expect([errors, data.siteUpdate.userErrors]).toEqual([undefined, []]);
  return data.siteUpdate;
}
const ofSchool = () => ({ provider: encodeId('prv', school.id) });

describe('the address of a new site of which nothing is said', () => {
  it('is public where GIAS publishes its postcode for the URN of its provider', async () => {
    expect(await created({ ...ofSchool(), postcode: PUBLISHED })).toMatchObject({
      addressVisibility: 'PUBLIC',
    });
  });

  it('is not public at another site of the school, nor at its postcode for someone else', async () => {
    expect(await created({ ...ofSchool(), postcode: OTHER })).toMatchObject({ addressVisibility: 'FULL' });
    const provider = encodeId('prv', (await aProvider(hub, { urn: '199802' })).id);
    expect(await created({ provider, postcode: PUBLISHED })).toMatchObject({ addressVisibility: 'FULL' });
    const without = encodeId('prv', (await aProvider(hub)).id);
    expect(await created({ provider: without, postcode: PUBLISHED })).toMatchObject({
      addressVisibility: 'FULL',
    });
  });

  it.each(['PUBLIC', 'FULL', 'OUTCODE'])(
    'is what is said when something is: %s',
    async (addressVisibility) => {
      const there = { ...ofSchool(), postcode: PUBLISHED, addressVisibility };
      expect(await created(there)).toMatchObject({ addressVisibility });
    },
  );

  it('is decided the same way by a bulk upsert, which leaves it as it is when the site comes again', async () => {
    const input = { ...ofSchool(), name: 'Bulk', externalReference: 'bulk-1', postcode: PUBLISHED };
    const upsert = async (more: object = {}) => {
      const { data } = await graph.ask<{ sitesUpsert: { results: (Made & { outcome: string })[] } }>(
        commissioner,
        `mutation ($inputs: [SiteCreateInput!]!) { sitesUpsert(inputs: $inputs) { results { outcome ${SITE} } } }`,
        { inputs: [{ ...input, ...more }] },
      );
      return data.sitesUpsert.results[0];
    };
    expect(await upsert()).toMatchObject({ outcome: 'CREATED', site: { addressVisibility: 'PUBLIC' } });
    await upsert({ addressVisibility: 'OUTCODE' });
    expect(await upsert()).toMatchObject({ outcome: 'UNCHANGED', site: { addressVisibility: 'OUTCODE' } });
  });
});

describe('a site that moves', () => {
  const aPublicSite = async () =>
    aSite(hub, await aProvider(hub), { addressVisibility: 'PUBLIC', postcode: OTHER });

  it('is public at its new postcode only if someone says so in the same change', async () => {
    const silent = await aPublicSite();
    expect(await updated(commissioner, silent, { postcode: 'NR21 8CC' })).toMatchObject({
      site: { addressVisibility: 'FULL' },
    });
    const said = await aPublicSite();
    const change = { postcode: 'NR21 8CC', addressVisibility: 'PUBLIC' };
    expect(await updated(commissioner, said, change)).toMatchObject({
      site: { addressVisibility: 'PUBLIC' },
    });
  });

  it('stays public when GIAS publishes the new postcode too, and does not become so by that', async () => {
    const site = await aSite(hub, school, { addressVisibility: 'PUBLIC', postcode: OTHER });
    expect(await updated(commissioner, site, { postcode: PUBLISHED })).toMatchObject({
      site: { addressVisibility: 'PUBLIC' },
    });
    const home = await aSite(hub, school, { addressVisibility: 'OUTCODE', postcode: OTHER });
    expect(await updated(commissioner, home, { postcode: PUBLISHED })).toMatchObject({
      site: { addressVisibility: 'OUTCODE' },
    });
  });

  it('stays public when only its street is put right', async () => {
    const site = await aPublicSite();
    expect(await updated(commissioner, site, { street: '2 Mill Lane', postcode: OTHER })).toMatchObject({
      site: { addressVisibility: 'PUBLIC' },
    });
  });
});

describe('what is shown of an address', () => {
  it('does not change by itself: not with GIAS, the URN or the postcode of its provider', async () => {
    const { pool } = hub.database;
    await pool.query(`insert into school (urn, name, local_authority_code, type_code, status_code, postcode)
      values ('199803', 'Another School', '926', '14', '1', '${PUBLISHED}')`);
    const provider = await aProvider(hub, { urn: '199803' });
    const main = await aSite(hub, provider, { postcode: PUBLISHED });
    const other = await aSite(hub, provider, { postcode: OTHER });
    await pool.query(`update school set postcode = '${OTHER}' where urn = '199803'`);
    await hub.providers.update(provider.id, 1, { urn: null, postcode: 'NR21 7AA' });
    const shown = async (site: Site) => (await hub.providers.site(site.id))?.addressVisibility;
    expect([await shown(main), await shown(other)]).toEqual(['PUBLIC', 'FULL']);
  });
});

describe('a provider', () => {
  async function ofProvider(addressVisibility: Site['addressVisibility']) {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { addressVisibility, postcode: OTHER });
    return { site, editor: anActor('provider_editor', { providers: [provider.id] }) };
  }

  it.each([
    ['PUBLIC', 'FULL'],
    ['PUBLIC', 'OUTCODE'],
    ['FULL', 'OUTCODE'],
  ] as const)('hides an address that is %s at once: it is %s before anybody decides', async (from, to) => {
    const { site, editor } = await ofProvider(from);
    expect(await updated(editor, site, { addressVisibility: to })).toMatchObject({
      site: { version: 2, addressVisibility: to },
      changeRequest: null,
    });
    const { data } = await hub.query(
      `query ($id: ID!) { node(id: $id) { ... on Site { addressVisibility publicAddress { postcode } } } }`,
      { id: encodeId('sit', site.id) },
    );
    expect(data).toEqual({ node: { addressVisibility: to, publicAddress: null } });
  });

  it.each([
    ['OUTCODE', 'FULL'],
    ['OUTCODE', 'PUBLIC'],
    ['FULL', 'PUBLIC'],
  ] as const)('asks the council to show more: from %s to %s', async (from, to) => {
    const { site, editor } = await ofProvider(from);
    const { changeRequest, site: now } = await updated(editor, site, { addressVisibility: to });
    expect(now).toMatchObject({ version: 1, addressVisibility: from });
    const field = { field: 'addressVisibility', from: `"${from}"`, to: `"${to}"` };
    expect(changeRequest).toEqual({ fields: [field] });
  });

  it('hides at once where it asks for a new postcode in the same change', async () => {
    const { site, editor } = await ofProvider('FULL');
    const change = { postcode: 'NR21 8DD', addressVisibility: 'OUTCODE' };
    const { changeRequest, site: now } = await updated(editor, site, change);
    expect(now).toMatchObject({ addressVisibility: 'OUTCODE' });
    expect(changeRequest!.fields).toContainEqual({ field: 'postcode', from: `"${OTHER}"`, to: '"NR21 8DD"' });
    expect(changeRequest!.fields).not.toContainEqual(expect.objectContaining({ field: 'addressVisibility' }));
  });

  it('asks for a new postcode and to be public there, and is when both are approved; else it is not', async () => {
    for (const [fields, addressVisibility] of [
      [undefined, 'PUBLIC'],
      [['postcode'], 'FULL'],
    ] as const) {
      const { site, editor } = await ofProvider('PUBLIC');
      const kind = hub.register.kinds.SITE as EntryKind;
      const change = { postcode: 'NR21 8EE', addressVisibility: 'PUBLIC' };
      const { request } = await hub.register.entries.update(editor, kind, site.id, 1, change);
      const decision = fields ? { fields: [...fields], reason: 'Not there.' } : {};
      await hub.register.changeRequests.decide(commissioner, request!.id, 1, decision);
      const now = await hub.providers.site(site.id);
      expect(now).toMatchObject({ postcode: 'NR21 8EE', addressVisibility });
    }
  });
});
