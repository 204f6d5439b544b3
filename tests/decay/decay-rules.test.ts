import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

const DAY = 86_400_000;
/** The first day of the clock of the tests. */
const TODAY = '2026-11-23';

interface Rule {
  readonly unit: { readonly code: string } | null;
  readonly settingType: { readonly code: string } | null;
  readonly confirmedForDays: number;
  readonly ageingFromShare: number;
  readonly longestDays: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly version: number;
}
interface Outcome {
  readonly decayRule: Rule | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly code: string }[];
}

const FIELDS =
  'unit { code } settingType { code } confirmedForDays ageingFromShare longestDays validFrom validTo version';
const short = { confirmedForDays: 7, ageingFromShare: 0.5, longestDays: 14 };
const general = {
  unit: null,
  settingType: null,
  confirmedForDays: 28,
  ageingFromShare: 0.5,
  longestDays: 180,
  validFrom: '2026-01-01',
  validTo: null,
  version: 1,
};

let hub: TestHub;
let administrator: Ask;
beforeEach(async () => {
  hub = await startTestHub();
  administrator = await hub.as('administrator');
});
afterEach(() => hub.stop());

async function set(input: object, version?: number): Promise<Outcome> {
  const { data } = await administrator<{ decayRuleSet: Outcome }>(
    `mutation ($input: DecayRuleSetInput!, $version: Int) {
      decayRuleSet(input: $input, version: $version) { decayRule { ${FIELDS} } userErrors { field code } } }`,
    { input, version: version ?? null },
  );
  return data.decayRuleSet;
}
async function rulesOn(on?: string): Promise<Rule[]> {
  const { data } = await hub.query<{ decayRules: Rule[] }>(
    `query ($on: LocalDate) { decayRules(on: $on) { ${FIELDS} } }`,
    { on: on ?? null },
  );
  return data.decayRules;
}
const problem = (field: string, code = 'INVALID') => ({
  decayRule: null,
  userErrors: [{ field: field === 'version' ? ['version'] : ['input', field], code }],
});

describe('decay rules', () => {
  it('begin with one for everything, as it was before there were any', async () => {
    expect(await rulesOn()).toEqual([general]);
    expect(await rulesOn('2025-12-31')).toEqual([]);
  });

  it('apply from a day on, and what applied before stays on record', async () => {
    const { decayRule } = await set({ ...short, unit: 'HOUR', validFrom: '2026-12-01' });
    const hours = { ...general, ...short, unit: { code: 'HOUR' }, validFrom: '2026-12-01' };
    expect(decayRule).toEqual(hours);
    expect(await rulesOn()).toEqual([general]);
    expect(await rulesOn('2026-12-01')).toEqual([general, hours]);
    const later = { unit: 'HOUR', ...short, confirmedForDays: 3, validFrom: '2027-01-04' };
    expect(await set(later)).toEqual(problem('version', 'CONFLICT'));
    expect((await set(later, 1)).userErrors).toEqual([]);
    expect(await rulesOn('2027-01-03')).toEqual([general, { ...hours, validTo: '2027-01-03', version: 2 }]);
    expect(await rulesOn('2027-01-04')).toEqual([
      general,
      { ...hours, confirmedForDays: 3, validFrom: '2027-01-04' },
    ]);
    const { rows } = await hub.database.pool.query(
      `select operation from change where table_name = 'decay_rule' order by id`,
    );
    // The first one is of the rule that every hub begins with.
    expect(rows.map(({ operation }) => operation)).toEqual(['INSERT', 'INSERT', 'UPDATE', 'INSERT']);
  });

  it('can be set again for the day on which they begin, and end before the next one', async () => {
    await set({ ...short, unit: 'DAY', validFrom: '2027-01-04' });
    const earlier = { ...short, unit: 'DAY', validFrom: '2026-12-01' };
    expect((await set(earlier)).decayRule).toMatchObject({ validTo: '2027-01-03', version: 1 });
    expect(await set({ ...earlier, validTo: '2027-01-04' }, 1)).toEqual(problem('validTo'));
    expect((await set({ ...earlier, longestDays: 21 }, 1)).decayRule).toMatchObject({
      longestDays: 21,
      validTo: '2027-01-03',
      version: 2,
    });
    expect((await set({ ...earlier, validTo: '2026-12-31' }, 2)).decayRule).toMatchObject({
      validTo: '2026-12-31',
    });
    expect(await rulesOn('2027-01-02')).toEqual([general]);
  });

  it('are not set for a day that has passed, for a code that is not there, or by a version that is not', async () => {
    expect(await set({ ...short, validFrom: '2026-11-22' }, 1)).toEqual(problem('validFrom'));
    expect(await set({ ...short, validFrom: TODAY, unit: 'YEAR' })).toEqual(problem('unit', 'UNKNOWN_CODE'));
    expect(await set({ ...short, validFrom: TODAY, settingType: 'ZOO' })).toEqual(
      problem('settingType', 'UNKNOWN_CODE'),
    );
    expect(await set({ ...short, validFrom: TODAY }, 2)).toEqual(problem('version', 'CONFLICT'));
    expect(await set({ ...short, validFrom: TODAY, unit: 'HOUR' }, 1)).toEqual(
      problem('version', 'CONFLICT'),
    );
    expect(await set({ ...short, validFrom: TODAY, validTo: '2027-01-01' }, 1)).toEqual(problem('validTo'));
    expect(await rulesOn()).toEqual([general]);
  });
});

describe('a confirmation', () => {
  it('is made by the most specific rule of the day, and keeps what it has when rules change', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider);
    // Signed in again each time: a token does not last for days.
    const editor: Ask = async (...asked) =>
      (await hub.as('provider_editor', { providers: [encodeId('prv', provider.id)] }))(...asked);
    const shown =
      'vacancy { id version freshness confirmedAt ageingAt expiresAt } userErrors { field message }';
    const input = {
      offering: encodeId('off', offering.id),
      state: 'CAPACITY',
      placesAvailable: 2,
      unit: 'HOUR',
      availableFrom: '2026-12-01',
      minYear: 7,
      maxYear: 9,
    };
    const create = async (days: number | null) => {
      const { data } = await editor<{ vacancyCreate: Made }>(
        `mutation ($input: VacancyCreateInput!, $days: Int) {
          vacancyCreate(input: $input, confirmedForDays: $days) { ${shown} } }`,
        { input, days },
      );
      return data.vacancyCreate;
    };
    const lasting = ({ vacancy }: Made) =>
      vacancy &&
      [vacancy.ageingAt, vacancy.expiresAt].map(
        (at) => (Date.parse(at) - Date.parse(vacancy.confirmedAt)) / DAY,
      );
    const usual = await create(null);
    expect(lasting(usual)).toEqual([14, 28]);
    await set({ ...short, unit: 'HOUR', validFrom: TODAY });
    expect(lasting(await create(null))).toEqual([3.5, 7]);
    await set({
      ...{ confirmedForDays: 2, ageingFromShare: 0.25, longestDays: 4 },
      ...{ unit: 'HOUR', settingType: 'OTH', validFrom: '2026-11-24' },
    });
    expect(lasting(await create(14))).toEqual([7, 14]);
    const { vacancy } = usual;
    hub.clock.pass(DAY);
    const confirm = async (version: number, days: number | null) => {
      const { data } = await editor<{ vacancyConfirm: Made }>(
        `mutation ($id: ID!, $version: Int!, $days: Int) {
          vacancyConfirm(id: $id, version: $version, confirmedForDays: $days) { ${shown} } }`,
        { id: vacancy!.id, version, days },
      );
      return data.vacancyConfirm;
    };
    expect((await confirm(1, 5)).userErrors).toEqual([
      {
        field: ['confirmedForDays'],
        message: '5 days is not possible: confirm the vacancy for 1 to 4 days.',
      },
    ]);
    expect(lasting(await confirm(1, null))).toEqual([0.5, 2]);
  });

  it('by a rule changes by itself with the clock, in the vacancy, in lists and in the overview', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider);
    const { id } = await aVacancy(hub, offering);
    await set({
      ...{ confirmedForDays: 10, ageingFromShare: 0.1, longestDays: 10 },
      ...{ settingType: 'OTH', validFrom: TODAY },
    });
    const commissioner: Ask = async (...asked) =>
      (await hub.as('commissioner', { localAuthorities: ['926'] }))(...asked);
    await commissioner(
      `mutation ($id: ID!) { vacancyConfirm(id: $id, version: 1) { userErrors { code } } }`,
      {
        id: encodeId('vac', id),
      },
    );
    const seen = async () => {
      const { data } = await commissioner<Seen>(
        `query ($id: ID!) {
          node(id: $id) { ... on Vacancy { freshness } }
          confirmed: register(filter: { vacancyFreshness: [CONFIRMED] }) { totalCount }
          ageing: register(filter: { vacancyFreshness: [AGEING] }) { totalCount }
          stale: register(filter: { vacancyFreshness: [STALE] }) { totalCount }
          registerOverview(localAuthority: "926") { vacancies { confirmed ageing stale } } }`,
        { id: encodeId('vac', id) },
      );
      const { confirmed, ageing, stale } = data;
      const { vacancies } = data.registerOverview;
      expect([confirmed, ageing, stale].map(({ totalCount }) => Math.min(totalCount, 1))).toEqual([
        vacancies.confirmed,
        vacancies.ageing,
        vacancies.stale,
      ]);
      return data.node.freshness;
    };
    expect(await seen()).toBe('CONFIRMED');
    hub.clock.pass(DAY - 1);
    expect(await seen()).toBe('CONFIRMED');
    hub.clock.pass(1);
    expect(await seen()).toBe('AGEING');
    hub.clock.pass(9 * DAY - 1);
    expect(await seen()).toBe('AGEING');
    hub.clock.pass(1);
    expect(await seen()).toBe('STALE');
  });
});

interface Made {
  readonly vacancy: {
    readonly id: string;
    readonly version: number;
    readonly confirmedAt: string;
    readonly ageingAt: string;
    readonly expiresAt: string;
  } | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}
interface Seen {
  readonly node: { readonly freshness: string };
  readonly confirmed: { readonly totalCount: number };
  readonly ageing: { readonly totalCount: number };
  readonly stale: { readonly totalCount: number };
  readonly registerOverview: {
    readonly vacancies: { readonly confirmed: number; readonly ageing: number; readonly stale: number };
  };
}
