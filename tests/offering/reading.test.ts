import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

describe('an offering', () => {
  it('says everything that it holds, codes with their labels', async () => {
    const provider = await aProvider(hub, { name: 'The Barn' });
    const site = await aSite(hub, provider, { name: 'Barn One' });
    const offering = await anOffering(hub, provider, {
      title: 'Bike workshop',
      description: 'Repairing bikes in a small group.',
      tier: 'TIER_2',
      primaryNeeds: ['SEMH'],
      secondaryNeeds: ['ASD'],
      circumstances: ['EBSA'],
      keyStages: ['KS3', 'KS4'],
      minYear: 8,
      maxYear: 10,
      deliveryModes: ['IN_PERSON', 'OUTREACH'],
      days: ['MON', 'WED'],
      hoursPerWeek: 10.5,
      attendance: 'PART_TIME',
      groupSize: 6,
      typicalWeeks: 8,
      maximumWeeks: 12,
      minimumBookingWeeks: 2,
      pricePence: 12_345,
      priceUnit: 'DAY',
      accreditations: ['GCSE'],
      outcomes: ['RESILIENCE'],
      transport: 'ARRANGED_AT_COST',
      referralUrl: 'https://example.org/refer',
      responseDays: 15,
      beforeExclusion: true,
      ehcPlan: 'ACCEPTED',
      areasServed: ['LA:926'],
      siteIds: [site.id],
    });
    const vacancy = await aVacancy(hub, offering);
    const askAsSchool = await hub.as('school');
    const { data, errors } = await askAsSchool(
      `query ($id: ID!) { node(id: $id) { ... on Offering {
        title description tier { code label } primaryNeeds { code } secondaryNeeds { code } circumstances { code }
        keyStages { code } minYear maxYear deliveryModes { code } days hoursPerWeek attendance groupSize
        typicalWeeks maximumWeeks minimumBookingWeeks price { pence unit { code label } } priceBand { label } accreditations { code }
        outcomes { code label } transport referralUrl responseDays beforeExclusion ehcPlan version isDemonstration
        provider { name } sites { nodes { name } totalCount } vacancies { id placesAvailable }
      } } }`,
      { id: encodeId('off', offering.id) },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      node: {
        title: 'Bike workshop',
        description: 'Repairing bikes in a small group.',
        tier: { code: 'TIER_2', label: expect.stringMatching(/./) },
        primaryNeeds: [{ code: 'SEMH' }],
        secondaryNeeds: [{ code: 'ASD' }],
        circumstances: [{ code: 'EBSA' }],
        keyStages: [{ code: 'KS3' }, { code: 'KS4' }],
        minYear: 8,
        maxYear: 10,
        deliveryModes: [{ code: 'IN_PERSON' }, { code: 'OUTREACH' }],
        days: ['MON', 'WED'],
        hoursPerWeek: 10.5,
        attendance: 'PART_TIME',
        groupSize: 6,
        typicalWeeks: 8,
        maximumWeeks: 12,
        minimumBookingWeeks: 2,
        price: { pence: 12_345, unit: { code: 'DAY', label: expect.stringMatching(/./) } },
        priceBand: { label: 'Over £100, up to £150 a day' },
        accreditations: [{ code: 'GCSE' }],
        outcomes: [{ code: 'RESILIENCE', label: expect.stringMatching(/./) }],
        transport: 'ARRANGED_AT_COST',
        referralUrl: 'https://example.org/refer',
        responseDays: 15,
        beforeExclusion: true,
        ehcPlan: 'ACCEPTED',
        version: 1,
        isDemonstration: false,
        provider: { name: 'The Barn' },
        sites: { nodes: [{ name: 'Barn One' }], totalCount: 1 },
        vacancies: [{ id: encodeId('vac', vacancy.id), placesAvailable: 2 }],
      },
    });
  });

  it('has no price when none is published', async () => {
    const offering = await anOffering(hub, await aProvider(hub));
    const askAsSchool = await hub.as('school');
    const { data } = await askAsSchool(
      'query ($id: ID!) { node(id: $id) { ... on Offering { price { pence } priceBand { label } } } }',
      {
        id: encodeId('off', offering.id),
      },
    );
    expect(data).toEqual({ node: { price: null, priceBand: null } });
  });
});

describe('offerings(filter)', () => {
  it('narrows by provider and tier', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    await anOffering(hub, one, { title: 'BB', tier: 'TIER_1' });
    await anOffering(hub, one, { title: 'AA', tier: 'TIER_3' });
    await anOffering(hub, other, { title: 'CC', tier: 'TIER_1' });
    const titles = async (filter: object) => {
      const { data, errors } = await hub.query<{
        offerings: { totalCount: number; nodes: { title: string }[] };
      }>('query ($filter: OfferingFilter) { offerings(filter: $filter) { totalCount nodes { title } } }', {
        filter,
      });
      expect(errors).toBeUndefined();
      expect(data.offerings.totalCount).toBe(data.offerings.nodes.length);
      return data.offerings.nodes.map(({ title }) => title);
    };
    const provider = { anyOf: [encodeId('prv', one.id)] };
    expect(await titles({ provider })).toEqual(['AA', 'BB']);
    expect(await titles({ provider, tier: { anyOf: ['TIER_1', 'TIER_2'] } })).toEqual(['BB']);
    expect(await titles({ provider, tier: { anyOf: [] } })).toEqual([]);
    expect(await titles({ provider: { anyOf: ['nonsense'] } })).toEqual([]);
    expect(await titles({ provider, tier: null })).toEqual(['AA', 'BB']);
    expect(await titles({ provider, tier: { noneOf: ['TIER_1'] } })).toEqual(['AA']);
    expect(await titles({ provider: { ...provider, noneOf: provider.anyOf } })).toEqual([]);
  });

  it('narrows by every code that search narrows by, by year, register, setting and change', async () => {
    const there = await aProvider(hub, { settingType: 'WBP', localAuthorityCode: '935' });
    await anOffering(hub, there, {
      title: 'Whole',
      primaryNeeds: ['HI'],
      secondaryNeeds: ['VI', 'MSI'],
      keyStages: ['KS4'],
      minYear: 10,
      maxYear: 11,
      referralRoutes: ['PANEL'],
    });
    const found = async (filter: object) => {
      const { data, errors } = await hub.query<{
        offerings: { totalCount: number; nodes: { title: string }[] };
      }>('query ($f: OfferingFilter) { offerings(first: 100, filter: $f) { totalCount nodes { title } } }', {
        f: { localAuthority: { anyOf: ['935'] }, ...filter },
      });
      expect(errors).toBeUndefined();
      expect(data.offerings.totalCount).toBe(data.offerings.nodes.length);
      return data.offerings.totalCount;
    };
    for (const filter of [
      {},
      { settingType: { anyOf: ['WBP'] } },
      { needs: { allOf: ['HI', 'VI'] } },
      { needs: { anyOf: ['MSI'], noneOf: ['SEMH'] } },
      { primaryNeeds: { noneOf: ['VI'] } },
      { keyStages: { anyOf: ['KS4'] }, yearGroup: 10 },
      { referralRoutes: { anyOf: ['PANEL'] }, isDemonstration: false },
      { updatedSince: '2000-01-01T00:00:00Z' },
    ])
      expect([filter, await found(filter)]).toEqual([filter, 1]);
    for (const filter of [
      { settingType: { noneOf: ['WBP'] } },
      { needs: { allOf: ['HI', 'SEMH'] } },
      { needs: { allOf: [] } },
      { primaryNeeds: { anyOf: ['VI'] } },
      { yearGroup: 9 },
      { isDemonstration: true },
      { updatedSince: '2999-01-01T00:00:00Z' },
    ])
      expect([filter, await found(filter)]).toEqual([filter, 0]);
  });

  it('refuses a tier that does not exist', async () => {
    const { errors } = await hub.query(
      '{ offerings(filter: { tier: { anyOf: ["TIER_9"] } }) { totalCount } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});
