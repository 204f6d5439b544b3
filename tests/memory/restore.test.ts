import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { actorOf, ask, commissioner, refusals } from './asking.js';

const ARGUMENTS = '($id: ID!, $version: Int!, $toVersion: Int!, $reason: String!)';
const GIVEN = '(id: $id, version: $version, toVersion: $toVersion, reason: $reason)';
const ERRORS = 'userErrors { field code message }';
const PROVIDER = `mutation ${ARGUMENTS} { payload: providerRestoreVersion${GIVEN} {
  entry: provider { name description website version } ${ERRORS} } }`;
const OFFERING = `mutation ${ARGUMENTS} { payload: offeringRestoreVersion${GIVEN} {
  entry: offering { title groupSize version } ${ERRORS} } }`;

interface Answer {
  readonly payload: {
    entry: object | null;
    userErrors: { field: string[]; code: string; message: string }[];
  } | null;
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

let urn = 777000;

/** A provider that is at version 3, and suspended since version 2. */
async function changedTwice() {
  urn++;
  const provider = await aProvider(hub, {
    urn: String(urn),
    name: 'First',
    description: 'One',
    website: null,
  });
  await hub.providers.update(provider.id, 1, {
    name: 'Second',
    website: 'https://b.example',
    state: 'SUSPENDED',
  });
  await hub.providers.update(provider.id, 2, { name: 'Third', description: 'Three' });
  return provider;
}

async function restore(query: string, id: string, version: number, toVersion: number, actor = commissioner) {
  return ask<Answer>(hub, actor, query, { id, version, toVersion, reason: 'It was right before.' });
}

const stored = async (table: string, id: string) =>
  (await hub.database.pool.query(`select * from ${table} where id = $1`, [id])).rows[0];

describe('restoring a version', () => {
  it.each([
    [1, { name: 'First', description: 'One', website: null }],
    [2, { name: 'Second', description: 'One', website: 'https://b.example' }],
  ])('writes the values of version %i as a new one, with the reason', async (toVersion, values) => {
    const provider = await changedTwice();
    const { data } = await restore(PROVIDER, encodeId('prv', provider.id), 3, toVersion);
    expect(data.payload).toEqual({ entry: { ...values, version: 4 }, userErrors: [] });
    expect(await stored('provider', provider.id)).toMatchObject({
      ...values,
      version: 4,
      state: 'SUSPENDED',
    });
    const { rows } = await hub.database.pool.query(
      'select version_after as version, actor, reason from change where entity_id = $1 order by id',
      [provider.id],
    );
    expect(rows).toHaveLength(4);
    expect(rows[3]).toEqual({
      version: 4,
      actor: 'commissioner test',
      reason: `Version ${toVersion} restored: It was right before.`,
    });
  });

  it('restores an offering, and leaves its sites', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const offering = await anOffering(hub, provider, { title: 'Old', groupSize: 6 });
    await hub.offerings.update(offering.id, 1, { title: 'New', groupSize: null, siteIds: [site.id] });
    const { data } = await restore(OFFERING, encodeId('off', offering.id), 2, 1);
    expect(data.payload).toEqual({ entry: { title: 'Old', groupSize: 6, version: 3 }, userErrors: [] });
    const { rows } = await hub.database.pool.query(
      'select site_id from offering_site where offering_id = $1',
      [offering.id],
    );
    expect(rows).toEqual([{ site_id: site.id }]);
  });

  it('leaves an entry whose it is, where it stands and whether it is invented', async () => {
    const made = { localAuthorityCode: '935', isDemonstration: true, state: 'DRAFT' } as const;
    const now = { localAuthorityCode: '926', isDemonstration: false, state: 'LISTED' } as const;
    const provider = await aProvider(hub, { ...made, name: 'At first in Suffolk' });
    await hub.providers.update(provider.id, 1, { ...now, name: 'Now in Norfolk' });
    const restored = await restore(PROVIDER, encodeId('prv', provider.id), 2, 1);
    expect(restored.data.payload).toMatchObject({ entry: { name: 'At first in Suffolk' }, userErrors: [] });
    expect(await hub.providers.get(provider.id)).toMatchObject({ ...now, version: 3 });
    const [was, is] = [
      { isDemonstration: true, state: 'SUSPENDED' },
      { isDemonstration: false, state: 'LISTED' },
    ] as const;
    const offering = await anOffering(hub, provider, { ...was, title: 'Old' });
    await hub.offerings.update(offering.id, 1, { ...is, title: 'New' });
    await restore(OFFERING, encodeId('off', offering.id), 2, 1);
    expect(await hub.offerings.get(offering.id)).toMatchObject({ ...is, title: 'Old', version: 3 });
  });

  it('refuses what cannot be, and says what to do', async () => {
    const provider = await changedTwice();
    const id = encodeId('prv', provider.id);
    const errors = async (given: string, version: number, toVersion: number) =>
      (await restore(PROVIDER, given, version, toVersion)).data.payload;
    const refused = (field: string, code: string, message: unknown) => ({
      entry: null,
      userErrors: [{ field: [field], code, message }],
    });
    expect(await errors(id, 3, 3)).toEqual(
      refused('toVersion', 'INVALID', 'Give a version before 3, which is the version you have read.'),
    );
    expect(await errors(id, 2, 1)).toEqual(
      refused('version', 'CONFLICT', expect.stringMatching(/at version 3/)),
    );
    expect(await errors(id, 3, 0)).toEqual(refused('toVersion', 'INVALID', expect.any(String)));
    expect(await errors(encodeId('prv', '00000000-0000-7000-8000-000000000000'), 3, 1)).toEqual(
      refused('id', 'NOT_FOUND', expect.any(String)),
    );
    expect(await stored('provider', provider.id)).toMatchObject({ name: 'Third', version: 3 });
  });

  it('refuses a version that is not on record, and one whose identifier another has taken meanwhile', async () => {
    const provider = await aProvider(hub, { urn: '888001' });
    await hub.providers.update(provider.id, 1, { urn: null });
    await aProvider(hub, { urn: '888001' });
    const { data } = await restore(PROVIDER, encodeId('prv', provider.id), 2, 1);
    expect(data.payload?.userErrors).toMatchObject([{ field: ['input', 'urn'], code: 'TAKEN' }]);
    await hub.database.pool.query('update provider set version = 7 where id = $1', [provider.id]);
    const skipped = await restore(PROVIDER, encodeId('prv', provider.id), 7, 5);
    expect(skipped.data.payload?.userErrors).toMatchObject([
      {
        field: ['toVersion'],
        message: 'Version 5 is not on record. Give a version from the history of this provider.',
      },
    ]);
  });

  it('is for those who keep the register of the local authority', async () => {
    const provider = await changedTwice();
    const id = encodeId('prv', provider.id);
    const elsewhere = actorOf('commissioner', { localAuthorities: ['909'] });
    expect((await restore(PROVIDER, id, 3, 1, elsewhere)).data.payload).toMatchObject({
      entry: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    for (const role of ['provider_editor', 'school', 'quality_officer'] as const) {
      const who = actorOf(role, { providers: [provider.id], localAuthorities: ['926'] });
      expect(refusals(await restore(PROVIDER, id, 3, 1, who))).toEqual([
        'This needs the permission register.write.',
      ]);
    }
    expect(await stored('provider', provider.id)).toMatchObject({ name: 'Third', version: 3 });
  });
});
