import { roles } from '../../src/features/identity/permissions.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type StatementLog, startStatementLog } from '../guards/statement-log.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems } from './ask-as.js';

let hub: TestHub;
let officer: Ask;
let log: StatementLog;
beforeEach(async () => {
  hub = await startTestHub();
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  log = startStatementLog();
});
afterEach(async () => {
  log.stop();
  await hub.stop();
});

const overview = `{ registerOverview(localAuthority: "926") { quality { evidenceToRevalidate
  evidenceExpiringIn30Days evidenceExpiringIn60Days evidenceExpiringIn90Days listingsAffected suspendedByEvidence readyToRestore
  reviewsOverdue reviewsDueIn30Days actionsOverdue thresholdAdvice { level providers } } } }`;
const advice =
  'query($provider: ID!) { thresholdAdvice(provider: $provider) { level version reasons unknown } }';
const adviceOn = async (provider: Provider, ask = officer) =>
  (await ask(advice, { provider: encodeId('prv', provider.id) })).data.thresholdAdvice;

async function evidence(provider: Provider, expiresOn: string): Promise<void> {
  const input = {
    localAuthority: '926',
    provider: encodeId('prv', provider.id),
    kind: 'FIRE_RISK',
    issuedOn: '2026-01-01',
    expiresOn,
  };
  await done(
    officer(`mutation($input: EvidenceCreateInput!) { evidenceCreate(input: $input) { ${problems} } }`, {
      input,
    }),
  );
}

describe('quality in the overview', () => {
  it('counts what expires, what is due, and advice, of that local authority alone', async () => {
    const provider = await aProvider(hub);
    await aProvider(hub, { localAuthorityCode: '935' });
    for (const until of [
      '2026-11-22',
      '2026-11-23',
      '2026-12-23',
      '2026-12-24',
      '2027-01-22',
      '2027-02-21',
      '2027-02-22',
    ]) {
      await evidence(provider, until);
    }
    const { framework } = (await officer('{ qualityFrameworks { id } }')).data.qualityFrameworks.map(
      ({ id }: { id: string }) => ({ framework: id }),
    )[0];
    for (const dueOn of ['2026-11-22', '2026-11-23', '2026-12-23', '2026-12-24']) {
      const input = {
        localAuthority: '926',
        provider: encodeId('prv', provider.id),
        framework,
        dueOn,
        officerRole: 'COMMISSIONER',
      };
      await done(
        officer(
          `mutation($input: QualityReviewPlanInput!) { qualityReviewPlan(input: $input) { ${problems} } }`,
          {
            input,
          },
        ),
      );
    }
    const reviews = (await officer('{ qualityReviews { nodes { id } } }')).data.qualityReviews.nodes;
    for (const dueOn of ['2026-11-22', '2026-11-23']) {
      const input = { what: 'Write the policy.', dueOn };
      const add = `mutation($id: ID!, $input: QualityActionAddInput!) { qualityActionAdd(review: $id, input: $input) { ${problems} } }`;
      await done(officer(add, { id: reviews[0].id, input }));
    }
    expect((await officer(overview)).data.registerOverview.quality).toEqual({
      evidenceToRevalidate: 1,
      evidenceExpiringIn30Days: 2,
      evidenceExpiringIn60Days: 4,
      evidenceExpiringIn90Days: 5,
      listingsAffected: 0,
      suspendedByEvidence: 0,
      readyToRestore: 0,
      reviewsOverdue: 1,
      reviewsDueIn30Days: 2,
      actionsOverdue: 1,
      thresholdAdvice: [
        { level: 'NONE', providers: 0 },
        { level: 'LOOK', providers: 1 },
        { level: 'CLOSE', providers: 0 },
        { level: 'LIKELY', providers: 0 },
      ],
    });
    await hub.quality.evidence.expire();
    const set = `mutation { evidenceKindSet(localAuthority: "926", kind: "FIRE_RISK", suspendsListing: true) { ${problems} } }`;
    await done(officer(set));
    expect((await officer(overview)).data.registerOverview.quality).toMatchObject({
      evidenceToRevalidate: 1,
      listingsAffected: 0, // another of the kind holds
    });
    const other = await aProvider(hub);
    await evidence(other, '2026-11-22');
    expect((await officer(overview)).data.registerOverview.quality).toMatchObject({ listingsAffected: 1 });
  });

  it('takes four statements, for one provider and for twenty', async () => {
    for (const more of [1, 19]) {
      for (let i = 0; i < more; i++) await evidence(await aProvider(hub), '2026-12-01');
      expect(await log.during(() => officer(overview))).toEqual([
        'quality counts',
        'register counts',
        'register requests',
        'threshold tallies of local authority',
      ]);
    }
  });

  it('can be asked for by everybody who may read quality', () => {
    const readers = Object.values(roles).filter((held: readonly string[]) => held.includes('quality.read'));
    expect(readers.length).toBeGreaterThan(1);
    for (const held of readers) expect(held).toContain('register.read');
  });

  it('is for those with quality.read there', async () => {
    for (const ask of [
      askAs(hub, 'public'),
      askAs(hub, 'school', { in: ['926'] }),
      askAs(hub, 'provider_editor', { in: ['926'], of: [] }),
      askAs(hub, 'commissioner', { in: ['935'] }),
    ]) {
      expect(await ask(overview)).toEqual({ data: {}, codes: ['FORBIDDEN'] });
    }
  });
});

describe('thresholdAdvice (its levels: threshold.test.ts)', () => {
  it('adds up offerings, takes places from vacancies, and leaves registered schools alone', async () => {
    const provider = await aProvider(hub);
    const full = { hoursPerWeek: 25, ehcPlan: 'NOT_ACCEPTED' as const };
    await anOffering(hub, provider, { ...full, groupSize: 3 });
    const second = await anOffering(hub, provider, full);
    expect((await adviceOn(provider)).level).toBe('LOOK');
    await aVacancy(hub, second, { placesAvailable: 2 });
    expect((await adviceOn(provider)).level).toBe('LIKELY');
    await hub.providers.update(provider.id, provider.version, { registration: 'REGISTERED_SCHOOL' });
    expect((await adviceOn(provider)).level).toBe('NONE');
  });

  it('is for the local authority whose register it is', async () => {
    const provider = await aProvider(hub, { state: 'IN_REVIEW' });
    expect((await adviceOn(provider)).level).toBe('LOOK');
    expect(await adviceOn(provider, askAs(hub, 'commissioner', { in: ['935'] }))).toBeNull();
    for (const ask of [askAs(hub, 'public'), askAs(hub, 'provider_editor', { of: [provider.id] })]) {
      expect((await ask(advice, { provider: encodeId('prv', provider.id) })).codes).toEqual(['FORBIDDEN']);
    }
    const { data, errors } = await hub.query(advice, { provider: encodeId('prv', provider.id) });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'quality.read' });
  });
});
