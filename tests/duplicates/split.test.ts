import { createHub, type Hub } from '../../src/app.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { servicesOf } from '../support/services.js';
import { duplicatesOf, idOf, suffolk } from './ask.js';
import { aFullProvider } from './full-provider.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});

let serial = 199_400;
const aUrn = () => String(++serial);

/** Every row that may be concerned, but for its version and when it was changed. */
async function everything(): Promise<Record<string, string[]>> {
  const tables = [
    'provider',
    'site',
    'offering',
    'offering_site',
    'vacancy',
    'provider_contact',
    'change_request',
    'listing_decision',
    'quality_review',
    'evidence',
    'inspection',
    'external_reference',
    'provider_merge',
    'provider_tally',
  ];
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await hub.database.pool.query<{ row: string }>(
      // It comes to its state again.
      `select (to_jsonb(t) - 'version' - 'updated_at' - 'state_since')::text as row from ${table} t order by 1`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

/** A full provider, with another site, a planned review and an open request. */
async function aFurnishedProvider(name: string, values: Parameters<typeof aProvider>[1] = {}) {
  const { provider, site, offering } = await aFullProvider(hub, name, values);
  const second = await aSite(hub, provider, { externalReference: `second ${name}` });
  const { pool } = hub.database;
  await pool.query('insert into offering_site select $1, $2, $3', [offering.id, second.id, provider.id]);
  await pool.query(
    `insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
       select gen_random_uuid(), '926', $1, id, 'PLANNED', '2027-01-01', 'QUALITY_OFFICER' from quality_framework limit 1`,
    [provider.id],
  );
  await pool.query(
    `insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state)
       values (gen_random_uuid(), $1, 'PROVIDER', $1, '[{"field": "name", "from": "a", "to": "b"}]', 'test', 'OPEN')`,
    [provider.id],
  );
  return { provider, sites: [site, second], offering };
}

describe('a split', () => {
  it('after a merge leaves every table as it was', async () => {
    const old = await aFurnishedProvider('Kestrel Barn', {
      legalName: 'Kestrel Barn Ltd',
      urn: aUrn(),
      website: 'https://old.example',
    });
    const kept = await aFurnishedProvider('Kestrel Farm', {
      ukprn: '10066001',
      website: 'https://new.example',
    });
    const before = await everything();
    const merged = await duplicates.merge(old.provider, kept.provider, {
      take: ['URN', 'WEBSITE', 'NAME'],
      actor: commissioner,
    });
    expect(merged.userErrors).toEqual([]);
    expect(merged.left?.length).toBe(2);
    expect(await everything()).not.toEqual(before);
    const split = await duplicates.split(old.provider, merged.merged!.version, commissioner);
    expect(split).toMatchObject({
      userErrors: [],
      restored: { id: idOf(old.provider), state: 'LISTED', urn: old.provider.urn },
      provider: { id: idOf(kept.provider) },
    });
    expect(split.moved).toEqual(merged.moved);
    expect(await everything()).toEqual(before);
    const { data } = await hub.query<{ provider: object; search: { totalCount: number } }>(
      'query ($old: ID!) { provider(by: { id: $old }) { id } search(filter: { provider: { anyOf: [$old] } }, groupBy: NONE) { totalCount } }',
      { old: idOf(old.provider) },
    );
    expect(data).toEqual({ provider: { id: idOf(old.provider) }, search: { totalCount: 2 } });
  });

  it('keeps what was changed since, and leaves what is new where it is', async () => {
    const old = await aFurnishedProvider('Lapwing Barn', {
      legalName: 'Lapwing Barn Ltd',
      website: 'https://old.example',
    });
    const kept = await aFurnishedProvider('Lapwing Farm');
    const { merged, provider } = await duplicates.merge(old.provider, kept.provider, {
      take: ['WEBSITE', 'DESCRIPTION'].slice(0, 1),
    });
    await hub.offerings.update(old.offering.id, 2, { title: 'Changed since' });
    await hub.providers.updateSite(old.sites[0]!.id, 2, { externalReference: 'changed' });
    const added = await anOffering(hub, kept.provider, { title: 'New since' });
    await hub.providers.update(kept.provider.id, provider!.version, { website: 'https://later.example' });
    expect(await duplicates.split(old.provider, merged!.version)).toMatchObject({ userErrors: [] });
    const { rows } = await hub.database.pool.query(
      `select title, provider_id from offering where id = any($1) order by title`,
      [[old.offering.id, added.id]],
    );
    expect(rows).toEqual([
      { title: 'Changed since', provider_id: old.provider.id },
      { title: 'New since', provider_id: kept.provider.id },
    ]);
    const values = await hub.database.pool.query(
      `select p.website, r.reference, r.parent_id from provider p join external_reference r on r.entry_id = $2 where p.id = $1`,
      [kept.provider.id, old.sites[0]!.id],
    );
    expect(values.rows).toEqual([
      { website: 'https://later.example', reference: 'changed', parent_id: old.provider.id },
    ]);
  });

  it('says what is in the way: an offering between both, a number that another one has, a merge on top', async () => {
    const old = await aFurnishedProvider('Plover Barn', { legalName: 'Plover Barn Ltd', urn: aUrn() });
    const kept = await aFurnishedProvider('Plover Farm');
    const { merged } = await duplicates.merge(old.provider, kept.provider, { take: ['URN'] });
    await hub.offerings.update(kept.offering.id, 1, { siteIds: [kept.sites[0]!.id, old.sites[0]!.id] });
    const version = merged!.version;
    expect((await duplicates.split(old.provider, version)).userErrors).toEqual([
      {
        field: ['id'],
        code: 'BLOCKED',
        message: expect.stringContaining('remove the site from the offering first'),
      },
    ]);
    await hub.offerings.update(kept.offering.id, 2, { siteIds: [kept.sites[0]!.id] });
    await hub.providers.update(kept.provider.id, 2, { urn: aUrn() });
    const thief = await aProvider(hub, { name: 'Thief', urn: old.provider.urn });
    expect((await duplicates.split(old.provider, version)).userErrors).toEqual([
      { field: ['id'], code: 'BLOCKED', message: expect.stringContaining('the URN that would go back') },
    ]);
    await hub.providers.update(thief.id, 1, { urn: aUrn() });
    const third = await aProvider(hub, { name: 'Third' });
    const [{ version: keptVersion }] = (
      await hub.database.pool.query('select version from provider where id = $1', [kept.provider.id])
    ).rows;
    const second = await duplicates.merge(kept.provider, third, { intoVersion: 1, fromVersion: keptVersion });
    expect(second.userErrors).toEqual([]);
    expect((await duplicates.split(old.provider, version)).userErrors).toMatchObject([
      { code: 'BLOCKED', message: expect.stringContaining('split that one first') },
    ]);
    expect(await duplicates.split(kept.provider, second.merged!.version)).toMatchObject({ userErrors: [] });
    expect(await duplicates.split(old.provider, version)).toMatchObject({
      userErrors: [],
      restored: { urn: old.provider.urn },
    });
  });

  it('is refused at another version, of what was not merged, and to those who do not decide for both', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub, { localAuthorityCode: '935' })];
    expect((await duplicates.split(from, 1)).userErrors).toMatchObject([{ code: 'NOT_IN_THIS_STATE' }]);
    expect(
      (await duplicates.split({ id: '00000000-0000-4000-8000-000000000000' }, 1)).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
    const { merged } = await duplicates.merge(from, into);
    expect((await duplicates.split(from, 1)).userErrors).toMatchObject([
      { field: ['version'], code: 'CONFLICT' },
    ]);
    expect((await duplicates.split(from, merged!.version, commissioner)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await duplicates.split(from, merged!.version, suffolk)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});

describe('two at the same time', () => {
  it('merge the same pair: one succeeds, the other gets an error', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    const answers = await Promise.all([duplicates.merge(from, into), duplicates.merge(from, into)]);
    expect(answers.map(({ userErrors }) => userErrors?.map(({ code }) => code)).sort()).toEqual([
      [],
      ['NOT_IN_THIS_STATE'],
    ]);
  });

  it('merge each into the other: one does, and there is no circle', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, other] = [await aProvider(hub), await aProvider(hub)];
      const answers = await Promise.all([duplicates.merge(one, other), duplicates.merge(other, one)]);
      expect(answers.filter(({ userErrors }) => userErrors?.length === 0)).toHaveLength(1);
      expect(answers.flatMap(({ userErrors }) => userErrors?.map(({ code }) => code))).toEqual([
        'NOT_IN_THIS_STATE',
      ]);
    }
  });

  it('split one entry: one does', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    const { merged } = await duplicates.merge(from, into);
    const answers = await Promise.all([1, 2].map(() => duplicates.split(from, merged!.version)));
    expect(answers.map(({ userErrors }) => userErrors?.length).sort()).toEqual([0, 1]);
  });

  it('merge and add a site: the site is with one that lives', async () => {
    for (let round = 0; round < 5; round++) {
      const [from, into] = [await aProvider(hub), await aProvider(hub)];
      await Promise.all([duplicates.merge(from, into), aSite(hub, from).catch(() => null)]);
      const { rows } = await hub.database.pool.query('select from site where provider_id = $1', [from.id]);
      expect(rows).toEqual([]);
    }
  });
});

describe('another hub on the same database', () => {
  let other: Hub;
  beforeAll(async () => {
    const silent = { info() {}, warn() {}, error() {} };
    other = await createHub({ url: hub.database.url, clock: hub.clock, log: silent });
  });
  afterAll(() => other.close());

  it('follows a merge and a split', async () => {
    const { provider: from, offering } = await aFurnishedProvider('Godwit Barn', {
      legalName: 'Godwit Barn Ltd',
    });
    const into = await aProvider(hub, { name: 'Godwit Farm' });
    const seen = async () => [
      (await servicesOf(other).providers.get(from.id))?.id,
      (await servicesOf(other).offerings.get(offering.id))?.providerId,
    ];
    await other.feed.sync();
    expect(await seen()).toEqual([from.id, from.id]);
    const { merged } = await duplicates.merge(from, into);
    await other.feed.sync();
    expect(await seen()).toEqual([into.id, into.id]);
    await duplicates.split(from, merged!.version);
    await other.feed.sync();
    expect(await seen()).toEqual([from.id, from.id]);
  });
});

describe('a split that would list an entry again', () => {
  it('waits while evidence that its listing depends on has expired', async () => {
    const { pool } = hub.database;
    const { provider: from } = await aFullProvider(hub, 'Curlew Yard');
    const into = await aProvider(hub, { name: 'Curlew Yard Trust' });
    const { merged } = await duplicates.merge(from, into);
    await pool.query(
      `insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
         select gen_random_uuid(), '926', kind, true from evidence where provider_id = $1 limit 1`,
      [into.id],
    );
    await pool.query(`update evidence set expires_on = '2026-02-01' where provider_id = $1`, [into.id]);
    const waiting = await duplicates.split(from, merged!.version);
    expect(waiting).toMatchObject({ provider: null, userErrors: [{ code: 'BLOCKED' }] });
    expect(await hub.providers.get(from.id)).toMatchObject({ id: into.id });

    await pool.query(`update evidence set expires_on = '2027-02-01' where provider_id = $1`, [into.id]);
    expect(await duplicates.split(from, merged!.version)).toMatchObject({ userErrors: [] });
    expect(await hub.providers.get(from.id)).toMatchObject({ id: from.id });
    await pool.query('delete from evidence_rule');
  });
});

describe('what belongs to a provider', () => {
  it('moves with it: no table that refers to one is forgotten', async () => {
    const { rows } = await hub.database.pool.query<{ table: string }>(
      `select distinct conrelid::regclass::text as table from pg_constraint
        where contype = 'f' and confrelid = 'provider'::regclass order by 1`,
    );
    expect(rows.map(({ table }) => table)).toEqual([
      'change_request',
      'chase', // a mail that was sent; its links lead to the survivor
      'chasing_opt_out', // what the old entry asked for, which the survivor did not
      'duplicate_dismissal', // of the two entries as they are
      'evidence',
      'external_reference', // leads to the survivor through the merged entry
      'inspection',
      'listing_decision',
      'listing_suspension', // why the old entry itself was suspended
      'offering',
      'provider_contact',
      'provider_merge', // the merge itself
      'provider_tally', // counted again from what moves
      'quality_review',
      'site',
    ]);
  });
});
