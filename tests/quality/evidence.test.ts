import { createHub } from '../../src/app.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { lastDay } from '../../src/features/quality/evidence/evidence.rules.js';
import { qualityFeature } from '../../src/features/quality/quality.feature.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createLog } from '../../src/platform/log.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

const DAY = 86_400_000;

let hub: TestHub;
let provider: Provider;
let officer: Ask;
let reader: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { name: 'Anvil Workshop' });
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  reader = askAs(hub, 'commissioner', { in: ['926'] });
});
afterAll(() => hub.stop());

const fields = `evidence { id version kind { code } issuedOn expiresOn state verifiedBy verifiedOn note affectsListing
  provider { name } } ${problems}`;
const create = `mutation($input: EvidenceCreateInput!) { evidenceCreate(input: $input) { ${fields} } }`;
const update = `mutation($id: ID!, $version: Int!, $input: EvidenceUpdateInput!) {
  evidenceUpdate(id: $id, version: $version, input: $input) { ${fields} } }`;
const set = `mutation($suspends: Boolean!) { evidenceKindSet(localAuthority: "926", kind: "FOOD_HYGIENE", suspendsListing: $suspends) {
  evidenceKind { kind { code } typicalMonths suspendsListing } ${problems} } }`;

const shown = (values: Record<string, unknown> = {}) => ({
  localAuthority: '926',
  provider: encodeId('prv', provider.id),
  kind: 'PUBLIC_LIABILITY',
  issuedOn: '2026-01-01',
  expiresOn: '2026-12-31',
  ...values,
});
const record = async (values: Record<string, unknown> = {}) =>
  (await done(officer(create, { input: shown(values) }))).evidence;

describe('lastDay', () => {
  it.each([
    ['2026-03-01', 12, '2027-02-28'],
    ['2026-01-15', 24, '2028-01-14'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-01', 1, '2026-12-31'],
  ])('of %s and %i months is %s', (from, months, until) => {
    expect(lastDay(from, months)).toBe(until);
  });
});

describe('evidence', () => {
  it('is recorded as metadata, validated in a role, and renewed', async () => {
    const evidence = await record({ note: 'Seen at the visit.' });
    expect(evidence).toMatchObject({
      version: 1,
      kind: { code: 'PUBLIC_LIABILITY' },
      state: 'ATTESTED',
      verifiedBy: null,
      affectsListing: false,
      provider: { name: 'Anvil Workshop' },
    });
    const { id } = evidence;
    const validated = { state: 'VALIDATED', verifiedBy: 'QUALITY_OFFICER', verifiedOn: '2026-11-20' };
    const after = await done(officer(update, { id, version: 1, input: validated }));
    expect(after.evidence).toMatchObject({ ...validated, version: 2, note: 'Seen at the visit.' });
    const renewed = { issuedOn: '2027-01-01', expiresOn: '2027-12-31' };
    expect((await done(officer(update, { id, version: 2, input: renewed }))).evidence).toMatchObject(renewed);
    expect(await refused(officer(update, { id, version: 2, input: renewed }))).toMatchObject([
      { code: 'CONFLICT' },
    ]);
  });

  it('ends after the usual time where that is known for sure; else the day is asked for', async () => {
    const lead = await record({ kind: 'DESIGNATED_LEAD_TRAINING', expiresOn: undefined });
    expect(lead.expiresOn).toBe('2027-12-31');
    // A lead's training is renewed for as long again, whatever else is on record.
    const renewed = { issuedOn: '2026-09-01', expiresOn: null };
    const again = await done(officer(update, { id: lead.id, version: 1, input: renewed }));
    expect(again.evidence.expiresOn).toBe('2028-08-31');
    const other = await record();
    const endless = officer(update, { id: other.id, version: 1, input: { expiresOn: null } });
    expect(await refused(endless)).toMatchObject([{ field: ['input', 'expiresOn'] }]);
    const input = shown({ kind: 'FIRST_AID', expiresOn: null });
    expect(await refused(officer(create, { input }))).toMatchObject([{ field: ['input', 'expiresOn'] }]);
  });

  it.each([
    ['an end before its beginning', 'expiresOn', { expiresOn: '2025-12-31' }, 'INVALID'],
    ['validated by nobody', 'verifiedBy', { state: 'VALIDATED' }, 'INVALID'],
    [
      'verified on a day to come',
      'verifiedOn',
      { verifiedBy: 'COMMISSIONER', verifiedOn: '2026-11-24' },
      'INVALID',
    ],
    ['an unknown kind', 'kind', { kind: 'LICENCE' }, 'UNKNOWN_CODE'],
    ['a note with a pupil number', 'note', { note: 'See A123456789012.' }, 'PERSONAL_DATA'],
    ['an unknown provider', 'provider', { provider: 'prv_x' }, 'NOT_FOUND'],
    ['an unknown local authority', 'localAuthority', { localAuthority: '999' }, 'UNKNOWN_CODE'],
  ])('is refused with %s', async (_, field, wrong, code) => {
    const found = await refused(officer(create, { input: shown(wrong) }));
    expect(found).toMatchObject([{ code, field: ['input', field] }]);
    expect(JSON.stringify(found)).not.toContain('A123456789012');
  });

  it('is seen within the local authority, soonest to expire first', async () => {
    const other = await aProvider(hub);
    const id = encodeId('prv', other.id);
    await record({ provider: id, expiresOn: '2027-05-01' });
    await record({ provider: id, expiresOn: '2027-03-01' });
    await record({ provider: id, expiresOn: '2027-04-01', kind: 'FIRE_RISK' });
    await hub.database.pool.query(
      `update evidence set expires_on = null where provider_id = $1 and expires_on = '2027-05-01'`,
      [other.id],
    );
    const page = `query($after: String, $filter: EvidenceFilter) { evidence(first: 2, after: $after, filter: $filter) {
      totalCount nodes { expiresOn } pageInfo { endCursor hasNextPage } } }`;
    const filter = { provider: { anyOf: [id] } };
    const first = (await reader(page, { filter })).data.evidence;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ expiresOn: '2027-03-01' }, { expiresOn: '2027-04-01' }],
    });
    const second = (await reader(page, { filter, after: first.pageInfo.endCursor })).data.evidence;
    expect(second).toMatchObject({ nodes: [{ expiresOn: null }], pageInfo: { hasNextPage: false } });
    const last = (await reader(page, { filter, after: second.pageInfo.endCursor })).data.evidence;
    expect(last.nodes).toEqual([]);
    const fire = { ...filter, kind: { anyOf: ['FIRE_RISK'] }, state: ['ATTESTED'], expiresBy: '2027-04-01' };
    expect((await reader(page, { filter: fire })).data.evidence.totalCount).toBe(1);
    const stranger = askAs(hub, 'commissioner', { in: ['935'] });
    expect((await stranger(page, { filter })).data.evidence).toMatchObject({ totalCount: 0, nodes: [] });
  });
});

describe('the daily look at what has expired', () => {
  it('moves it to needs revalidation, says so in the change log, and does nothing the second time', async () => {
    const { id } = await record({ expiresOn: '2026-11-22' });
    const today = await record({ expiresOn: '2026-11-23' });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 1, suspended: 0 });
    expect(await hub.quality.evidence.expire()).toEqual({ expired: 0, suspended: 0 });
    const states = 'query { evidence(first: 100) { nodes { id state version } } }';
    const { nodes } = (await reader(states)).data.evidence;
    expect(nodes).toEqual(
      expect.arrayContaining([
        { id, state: 'NEEDS_REVALIDATION', version: 2 },
        { id: today.id, state: 'ATTESTED', version: 1 },
      ]),
    );
    const { rows } = await hub.database.pool.query(
      `select old ->> 'state' as before, new ->> 'state' as after, actor, reason from change
        where table_name = 'evidence' and actor = 'system: evidence expiry'`,
    );
    expect(rows).toEqual([
      {
        before: 'ATTESTED',
        after: 'NEEDS_REVALIDATION',
        actor: 'system: evidence expiry',
        reason: 'It was valid until before 2026-11-23.',
      },
    ]);
  });

  it('is done once by two processes at once', async () => {
    for (let i = 0; i < 20; i++) await record({ expiresOn: '2026-11-23' });
    hub.clock.pass(DAY);
    const other = await createHub({ url: hub.database.url, clock: hub.clock, log: createLog('silent') });
    const both = [hub, other, hub, other].map((one) => one.of(qualityFeature).evidence.expire());
    const answers = await Promise.all(both).finally(() => other.close());
    const counts = answers.map(({ expired }) => expired);
    const before = 1; // the one above, which ended on that day too
    expect(counts.sort((a, b) => a - b)).toEqual([0, 0, 0, 20 + before]);
    const { rows } = await hub.database.pool.query(
      `select entity_id from change where table_name = 'evidence' and actor = 'system: evidence expiry' group by 1 having count(*) > 1`,
    );
    expect(rows).toEqual([]);
  });
});

describe('a listing that depends on evidence', () => {
  const affected =
    '{ evidence(filter: { affectsListing: true }) { totalCount nodes { kind { code } affectsListing } } }';

  it('is kept apart from those that do not, by kind and local authority', async () => {
    expect((await reader(affected)).data.evidence.totalCount).toBe(0);
    expect((await done(officer(set, { suspends: true }))).evidenceKind).toEqual({
      kind: { code: 'FOOD_HYGIENE' },
      typicalMonths: null,
      suspendsListing: true,
    });
    // An old certificate, which waits for the daily look.
    await record({ kind: 'FOOD_HYGIENE', expiresOn: '2026-11-22' });
    expect((await reader(affected)).data.evidence).toEqual({
      totalCount: 1,
      nodes: [{ kind: { code: 'FOOD_HYGIENE' }, affectsListing: true }],
    });
    const kinds = (
      await reader('{ evidenceKinds(localAuthority: "926") { kind { code } typicalMonths suspendsListing } }')
    ).data.evidenceKinds;
    expect(kinds).toHaveLength(9);
    expect(kinds.filter((one: { suspendsListing: boolean }) => one.suspendsListing)).toHaveLength(1);
    await done(officer(set, { suspends: false }));
    expect((await reader(affected)).data.evidence.totalCount).toBe(0);
    expect((await reader(set, { suspends: true })).codes).toEqual(['FORBIDDEN']);
  });
});
