import { encodeId } from '../../src/platform/graphql/global-id.js';
import { refused, titles } from '../search/ask.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { onlyRefusalOf, refusalOf } from '../support/refusals.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    await pool.query(`insert into code (list, code, label, description, source, valid_from, valid_to, position) values
      ('TIER', 'OLD_TIER', 'Old tier', 'A tier that is over.', 'test', null, '2026-11-22', 90),
      ('TIER', 'LAST_DAY', 'Last day', 'A tier that is over tomorrow.', 'test', null, '2026-11-23', 91),
      ('TIER', 'PAST_TIER', 'Past tier', 'A tier of some years.', 'test', '2020-09-01', '2024-08-31', 93),
      ('TIER', 'UNIVERSAL', 'Universal', 'A tier of the consultation.', 'test', '2030-09-01', null, 92)`);
  });
});
afterAll(() => hub.stop());

describe('an unknown code', () => {
  it('of a provider is refused, naming the field, the list and the codes to choose from', async () => {
    expect(await onlyRefusalOf(aProvider(hub, { settingType: 'SHED', urn: '199001' }))).toEqual({
      field: ['input', 'settingType'],
      code: 'UNKNOWN_CODE',
      message: expect.stringMatching(/"SHED" is not a code of SETTING_TYPE\. Valid codes: .*PRU/),
    });
    expect(await onlyRefusalOf(aProvider(hub, { registration: 'NONE' }))).toMatchObject({
      field: ['input', 'registration'],
      code: 'UNKNOWN_CODE',
    });
  });

  it('is reported before the rules that use what codes mean', async () => {
    expect(await onlyRefusalOf(aProvider(hub, { settingType: 'SHED' }))).toMatchObject({
      field: ['input', 'settingType'],
      code: 'UNKNOWN_CODE',
    });
    const provider = await aProvider(hub);
    const byPost = anOffering(hub, provider, { deliveryModes: ['BY_POST'], areasServed: ['ENGLAND'] });
    expect(await onlyRefusalOf(byPost)).toMatchObject({
      field: ['input', 'deliveryModes'],
      code: 'UNKNOWN_CODE',
    });
    const offering = await anOffering(hub, provider);
    const seats = aVacancy(hub, offering, { unit: 'CHAIR', minYear: 9, maxYear: 7 });
    expect(await onlyRefusalOf(seats)).toMatchObject({ field: ['input', 'unit'], code: 'UNKNOWN_CODE' });
  });

  it('of a site is refused, when made and when changed', async () => {
    const provider = await aProvider(hub);
    const commissioner = await hub.as('commissioner', { localAuthorities: ['926'] });
    const site = await aSite(hub, provider);
    const { data } = await commissioner<{ siteUpdate: object }>(
      `mutation ($id: ID!) { siteUpdate(id: $id, version: 1, input: { accessibility: ["SLIDE"] }) {
        site { version } userErrors { field code message } } }`,
      { id: encodeId('sit', site.id) },
    );
    expect(data.siteUpdate).toEqual({
      site: null,
      userErrors: [
        {
          field: ['input', 'accessibility'],
          code: 'UNKNOWN_CODE',
          message: expect.stringContaining('"SLIDE" is not a code of ACCESSIBILITY'),
        },
      ],
    });
    expect(await onlyRefusalOf(aSite(hub, provider, { accessibility: ['SLIDE'] }))).toMatchObject({
      field: ['input', 'accessibility'],
      code: 'UNKNOWN_CODE',
    });
  });

  it.each([
    ['tier', 'TIER_9'],
    ['primaryNeeds', ['SEMH', 'XX']],
    ['secondaryNeeds', ['XX']],
    ['circumstances', ['XX']],
    ['keyStages', ['KS9']],
    ['deliveryModes', ['BY_POST']],
    ['accreditations', ['XX']],
    ['outcomes', ['XX']],
    ['referralRoutes', ['XX']],
    ['commissioners', ['XX']],
  ])('of an offering (%s) is refused', async (field, value) => {
    const provider = await aProvider(hub);
    expect(await onlyRefusalOf(anOffering(hub, provider, { [field]: value }))).toMatchObject({
      field: ['input', field],
      code: 'UNKNOWN_CODE',
    });
  });

  it('of a price unit is refused', async () => {
    const provider = await aProvider(hub);
    const free = anOffering(hub, provider, { pricePence: 100, priceUnit: 'MINUTE' });
    expect(await onlyRefusalOf(free)).toMatchObject({ field: ['input', 'priceUnit'], code: 'UNKNOWN_CODE' });
  });

  it('of a vacancy is refused, when made and when changed', async () => {
    const offering = await anOffering(hub, await aProvider(hub));
    const problem = { field: ['input', 'unit'], code: 'UNKNOWN_CODE' };
    expect(await onlyRefusalOf(aVacancy(hub, offering, { unit: 'CHAIR' }))).toMatchObject(problem);
    const vacancy = await aVacancy(hub, offering);
    expect(await onlyRefusalOf(hub.vacancies.update(vacancy.id, 1, { unit: 'CHAIR' }))).toMatchObject(
      problem,
    );
  });

  it('is named once for every wrong one, and nothing is stored', async () => {
    const provider = await aProvider(hub);
    const wrong = anOffering(hub, provider, {
      title: 'Never stored',
      primaryNeeds: ['X1', 'X2'],
      tier: 'TIER_9',
    });
    expect((await refusalOf(wrong)).map(({ message }) => message.slice(0, 8))).toEqual([
      '"TIER_9"',
      '"X1" is ',
      '"X2" is ',
    ]);
    expect(await titles(hub, { text: 'Never stored' })).toEqual([]);
  });

  it('of a local authority is refused by the database, in words for people', async () => {
    const administrator = await hub.as('administrator');
    const input = {
      name: 'Nowhere',
      settingType: 'OTH',
      registration: 'UNREGISTERED',
      localAuthority: '999',
      postcode: 'NR21 9AA',
    };
    const { data } = await administrator<{ providerCreate: { userErrors: object[] } }>(
      `mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) { userErrors { code message } } }`,
      { input },
    );
    const message = 'There is no local authority with this code.';
    expect(data.providerCreate.userErrors).toEqual([{ code: 'UNKNOWN_CODE', message }]);
    expect(await onlyRefusalOf(aProvider(hub, { localAuthorityCode: '999' }))).toMatchObject({
      field: ['input', 'localAuthorityCode'],
      code: 'UNKNOWN_CODE',
      message: 'There is no local authority with this code.',
    });
  });

  it('of a district, which comes from a postcode, is stored: the hub may learn of it later', async () => {
    const site = await aSite(hub, await aProvider(hub), { districtCode: 'E07999999' });
    expect(site.districtCode).toBe('E07999999');
  });

  it.each<{ field: string; code: string; message: RegExp; kind?: string }>([
    { field: 'needs', code: 'XX', message: /"XX" is not a code of NEEDS\. Valid codes: .*SEMH/ },
    { field: 'tier', code: 'TIER_9', message: /"TIER_9" is not a code of TIER/ },
    { field: 'days', code: 'FUNDAY', message: /"FUNDAY" is not one of MON, TUE/ },
    {
      field: 'ehcPlan',
      code: 'PERHAPS',
      message: /"PERHAPS" is not one of ACCEPTED, REQUIRED, NOT_ACCEPTED/,
    },
    { field: 'district', code: 'E07000999', message: /"E07000999" is not the code of a district/ },
    { field: 'localAuthority', code: '999', message: /"999" is not the code of a local authority/ },
    {
      field: 'provider',
      code: 'prv_AAAA',
      message: /"prv_AAAA" is not an id that this filter takes/,
      kind: 'NOT_FOUND',
    },
    {
      field: 'planningArea',
      code: 'semh',
      message: /"semh" is not an id that this filter takes/,
      kind: 'NOT_FOUND',
    },
  ])(
    'in a search filter ($field) is a user error, not an empty answer',
    async ({ field, code, message, kind }) => {
      expect(await refused(hub, { filter: { [field]: { noneOf: [code] } } })).toEqual({
        field: ['filter', field, 'noneOf'],
        code: kind ?? 'UNKNOWN_CODE',
        message: expect.stringMatching(message),
      });
    },
  );

  it('is case-sensitive, since codes are', async () => {
    expect(await refused(hub, { filter: { needs: { anyOf: ['semh'] } } })).toMatchObject({
      code: 'UNKNOWN_CODE',
    });
  });
});

describe('an expired code', () => {
  it('is refused in a new record, saying since when', async () => {
    const provider = await aProvider(hub);
    expect(await onlyRefusalOf(anOffering(hub, provider, { tier: 'OLD_TIER' }))).toEqual({
      field: ['input', 'tier'],
      code: 'EXPIRED_CODE',
      message: '"OLD_TIER" (Old tier) expired on 2026-11-22.',
    });
    expect(await onlyRefusalOf(anOffering(hub, provider, { tier: 'PAST_TIER' }))).toMatchObject({
      message: '"PAST_TIER" (Past tier) expired on 2024-08-31.',
    });
  });

  it('is refused in a search filter', async () => {
    expect(await refused(hub, { filter: { tier: { anyOf: ['OLD_TIER'] } } })).toMatchObject({
      field: ['filter', 'tier', 'anyOf'],
      code: 'EXPIRED_CODE',
    });
  });

  it('stays readable where it is stored, and other fields of that record can still be changed', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { tier: 'LAST_DAY' });
    hub.clock.pass(86_400_000);
    try {
      await hub.offerings.update(offering.id, 1, { title: 'Still here' });
      const { data } = await hub.query(
        '{ search(text: "Still here") { hits: nodes { offering { title tier { code label } } } } }',
      );
      const stored = { title: 'Still here', tier: { code: 'LAST_DAY', label: 'Last day' } };
      expect(data).toEqual({ search: { hits: [{ offering: stored }] } });
    } finally {
      hub.clock.pass(-86_400_000);
    }
  });
});

describe('a code that is still to come', () => {
  it('is refused, saying from when it may be used', async () => {
    const provider = await aProvider(hub);
    expect(await onlyRefusalOf(anOffering(hub, provider, { tier: 'UNIVERSAL' }))).toMatchObject({
      code: 'EXPIRED_CODE',
      message: '"UNIVERSAL" (Universal) cannot be used before 2030-09-01.',
    });
    expect(await refused(hub, { filter: { tier: { anyOf: ['UNIVERSAL'] } } })).toMatchObject({
      message: '"UNIVERSAL" (Universal) cannot be used before 2030-09-01.',
    });
  });
});
