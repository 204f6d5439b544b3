import { encodeId } from '../../src/platform/graphql/global-id.js';
import { actorOf } from '../memory/asking.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { documentOf, makersFor, mutationOf } from '../support/makers.js';

/** A change that changes nothing leaves the version and the history as they are. At an old version it is still a conflict. */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const administrator = actorOf('administrator');

interface Answer {
  readonly result: { readonly version: number } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

async function send(document: string, variables: object = {}): Promise<Answer> {
  const { data, errors } = await graph.ask<Record<string, Answer>>(administrator, document, { ...variables });
  expect(errors).toBeUndefined();
  return Object.values(data)[0]!;
}
const commits = async () =>
  (await hub.database.pool.query<{ n: number }>('select count(*)::int n from change_commit')).rows[0]!.n;

/** Makes something by the mutation of that name and answers its id. */
async function make(name: string, more: { provider?: string; review?: string } = {}): Promise<string> {
  const provider = more.provider ?? encodeId('prv', (await aProvider(hub)).id);
  const { rows } = await hub.database.pool.query<{ id: string }>(
    `select id from quality_framework where local_authority_code is null limit 1`,
  );
  const framework = encodeId('qfr', rows[0]!.id);
  const maker = makersFor({ provider, framework, review: more.review ?? '', offering: '', vacancy: '' }).find(
    (one) => mutationOf(one) === name,
  )!;
  const { data } = await graph.ask<Record<string, { made: { id: string } | null; userErrors: object[] }>>(
    administrator,
    documentOf(maker),
    { ...maker.variables('2027-01-10'), key: null },
  );
  expect(data[name]!.userErrors).toEqual([]);
  return data[name]!.made!.id;
}

/** Sends one and the same change, based on a version. */
type Change = (version: number) => Promise<Answer>;

/** A mutation of a record by its id, with its other arguments. */
function byId(
  mutation: string,
  payload: string,
  id: string,
  args: string,
  types = '',
  variables = {},
): Change {
  const document = `mutation ($id: ID!, $version: Int!${types}) {
    ${mutation}(id: $id, version: $version, ${args}) { result: ${payload} { version } userErrors { code message } } }`;
  return (version) => send(document, { id, version, ...variables });
}

/** Each makes a record and answers how it is changed. */
const changes: Readonly<Record<string, () => Promise<Change>>> = {
  async providerUpdate() {
    const { id } = await aProvider(hub);
    const input =
      '{ name: "  Kept name ", website: "https://kept.example", legalName: null, description: "Kept." }';
    return byId('providerUpdate', 'provider', encodeId('prv', id), `input: ${input}`);
  },
  async siteUpdate() {
    const { id } = await aSite(hub, await aProvider(hub), { accessibility: [] });
    const input = '{ name: "Kept site", postcode: "NR21 9AA", town: "Fakenham", addressVisibility: FULL }';
    return byId('siteUpdate', 'site', encodeId('sit', id), `input: ${input}`);
  },
  async offeringUpdate() {
    const provider = await aProvider(hub);
    const sites = [await aSite(hub, provider), await aSite(hub, provider)];
    const { id } = await anOffering(hub, provider);
    const input = {
      title: 'Kept offering',
      sites: sites.map((site) => encodeId('sit', site.id)),
      secondaryNeeds: ['ASD', 'SPLD'],
      days: ['MON', 'FRI'],
      pricePence: 9000,
      priceUnit: 'DAY',
      hoursPerWeek: 12.5,
    };
    return byId(
      'offeringUpdate',
      'offering',
      encodeId('off', id),
      'input: $input',
      ', $input: OfferingUpdateInput!',
      {
        input,
      },
    );
  },
  async vacancyUpdate() {
    const { id } = await aVacancy(hub, await anOffering(hub, await aProvider(hub)));
    const input = '{ placesAvailable: 5, availableFrom: "2027-02-01", unit: "FTE", site: null }';
    return byId('vacancyUpdate', 'vacancy', encodeId('vac', id), `input: ${input}`);
  },
  async contactSet() {
    const provider = encodeId('prv', (await aProvider(hub)).id);
    const document = `mutation ($provider: ID!, $version: Int, $telephone: String) {
      contactSet(provider: $provider, version: $version, input: { role: FINANCE, audience: SCHOOL, telephone: $telephone }) {
        result: contact { version } userErrors { code message } } }`;
    await send(document, { provider, telephone: '01603 000000' });
    return (version) => send(document, { provider, version, telephone: '01603 111111' });
  },
  async listingDecisionUpdate() {
    const id = await make('listingDecisionCreate');
    const input = '{ scope: "All.", validFrom: "2027-01-10", validTo: "2027-12-31", caveat: null }';
    return byId('listingDecisionUpdate', 'listingDecision', id, `input: ${input}, reason: "As agreed."`);
  },
  async evidenceUpdate() {
    const id = await make('evidenceCreate');
    return byId('evidenceUpdate', 'evidence', id, 'input: { note: "Seen.", expiresOn: "2027-06-30" }');
  },
  async inspectionUpdate() {
    const id = await make('inspectionCreate');
    const { rows } = await hub.database.pool.query<{ area: string; grade: string }>(
      `select (select code from code where list = 'INSPECTION_AREA' and (valid_from is null or valid_from <= '2026-01-10')
                 and (valid_to is null or valid_to >= '2026-01-10') order by code limit 1) as area,
              (select code from code where list = 'INSPECTION_GRADE' and (valid_from is null or valid_from <= '2026-01-10')
                 and (valid_to is null or valid_to >= '2026-01-10') order by code limit 1) as grade`,
    );
    const input = {
      framework: 'OFSTED_REPORT_CARD_2025',
      inspectedOn: '2026-01-10',
      safeguarding: 'MET',
      judgements: rows,
    };
    return byId('inspectionUpdate', 'inspection', id, 'input: $input', ', $input: InspectionUpdateInput!', {
      input,
    });
  },
  async qualityFrameworkUpdate() {
    const id = await make('qualityFrameworkCreate');
    const input =
      '{ title: "Ours", parts: ["One"], principles: [{ part: 1, title: "Safe" }, { part: 1, title: "Sound" }] }';
    return byId('qualityFrameworkUpdate', 'framework', id, `input: ${input}`);
  },
  async qualityReviewUpdate() {
    const id = await make('qualityReviewPlan');
    const input =
      '{ summary: "So far so good.", findings: [{ principle: 1, finding: MET_IN_FULL, note: "Seen." }] }';
    return byId('qualityReviewUpdate', 'review', id, `input: ${input}`);
  },
  async selfAssessmentUpdate() {
    const id = (await make('qualityReviewPlan')).replace('qrv', 'qsa');
    return byId(
      'selfAssessmentUpdate',
      'selfAssessment',
      id,
      'ratings: [{ principle: 1, rating: MET_IN_FULL, note: "Ours." }]',
    );
  },
  async providerRestoreVersion() {
    const { id } = await aProvider(hub, { description: 'First.' });
    await hub.providers.update(id, 1, { description: 'Second.' });
    const change = byId(
      'providerRestoreVersion',
      'provider',
      encodeId('prv', id),
      'toVersion: 1, reason: "Back."',
    );
    // It stands at version 2.
    return (version) => change(version + 1).then(shiftedBack);
  },
  async offeringRestoreVersion() {
    const { id } = await anOffering(hub, await aProvider(hub), { description: 'First.' });
    await hub.offerings.update(id, 1, { description: 'Second.' });
    const change = byId(
      'offeringRestoreVersion',
      'offering',
      encodeId('off', id),
      'toVersion: 1, reason: "Back."',
    );
    return (version) => change(version + 1).then(shiftedBack);
  },
};
const shiftedBack = ({ result, userErrors }: Answer): Answer => ({
  result: result && { version: result.version - 1 },
  userErrors,
});

describe('the same change again', () => {
  it.each(Object.keys(changes))('by %s spends no version and leaves nothing on record', async (name) => {
    const change = await changes[name]!();
    expect(await change(1)).toEqual({ result: { version: 2 }, userErrors: [] });
    const before = await commits();
    expect(await change(2)).toEqual({ result: { version: 2 }, userErrors: [] });
    expect(await change(1)).toMatchObject({ result: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await commits()).toBe(before);
  });

  it('is true of an action of a review too', async () => {
    const review = await make('qualityReviewPlan');
    await make('qualityActionAdd', { review });
    const { rows } = await hub.database.pool.query<{ id: string }>('select id from quality_action');
    const complete = (version: number) =>
      send(
        `mutation ($id: ID!, $version: Int!) { qualityActionComplete(id: $id, version: $version, doneOn: "2026-11-20") {
          result: review { version } userErrors { code message } } }`,
        { id: encodeId('qac', rows[0]!.id), version },
      );
    expect((await complete(1)).userErrors).toEqual([]);
    const before = await commits();
    expect((await complete(2)).userErrors).toEqual([]);
    expect((await complete(1)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await commits()).toBe(before);
  });

  it.each(['evidenceKindSet', 'duplicateDismiss', 'duplicateReinstate'])(
    'by %s, which has no version',
    async (name) => {
      const [one, other] = [await aProvider(hub), await aProvider(hub)].map(({ id }) => encodeId('prv', id));
      const args: Readonly<Record<string, string>> = {
        evidenceKindSet:
          'localAuthority: "926", kind: "FOOD_HYGIENE", suspendsListing: true) { evidenceKind { suspendsListing }',
        duplicateDismiss: `one: "${one}", other: "${other}", reason: "Two of them.") { dismissals { localAuthority { code } }`,
        duplicateReinstate: `one: "${one}", other: "${other}", reason: "Perhaps not.") { dismissals { localAuthority { code } }`,
      };
      const again = () => send(`mutation { ${name}(${args[name]} userErrors { code message } } }`);
      if (name === 'duplicateReinstate')
        await send(`mutation { duplicateDismiss(${args.duplicateDismiss} userErrors { code message } } }`);
      expect((await again()).userErrors).toEqual([]);
      const before = await commits();
      expect((await again()).userErrors).toEqual([]);
      expect(await commits()).toBe(before);
    },
  );

  it.each([
    ['providersUpsert', 'ProviderCreateInput', 'provider'],
    ['sitesUpsert', 'SiteCreateInput', 'site'],
    ['offeringsUpsert', 'OfferingCreateInput', 'offering'],
  ])('by %s is UNCHANGED', async (name, type, one) => {
    const provider = encodeId('prv', (await aProvider(hub)).id);
    const inputs: Readonly<Record<string, object>> = {
      providersUpsert: {
        name: 'Upserted',
        settingType: 'OTH',
        registration: 'UNREGISTERED',
        localAuthority: '926',
        postcode: 'NR1 1AA',
      },
      sitesUpsert: { provider, name: 'Upserted', postcode: 'NR21 9AA', street: 'High Street' },
      offeringsUpsert: {
        provider,
        title: 'Upserted',
        tier: 'TIER_2',
        primaryNeeds: ['SEMH'],
        minYear: 7,
        maxYear: 9,
        deliveryModes: ['IN_PERSON'],
      },
    };
    const upsert = async () => {
      const { data } = await graph.ask<
        Record<string, { results: { outcome: string; entry: { version: number } }[] }>
      >(
        administrator,
        `mutation ($inputs: [${type}!]!) { ${name}(inputs: $inputs) { results { outcome entry: ${one} { version } } } }`,
        { inputs: [{ ...inputs[name], externalReference: 'K-1' }] },
      );
      return data[name]!.results;
    };
    expect(await upsert()).toEqual([{ outcome: 'CREATED', entry: { version: 1 } }]);
    const before = await commits();
    expect(await upsert()).toEqual([{ outcome: 'UNCHANGED', entry: { version: 1 } }]);
    expect(await commits()).toBe(before);
  });
});
