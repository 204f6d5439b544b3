import { type RegisterState, registerStates } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Ids {
  readonly provider: string;
  readonly site: string;
  readonly offering: string;
  readonly vacancy: string;
  readonly review: string;
}

/** Every mutation that is open to editors, the step back from what only the council may included; with what it is done to. */
const mutations: Readonly<Record<string, { on: 'provider' | 'part'; ask: (ids: Ids) => string }>> = {
  providerUpdate: {
    on: 'provider',
    ask: ({ provider }) =>
      `providerUpdate(id: "${provider}", version: 1, input: { description: "New words." })`,
  },
  siteCreate: {
    on: 'part',
    ask: ({ provider }) =>
      `siteCreate(input: { provider: "${provider}", name: "Barn", postcode: "NR21 9AA" })`,
  },
  sitesUpsert: {
    on: 'part',
    ask: ({ provider }) =>
      `sitesUpsert(inputs: [{ provider: "${provider}", name: "Barn", postcode: "NR21 9AA", externalReference: "B" }])`,
  },
  offeringCreate: {
    on: 'part',
    ask: ({ provider }) => `offeringCreate(input: { provider: "${provider}", title: "Carving", tier: "TIER_2",
      primaryNeeds: ["SEMH"], minYear: 7, maxYear: 9, deliveryModes: ["IN_PERSON"] })`,
  },
  offeringsUpsert: {
    on: 'part',
    ask: ({
      provider,
    }) => `offeringsUpsert(inputs: [{ provider: "${provider}", title: "Carving", tier: "TIER_2",
      primaryNeeds: ["SEMH"], minYear: 7, maxYear: 9, deliveryModes: ["IN_PERSON"], externalReference: "C" }])`,
  },
  siteUpdate: {
    on: 'part',
    ask: ({ site }) => `siteUpdate(id: "${site}", version: 1, input: { name: "Renamed" })`,
  },
  offeringUpdate: {
    on: 'part',
    ask: ({ offering }) => `offeringUpdate(id: "${offering}", version: 1, input: { title: "Renamed" })`,
  },
  siteSubmit: { on: 'part', ask: ({ site }) => `siteSubmit(id: "${site}", version: 1)` },
  offeringSubmit: { on: 'part', ask: ({ offering }) => `offeringSubmit(id: "${offering}", version: 1)` },
  siteWithdraw: { on: 'part', ask: ({ site }) => `siteWithdraw(id: "${site}", version: 1, reason: "Gone.")` },
  offeringWithdraw: {
    on: 'part',
    ask: ({ offering }) => `offeringWithdraw(id: "${offering}", version: 1, reason: "Gone.")`,
  },
  contactSet: {
    on: 'part',
    ask: ({ provider }) =>
      `contactSet(provider: "${provider}", version: 1, input: { role: REFERRALS, audience: PUBLIC, email: "office@a.example" })`,
  },
  contactRemove: {
    on: 'part',
    ask: ({ provider }) =>
      `contactRemove(provider: "${provider}", role: REFERRALS, audience: PUBLIC, version: 1)`,
  },
  vacancyCreate: {
    on: 'part',
    ask: ({
      offering,
    }) => `vacancyCreate(input: { offering: "${offering}", state: CAPACITY, placesAvailable: 1, unit: "FTE",
      availableFrom: "2026-12-02", minYear: 7, maxYear: 9 })`,
  },
  vacancyUpdate: {
    on: 'part',
    ask: ({ vacancy }) => `vacancyUpdate(id: "${vacancy}", version: 1, input: { placesAvailable: 1 })`,
  },
  vacancyConfirm: { on: 'part', ask: ({ vacancy }) => `vacancyConfirm(id: "${vacancy}", version: 1)` },
  vacancyClose: { on: 'part', ask: ({ vacancy }) => `vacancyClose(id: "${vacancy}", version: 1)` },
  vacanciesConfirm: {
    on: 'part',
    ask: ({ vacancy }) => `vacanciesConfirm(inputs: [{ id: "${vacancy}", version: 1 }])`,
  },
  vacanciesUpsert: {
    on: 'part',
    ask: ({
      offering,
    }) => `vacanciesUpsert(inputs: [{ offering: "${offering}", state: CAPACITY, placesAvailable: 1,
      unit: "FTE", availableFrom: "2026-12-02", minYear: 7, maxYear: 9, externalReference: "V" }])`,
  },
  chasingOptOutSet: {
    on: 'part',
    ask: ({ provider }) => `chasingOptOutSet(provider: "${provider}", optedOut: true)`,
  },
  selfAssessmentUpdate: {
    on: 'part',
    ask: ({ review }) =>
      `selfAssessmentUpdate(id: "${review.replace('qrv', 'qsa')}", version: 1, ratings: [{ principle: 1, rating: MET_IN_FULL }])`,
  },
};

async function furnished(states: {
  provider: RegisterState;
  site?: RegisterState;
  offering?: RegisterState;
}) {
  const provider = await aProvider(hub, { state: states.provider });
  const site = await aSite(hub, provider, { state: states.site ?? 'DRAFT' });
  const offering = await anOffering(hub, provider, { state: states.offering ?? 'DRAFT', siteIds: [site.id] });
  const vacancy = await aVacancy(hub, offering, { siteId: site.id });
  const { rows } = await hub.database.pool.query(
    `with mailbox as (insert into provider_contact (id, provider_id, role, audience, email)
       values (gen_random_uuid(), $1, 'REFERRALS', 'PUBLIC', 'referrals@a.example'))
     insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
       select gen_random_uuid(), '926', $1, id, 'PLANNED', '2027-01-01', 'QUALITY_OFFICER' from quality_framework limit 1 returning id`,
    [provider.id],
  );
  const ids: Ids = {
    provider: encodeId('prv', provider.id),
    site: encodeId('sit', site.id),
    offering: encodeId('off', offering.id),
    vacancy: encodeId('vac', vacancy.id),
    review: encodeId('qrv', rows[0].id),
  };
  return { ids, editor: anActor('provider_editor', { providers: [provider.id] }) };
}

/** `done`, or why not. */
async function outcome(actor: ReturnType<typeof anActor>, mutation: string): Promise<string> {
  const isBulk = /^\w+sUpsert/.test(mutation);
  const { data, errors } = await graph.ask<
    Record<string, { userErrors: { code: string }[]; results?: { userErrors: { code: string }[] }[] }>
  >(
    actor,
    `mutation { it: ${mutation} { userErrors { code } ${isBulk ? 'results { userErrors { code } }' : ''} } }`,
  );
  if (errors) return String(errors[0]?.extensions?.code ?? errors[0]?.message);
  const { userErrors, results = [] } = data.it!;
  return [...userErrors, ...results.flatMap((one) => one.userErrors)][0]?.code ?? 'done';
}

it('tries every mutation that editors may send', () => {
  const { fields } = hub.schema.getMutationType()!.toConfig();
  const open = Object.entries(fields)
    .filter(([, { description }]) => /entry\.write/.test(description ?? ''))
    .map(([name]) => name);
  const ofProviderItself = ['providerSubmit', 'providerWithdraw']; // steps say from where they may be taken
  const ofHolds = ['placeHoldConvert', 'placeHoldDecline']; // these need a hold: tests/hold
  const ofConfirmations = ['vacancyConfirmUndo']; // this needs one made by a mutation: tests/register/vacancies-confirm.test.ts
  expect(
    Object.keys(mutations).concat(ofProviderItself, ofHolds, ofConfirmations, 'providersUpsert').sort(),
  ).toEqual(open.sort());
});

describe.each(registerStates)('while a provider is %s', (provider) => {
  it.each(Object.entries(mutations))(
    'an editor finds %s open or closed by the one rule',
    async (name, { on, ask }) => {
      const { ids, editor } = await furnished({ provider });
      const own = provider === 'DRAFT' || provider === 'LISTED' || provider === 'SUSPENDED';
      const isOpen = on === 'provider' ? own : provider !== 'WITHDRAWN';
      const closed = name === 'selfAssessmentUpdate' ? 'NOT_IN_THIS_STATE' : 'NOT_IN_THIS_STATE';
      expect(await outcome(editor, ask(ids))).toBe(isOpen ? 'done' : closed);
    },
  );
});

describe.each(registerStates)('while an offering is %s', (offering) => {
  it.each(['vacancyCreate', 'vacancyUpdate', 'vacancyConfirm'])(
    '%s is open to its editor unless it is withdrawn',
    async (name) => {
      const { ids, editor } = await furnished({ provider: 'LISTED', offering });
      expect(await outcome(editor, mutations[name]!.ask(ids))).toBe(
        offering === 'WITHDRAWN' ? 'NOT_IN_THIS_STATE' : 'done',
      );
    },
  );

  it('a change to it uses the same rule', async () => {
    const { ids, editor } = await furnished({ provider: 'LISTED', offering });
    const isOpen = ['DRAFT', 'LISTED', 'SUSPENDED'].includes(offering);
    expect(await outcome(editor, mutations.offeringUpdate!.ask(ids))).toBe(
      isOpen ? 'done' : 'NOT_IN_THIS_STATE',
    );
  });
});

describe('a provider that is withdrawn', () => {
  it('shows its editor no steps for what belongs to it, and leaves the council its own', async () => {
    const { ids, editor } = await furnished({ provider: 'WITHDRAWN' });
    const steps = async (actor: ReturnType<typeof anActor>) =>
      (
        await graph.ask<{
          registerEntry: { steps: string[] };
          register: { nodes: { entryId: string; steps: string[] }[] };
        }>(
          actor,
          'query ($id: ID!, $provider: ID!) { registerEntry(id: $id) { steps } register(filter: { provider: { anyOf: [$provider] }, kind: [SITE] }) { nodes { entryId steps } } }',
          { id: ids.site, provider: ids.provider },
        )
      ).data;
    expect(await steps(editor)).toEqual({
      registerEntry: { steps: [] },
      register: { nodes: [{ entryId: ids.site, steps: [] }] },
    });
    expect((await steps(commissioner)).registerEntry.steps).toEqual(['SUBMIT', 'WITHDRAW']);
    expect(await outcome(commissioner, mutations.siteCreate!.ask(ids))).toBe('done');
    expect(await outcome(commissioner, mutations.contactSet!.ask(ids))).toBe('done');
  });
});
