import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { actorOf, addCumbria, ask, commissioner, refusals } from './asking.js';

const RECORD = 'kind recordId name version fields { field value labels }';
const PROVIDER = `query ($id: ID!, $at: DateTime!) {
  entry: providerAsOf(id: $id, at: $at) { at knownSince existed record { ${RECORD} } parts { totalCount nodes { ${RECORD} } } } }`;
const OFFERING = PROVIDER.replace('providerAsOf', 'offeringAsOf');
const REGISTER = `query ($at: DateTime!, $localAuthority: String, $first: Int! = 20, $after: String) {
  registerKnownSince
  registerAsOf(at: $at, localAuthority: $localAuthority, first: $first, after: $after) {
    totalCount pageInfo { endCursor } nodes { ${RECORD} } } }`;

interface Past {
  readonly kind: string;
  readonly recordId: string;
  readonly name: string | null;
  readonly version: number;
  readonly fields: { field: string; value: string | null; labels: string[] }[];
}
interface Entry {
  readonly entry: {
    at: string;
    knownSince: string | null;
    existed: boolean | null;
    record: Past | null;
    parts: { totalCount: number; nodes: Past[] };
  } | null;
}
interface Register {
  readonly registerKnownSince: string;
  readonly registerAsOf: { totalCount: number; pageInfo: { endCursor: string | null }; nodes: Past[] };
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(addCumbria);
});
afterAll(() => hub.stop());

/** A moment later than what was written and earlier than what will be, by the clock of the database. */
async function moment(): Promise<string> {
  const { rows } = await hub.database.pool.query<{ at: Date }>(
    `select date_trunc('milliseconds', clock_timestamp()) as at from pg_sleep(0.002)`,
  );
  return rows[0]!.at.toISOString();
}

async function asOf(query: string, id: string, at: string, actor = commissioner) {
  const { data, errors } = await ask<Entry>(hub, actor, query, { id, at });
  expect(errors).toBeUndefined();
  return data.entry;
}

const fieldOf = (record: Past | null | undefined, name: string) =>
  record?.fields.find(({ field }) => field === name);

describe('an entry as it was known', () => {
  it('is what it was, with its parts, before later changes and before it was removed', async () => {
    const before = await moment();
    const provider = await aProvider(hub, { name: 'Old name', settingType: 'OTH' });
    const site = await aSite(hub, provider, { name: 'First site' });
    const offering = await anOffering(hub, provider, { siteIds: [site.id] });
    const vacancy = await aVacancy(hub, offering, { placesAvailable: 3 });
    const then = await moment();
    await hub.providers.update(provider.id, 1, { name: 'New name' });
    await hub.offerings.update(offering.id, 1, { siteIds: [] });
    await hub.vacancies.update(vacancy.id, 1, { placesAvailable: 1 });
    await hub.database.pool.query('delete from provider where id = $1', [provider.id]);
    const [id, offeringId] = [encodeId('prv', provider.id), encodeId('off', offering.id)];

    const entry = await asOf(PROVIDER, id, then);
    expect(entry).toMatchObject({
      at: then,
      existed: true,
      record: { kind: 'PROVIDER', recordId: id, name: 'Old name', version: 1 },
    });
    expect(entry!.knownSince! > before && entry!.knownSince! < then).toBe(true);
    expect(fieldOf(entry?.record, 'settingType')).toMatchObject({
      value: '"OTH"',
      labels: [expect.any(String)],
    });
    expect(entry?.parts.nodes.map(({ kind, name }) => [kind, name])).toEqual([
      ['SITE', 'First site'],
      ['OFFERING', offering.title],
    ]);

    const taught = await asOf(OFFERING, offeringId, then);
    expect(fieldOf(taught?.record, 'sites')?.value).toBe(JSON.stringify([encodeId('sit', site.id)]));
    expect(taught?.parts.nodes.map((part) => [part.kind, fieldOf(part, 'placesAvailable')?.value])).toEqual([
      ['VACANCY', '3'],
    ]);

    const none = { existed: false, record: null, parts: { totalCount: 0, nodes: [] } };
    expect(await asOf(PROVIDER, id, before)).toMatchObject(none);
    expect(await asOf(PROVIDER, id, await moment())).toMatchObject(none);
  });

  it('says when it is older than the record, and what it was since', async () => {
    const { pool } = hub.database;
    const client = await pool.connect();
    await client.query('set session_replication_role = replica');
    const { rows } = await client.query<{ id: string }>(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, description)
       values (gen_random_uuid(), 'Older', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED', 'First') returning id`,
    );
    client.release(true);
    const id = encodeId('prv', rows[0]!.id);
    const then = await moment();
    await pool.query(`update provider set description = 'Second' where id = $1`, [rows[0]!.id]);
    const began = (await pool.query<{ at: Date }>('select min(at) as at from change_commit')).rows[0]!.at;
    const entry = await asOf(PROVIDER, id, then);
    expect(entry).toMatchObject({ existed: true, knownSince: began.toISOString() });
    expect(fieldOf(entry?.record, 'description')?.value).toBe('"First"');
    const unknown = {
      existed: null,
      knownSince: began.toISOString(),
      record: null,
      parts: { totalCount: 0, nodes: [] },
    };
    expect(await asOf(PROVIDER, id, new Date(began.getTime() - 60_000).toISOString())).toMatchObject(unknown);
  });

  it('is for the council it belongs to and the provider it is about', async () => {
    const provider = await aProvider(hub);
    const [id, at] = [encodeId('prv', provider.id), await moment()];
    expect(
      await asOf(PROVIDER, id, at, actorOf('provider_editor', { providers: [provider.id] })),
    ).not.toBeNull();
    expect(await asOf(PROVIDER, id, at, actorOf('commissioner', { localAuthorities: ['909'] }))).toBeNull();
    expect(await asOf(PROVIDER, encodeId('off', provider.id), at)).toBeNull();
    const refused = await ask<Entry>(hub, actorOf('school'), PROVIDER, { id, at });
    expect(refused.data.entry).toBeNull();
    expect(refusals(refused)).toEqual(['This needs the permission history.read.']);
    const ancient = await ask<Entry>(hub, commissioner, PROVIDER, { id, at: '0000-01-01T00:00:00Z' });
    expect(refusals(ancient)).toEqual(['Give a time in the year 1900 or later.']);
  });
});

describe('the register as it was known', () => {
  it('has the providers that a local authority had then, and no other ones', async () => {
    const here = await aProvider(hub, { name: 'A register provider', state: 'DRAFT' });
    const leaving = await aProvider(hub, { name: 'B register provider' });
    await aProvider(hub, { name: 'C register provider', localAuthorityCode: '909' });
    const then = await moment();
    await hub.providers.update(leaving.id, 1, { localAuthorityCode: '909' });
    await aProvider(hub, { name: 'D register provider' });
    const namesAt = async (at: string, actor = commissioner, localAuthority: string | null = null) => {
      const { data, errors } = await ask<Register>(hub, actor, REGISTER, { at, localAuthority, first: 100 });
      expect(errors).toBeUndefined();
      expect(data.registerAsOf.totalCount).toBe(data.registerAsOf.nodes.length);
      return data.registerAsOf.nodes
        .map(({ name }) => name)
        .filter((name) => / register provider$/.test(name ?? ''));
    };
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((letter) => `${letter} register provider`);
    const now = await moment();
    expect(await namesAt(then)).toEqual([a, b]);
    expect(await namesAt(now)).toEqual([a, d]);
    const cumbria = actorOf('commissioner', { localAuthorities: ['909'] });
    expect(await namesAt(then, cumbria)).toEqual([c]);
    expect(await namesAt(now, cumbria)).toEqual([b, c]);
    expect(await namesAt(then, cumbria, '926')).toEqual([]);
    expect(await namesAt(then, actorOf('administrator'), '909')).toEqual([c]);
    expect(await namesAt(then, actorOf('administrator'))).toEqual([a, b, c]);
    const page = await ask<Register>(hub, commissioner, REGISTER, { at: then, first: 1 });
    const next = await ask<Register>(hub, commissioner, REGISTER, {
      at: then,
      first: 1,
      after: page.data.registerAsOf.pageInfo.endCursor,
    });
    expect(next.data.registerAsOf.nodes[0]?.name).not.toBe(page.data.registerAsOf.nodes[0]?.name);
    expect(here.state).toBe('DRAFT');
  });

  it('is empty before it was on record, and closed to those who cannot read history', async () => {
    const { data } = await ask<Register>(hub, commissioner, REGISTER, { at: '2001-01-01T00:00:00Z' });
    expect(data.registerAsOf).toMatchObject({ totalCount: 0, nodes: [] });
    expect(Date.parse(data.registerKnownSince)).toBeGreaterThan(Date.parse('2001-01-01T00:00:00Z'));
    const refused = await ask(hub, actorOf('provider_editor', { providers: ['x'] }), REGISTER, {
      at: await moment(),
    });
    expect(new Set(refusals(refused))).toEqual(new Set(['This needs the permission history.read.']));
  });
});
