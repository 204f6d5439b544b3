import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { actorOf, ask, commissioner, refusals } from './asking.js';

const HISTORY = `query ($id: ID!, $first: Int! = 20, $after: String, $withParts: Boolean! = false) {
  history(id: $id, first: $first, after: $after, withParts: $withParts) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { at actor source reason kind recordId action version
      changes { field from { value labels } to { value labels } } } } }`;

interface Value {
  readonly value: string | null;
  readonly labels: string[];
}
interface Event {
  readonly at: string;
  readonly actor: string;
  readonly source: string;
  readonly reason: string | null;
  readonly kind: string;
  readonly recordId: string;
  readonly action: string;
  readonly version: number | null;
  readonly changes: { field: string; from: Value; to: Value }[];
}
interface History {
  readonly history: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    nodes: Event[];
  } | null;
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

async function historyOf(id: string, variables: object = {}, actor = commissioner) {
  const { data, errors } = await ask<History>(hub, actor, HISTORY, { id, ...variables });
  expect(errors).toBeUndefined();
  return data.history;
}

const nothing = { value: null, labels: [] };
const kinds = (history: History['history']) => history?.nodes.map(({ kind, action }) => `${kind} ${action}`);

describe('history', () => {
  it('says who changed which field from what to what, when and why, newest first', async () => {
    const provider = await aProvider(hub, { settingType: 'OTH', website: null });
    const before = Date.now();
    await hub.providers.update(
      provider.id,
      1,
      { settingType: 'NFE', website: 'https://a.example' },
      { actor: 'commissioner 7', reason: 'They told us.' },
    );
    const history = await historyOf(encodeId('prv', provider.id));
    expect(history).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    const [changed, created] = history?.nodes ?? [];
    expect(changed).toMatchObject({
      actor: expect.stringMatching(/^commissioner person [0-9a-f]{32}$/),
      source: 'COUNCIL',
      reason: 'They told us.',
      kind: 'PROVIDER',
      recordId: encodeId('prv', provider.id),
      action: 'CHANGED',
      version: 2,
      changes: [
        {
          field: 'settingType',
          from: { value: '"OTH"', labels: [expect.stringMatching(/\w/)] },
          to: { value: '"NFE"', labels: [expect.stringMatching(/\w/)] },
        },
        { field: 'website', from: nothing, to: { value: '"https://a.example"', labels: [] } },
      ],
    });
    expect(changed?.changes[0]?.from.labels).not.toEqual(changed?.changes[0]?.to.labels);
    expect(Date.parse(changed?.at ?? '')).toBeGreaterThanOrEqual(before - 1);
    expect(created).toMatchObject({ action: 'CREATED', version: 1, source: 'OTHER', reason: null });
    expect(created?.changes).toContainEqual({
      field: 'localAuthority',
      from: nothing,
      to: { value: '"926"', labels: ['Norfolk'] },
    });
    expect(created?.changes.map(({ field }) => field)).not.toEqual(
      expect.arrayContaining(['id', 'version', 'updatedAt']),
    );
  });

  it('calls fields as the graph does, and shows references as ids of the graph', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const offering = await anOffering(hub, provider, {
      siteIds: [site.id],
      pricePence: 5000,
      priceUnit: 'DAY',
    });
    await hub.offerings.update(offering.id, 1, { siteIds: [] });
    const history = await historyOf(encodeId('off', offering.id));
    expect(kinds(history)).toEqual(
      ['OFFERING CHANGED', 'OFFERING CHANGED', 'OFFERING CHANGED', 'OFFERING CREATED'].slice(
        history!.nodes.length === 3 ? 1 : 0,
      ),
    );
    const created = history?.nodes.at(-1);
    const valueIn = (field: string) => created?.changes.find((change) => change.field === field)?.to.value;
    expect([valueIn('price.pence'), valueIn('price.unit')]).toEqual(['5000', '"DAY"']);
    expect(valueIn('provider')).toBe(JSON.stringify(encodeId('prv', provider.id)));
    const sites = history?.nodes.flatMap(({ changes }) => changes.filter(({ field }) => field === 'sites'));
    const there = { value: JSON.stringify([encodeId('sit', site.id)]), labels: [] };
    expect(sites).toEqual([
      { field: 'sites', from: there, to: nothing },
      { field: 'sites', from: nothing, to: there },
    ]);
  });

  it('comes with the parts when asked, those included that were removed, and of no other entry', async () => {
    const [provider, other] = [await aProvider(hub), await aProvider(hub)];
    const site = await aSite(hub, provider);
    const offering = await anOffering(hub, provider);
    const vacancy = await aVacancy(hub, offering);
    await aSite(hub, other);
    await hub.database.pool.query('delete from vacancy where id = $1', [vacancy.id]);
    await hub.database.pool.query('delete from site where id = $1', [site.id]);
    const id = encodeId('prv', provider.id);
    expect(kinds(await historyOf(id))).toEqual(['PROVIDER CREATED']);
    const history = await historyOf(id, { withParts: true });
    expect(kinds(history)).toEqual([
      'SITE REMOVED',
      'VACANCY REMOVED',
      'VACANCY CREATED',
      'OFFERING CREATED',
      'SITE CREATED',
      'PROVIDER CREATED',
    ]);
    expect(history?.totalCount).toBe(6);
    expect(kinds(await historyOf(encodeId('off', offering.id), { withParts: true }))).toEqual([
      'VACANCY REMOVED',
      'VACANCY CREATED',
      'OFFERING CREATED',
    ]);
    expect(kinds(await historyOf(encodeId('vac', vacancy.id)))).toEqual([
      'VACANCY REMOVED',
      'VACANCY CREATED',
    ]);
  });

  it('has pages', async () => {
    const provider = await aProvider(hub);
    for (let version = 1; version <= 4; version++) {
      await hub.providers.update(provider.id, version, { description: `Text ${version}` });
    }
    const id = encodeId('prv', provider.id);
    const versions: (number | null)[] = [];
    let after: string | null = null;
    do {
      const page: History['history'] = await historyOf(id, { first: 2, after });
      versions.push(...page!.nodes.map(({ version }) => version));
      after = page!.pageInfo.hasNextPage ? page!.pageInfo.endCursor : null;
    } while (after);
    expect(versions).toEqual([5, 4, 3, 2, 1]);
    const wrong = await ask(hub, commissioner, HISTORY, {
      id,
      after: Buffer.from('["a",1]').toString('base64url'),
    });
    expect(refusals(wrong)).toEqual([
      'This is not a cursor of this list. Use `endCursor` of the previous page.',
    ]);
  });
});

describe('who may read a history', () => {
  it('is the council it belongs to, and the provider it is about', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    expect(await historyOf(id)).not.toBeNull();
    expect(await historyOf(id, {}, actorOf('administrator'))).not.toBeNull();
    expect(await historyOf(id, {}, actorOf('provider_editor', { providers: [provider.id] }))).not.toBeNull();
    const elsewhere = actorOf('commissioner', { localAuthorities: ['909'] });
    expect(await historyOf(id, {}, elsewhere)).toBeNull();
    const another = await aProvider(hub);
    expect(await historyOf(id, {}, actorOf('provider_editor', { providers: [another.id] }))).toBeNull();
  });

  it('is the same when the entry has gone', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    await hub.database.pool.query('delete from provider where id = $1', [provider.id]);
    for (const id of [encodeId('prv', provider.id), encodeId('sit', site.id)]) {
      expect(kinds(await historyOf(id))).toEqual([
        expect.stringMatching(/REMOVED$/),
        expect.stringMatching(/CREATED$/),
      ]);
      expect(await historyOf(id, {}, actorOf('commissioner', { localAuthorities: ['909'] }))).toBeNull();
    }
  });

  it.each(['public', 'school', 'partner'] as const)('is not %s', async (role) => {
    const provider = await aProvider(hub);
    const result = await ask(hub, actorOf(role), HISTORY, { id: encodeId('prv', provider.id) });
    expect(result.data).toEqual({ history: null });
    expect(refusals(result)).toEqual(['This needs the permission history.read.']);
  });

  it('knows no record that never was, or is of another kind', async () => {
    expect(await historyOf(encodeId('prv', '00000000-0000-7000-8000-000000000000'))).toBeNull();
    expect(await historyOf(encodeId('pla', '00000000-0000-7000-8000-000000000000'))).toBeNull();
    expect(await historyOf('rubbish')).toBeNull();
  });
});

describe('what is not entered', () => {
  it('is not shown to the provider, and contacts not to those who cannot see the register', async () => {
    const provider = await aProvider(hub);
    const { pool } = hub.database;
    await pool.query(
      `insert into provider_contact (id, provider_id, role, audience, email)
       values (gen_random_uuid(), $1, 'FINANCE', 'COMMISSIONER', 'money@a.example')`,
      [provider.id],
    );
    // As a column would be that a later release keeps for the council.
    await pool.query('alter table provider add column council_note text');
    try {
      await pool.query(`update provider set council_note = 'Look again', description = 'New' where id = $1`, [
        provider.id,
      ]);
      const id = encodeId('prv', provider.id);
      const fieldsFor = async (actor = commissioner) =>
        (await historyOf(id, { withParts: true }, actor))?.nodes.map(({ kind, changes }) =>
          [
            kind,
            ...changes.map(({ field }) => field).filter((field) => /Note|description|email/.test(field)),
          ].join(' '),
        );
      expect(await fieldsFor()).toEqual([
        'PROVIDER councilNote description',
        'CONTACT email',
        'PROVIDER description',
      ]);
      expect(await fieldsFor(actorOf('provider_editor', { providers: [provider.id] }))).toEqual([
        'PROVIDER description',
        'CONTACT email',
        'PROVIDER description',
      ]);
    } finally {
      await pool.query('alter table provider drop column council_note');
    }
  });
});

describe('provenance', () => {
  const PROVENANCE = `query ($id: ID!) { provenance(id: $id) { field source actor reason observedAt } }`;
  interface Answer {
    readonly provenance:
      | { field: string; source: string; actor: string; reason: string | null; observedAt: string }[]
      | null;
  }

  it('names for each field who wrote its value last, and when', async () => {
    const provider = await aProvider(hub);
    await hub.providers.update(
      provider.id,
      1,
      { name: 'By GIAS' },
      { actor: 'import gias', reason: 'extract.csv' },
    );
    await hub.providers.update(
      provider.id,
      2,
      { website: 'https://b.example' },
      { actor: 'provider_editor 9' },
    );
    const id = encodeId('prv', provider.id);
    const { data } = await ask<Answer>(hub, commissioner, PROVENANCE, { id });
    const of = (name: string) => data.provenance?.find(({ field }) => field === name);
    expect(of('name')).toMatchObject({ source: 'GIAS', actor: 'import gias', reason: 'extract.csv' });
    expect(of('website')).toMatchObject({
      source: 'PROVIDER',
      actor: expect.stringMatching(/^provider_editor person [0-9a-f]{32}$/),
      reason: null,
    });
    expect(of('settingType')).toMatchObject({ source: 'OTHER', actor: 'system: ap-hub' });
    expect(of('website')!.observedAt > of('settingType')!.observedAt).toBe(true);
    expect(of('version')).toBeUndefined();
    const elsewhere = actorOf('commissioner', { localAuthorities: ['909'] });
    expect((await ask<Answer>(hub, elsewhere, PROVENANCE, { id })).data).toEqual({ provenance: null });
    expect(refusals(await ask(hub, actorOf('school'), PROVENANCE, { id }))).toHaveLength(1);
  });
});
