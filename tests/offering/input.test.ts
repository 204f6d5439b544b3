import { randomUUID } from 'node:crypto';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { onlyRefusalOf, refusalOf } from '../support/refusals.js';
import { waitingForLock } from '../support/waiting-for-lock.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

type Values = Parameters<typeof anOffering>[2];
const make = async (values: Values) => anOffering(hub, await aProvider(hub), values);
const invalid = (field: string, message?: unknown) => ({
  field: ['input', field],
  code: 'INVALID',
  ...(message !== undefined && { message }),
});

describe('a new offering', () => {
  it('has no pupil data in its description', async () => {
    expect(await onlyRefusalOf(make({ description: 'For Robin, born on 14/03/2011.' }))).toEqual({
      ...invalid('description', expect.stringContaining('date of birth')),
      code: 'PERSONAL_DATA',
    });
  });

  it('is trimmed, and what is left out is empty, unknown, and a draft', async () => {
    const { id: providerId } = await aProvider(hub);
    const offering = await hub.offerings.create({
      providerId,
      title: ' Bikes ',
      tier: 'TIER_2',
      primaryNeeds: ['SEMH'],
      minYear: 7,
      maxYear: 9,
      deliveryModes: ['IN_PERSON'],
    });
    expect(offering).toMatchObject({
      title: 'Bikes',
      description: '',
      secondaryNeeds: [],
      keyStages: [],
      days: [],
      hoursPerWeek: null,
      pricePence: null,
      beforeExclusion: null,
      ehcPlan: null,
      areasServed: [],
      state: 'DRAFT',
      version: 1,
    });
  });

  it('of nobody is refused', async () => {
    const nobody = { ...(await aProvider(hub)), id: randomUUID() };
    expect(await onlyRefusalOf(anOffering(hub, nobody))).toMatchObject({
      field: ['input', 'providerId'],
      code: 'NOT_FOUND',
    });
  });

  it.each<[string, Values]>([
    ['title', { title: 'x' }],
    ['title', { title: 'x'.repeat(201) }],
    ['description', { description: 'x'.repeat(5_001) }],
    ['primaryNeeds', { primaryNeeds: [] }],
    ['deliveryModes', { deliveryModes: [] }],
    ['minYear', { minYear: -1 }],
    ['maxYear', { maxYear: 15 }],
    ['minYear', { minYear: 7.5 }],
    ['hoursPerWeek', { hoursPerWeek: 0 }],
    ['hoursPerWeek', { hoursPerWeek: 60.5 }],
    ['hoursPerWeek', { hoursPerWeek: Number.POSITIVE_INFINITY }],
    ['groupSize', { groupSize: 0 }],
    ['typicalWeeks', { typicalWeeks: 261 }],
    ['minimumBookingWeeks', { minimumBookingWeeks: 53 }],
    ['pricePence', { pricePence: -1, priceUnit: 'DAY' }],
    ['pricePence', { pricePence: 10.5, priceUnit: 'DAY' }],
    ['referralUrl', { referralUrl: 'mailto:a@example.org' }],
    ['responseDays', { responseDays: 101 }],
  ])('is refused for its %s (%j)', async (field, values) => {
    expect(await refusalOf(make(values))).toMatchObject([invalid(field)]);
  });

  it.each<[string, Values, string]>([
    ['maxYear', { minYear: 9, maxYear: 7 }, 'The last year must not be earlier than the first year.'],
    ['priceUnit', { pricePence: 100 }, 'Give both a price and its unit, or neither.'],
    ['priceUnit', { priceUnit: 'DAY' }, 'Give both a price and its unit, or neither.'],
    [
      'maximumWeeks',
      { typicalWeeks: 12, maximumWeeks: 6 },
      'The typical length must not be longer than the maximum.',
    ],
    [
      'secondaryNeeds',
      { primaryNeeds: ['SEMH', 'ASD'], secondaryNeeds: ['ASD'] },
      'A need is either primary or secondary, not both: remove it from one of the two lists.',
    ],
    [
      'areasServed',
      { deliveryModes: ['IN_PERSON'], areasServed: ['LA:926'] },
      'Only offerings delivered by outreach or online have areas served: add that delivery mode, or leave areasServed empty.',
    ],
  ])('is refused when parts do not fit: %s of %j', async (field, values, message) => {
    expect(await onlyRefusalOf(make(values))).toEqual(invalid(field, message));
  });

  it.each(['926', 'LA:92', 'DISTRICT:147', 'PLANNING_AREA:x', 'england', 'SCOTLAND', ''])(
    'is refused with %j for an area served, with examples of one',
    async (area) => {
      const problem = await onlyRefusalOf(make({ deliveryModes: ['ONLINE'], areasServed: [area] }));
      expect(problem).toEqual({
        field: ['input', 'areasServed', '0'],
        code: 'INVALID',
        message:
          'Give ENGLAND, LA: and a code (LA:926), DISTRICT: and a code (DISTRICT:E07000147), or PLANNING_AREA: and the id of one of `planningAreas`.',
      });
    },
  );

  it('can only serve areas that exist, and gets an error for each that does not', async () => {
    const areasServed = [
      'LA:999',
      'LA:926',
      'DISTRICT:E07999999',
      `PLANNING_AREA:${randomUUID()}`,
      'ENGLAND',
    ];
    expect(await refusalOf(make({ deliveryModes: ['ONLINE'], areasServed }))).toEqual([
      {
        field: ['input', 'areasServed', '0'],
        code: 'UNKNOWN_CODE',
        message: '"999" is not the code of a local authority, such as 926.',
      },
      {
        field: ['input', 'areasServed', '2'],
        code: 'UNKNOWN_CODE',
        message: '"E07999999" is not the code of a district, such as E07000147.',
      },
      {
        field: ['input', 'areasServed', '3'],
        code: 'NOT_FOUND',
        message: 'No planning area has this id. Use an id from `planningAreas`.',
      },
    ]);
    const known = ['LA:926', 'DISTRICT:E07000147', 'ENGLAND'];
    const offering = await make({ deliveryModes: ['ONLINE'], areasServed: known });
    expect(offering.areasServed).toEqual(known);
    const change = hub.offerings.update(offering.id, 1, { areasServed: ['LA:000'] });
    expect(await onlyRefusalOf(change)).toMatchObject({ field: ['input', 'areasServed', '0'] });
  });

  it.each(['LA:999', 'DISTRICT:E07999999', `PLANNING_AREA:${randomUUID()}`, 'ENGLAND:1', 'SCOTLAND', ''])(
    'cannot serve %j, even if another program writes to the database',
    async (area) => {
      const { id } = await make({ deliveryModes: ['ONLINE'] });
      const write = hub.database.pool.query('update offering set areas_served = $2 where id = $1', [
        id,
        [area],
      ]);
      await expect(write).rejects.toMatchObject({ constraint: 'offering_areas_exist' });
    },
  );

  it('may last as long as its maximum, cost nothing, and take a single year', async () => {
    const offering = await make({
      typicalWeeks: 6,
      maximumWeeks: 6,
      pricePence: 0,
      priceUnit: 'DAY',
      minYear: 0,
      maxYear: 0,
      keyStages: [],
    });
    expect(offering).toMatchObject({
      typicalWeeks: 6,
      maximumWeeks: 6,
      pricePence: 0,
      minYear: 0,
      maxYear: 0,
    });
  });
});

describe('the sites of an offering', () => {
  it('are of its own provider only', async () => {
    const [own, foreign] = [await aProvider(hub), await aProvider(hub)];
    const site = await aSite(hub, foreign);
    const problem = invalid('siteIds', 'An offering can only run at sites of its own provider.');
    expect(await onlyRefusalOf(anOffering(hub, own, { title: 'Trespasser', siteIds: [site.id] }))).toEqual(
      problem,
    );
    expect(await onlyRefusalOf(anOffering(hub, own, { siteIds: [randomUUID()] }))).toEqual(problem);
    const offering = await anOffering(hub, own);
    expect(await onlyRefusalOf(hub.offerings.update(offering.id, 1, { siteIds: [site.id] }))).toEqual(
      problem,
    );
    expect(await hub.offerings.get(offering.id)).toMatchObject({ version: 1 });
    const { rowCount } = await hub.database.pool.query(`select from offering where title = 'Trespasser'`);
    expect(rowCount).toBe(0);
  });

  it('are changed as a whole, counted once, and left alone when not named', async () => {
    const provider = await aProvider(hub);
    const [a, b, c] = [await aSite(hub, provider), await aSite(hub, provider), await aSite(hub, provider)];
    const { id } = await anOffering(hub, provider, { siteIds: [a.id, b.id, a.id] });
    const sites = async () => [...((await hub.offerings.siteIdsOf(id)) ?? [])].sort();
    expect(await sites()).toEqual([a.id, b.id].sort());
    await hub.offerings.update(id, 1, { siteIds: [b.id, c.id] });
    expect(await sites()).toEqual([b.id, c.id].sort());
    await hub.offerings.update(id, 2, { title: 'Renamed' });
    expect(await sites()).toEqual([b.id, c.id].sort());
    await hub.offerings.update(id, 3, { siteIds: [] });
    expect(await sites()).toEqual([]);
  });
});

describe('a change to an offering', () => {
  it('is held to the rules that span fields, also against what is stored', async () => {
    const offering = await make({
      minYear: 7,
      maxYear: 9,
      pricePence: 100,
      priceUnit: 'DAY',
      typicalWeeks: 6,
    });
    const change = (values: Parameters<typeof hub.offerings.update>[2]) =>
      onlyRefusalOf(hub.offerings.update(offering.id, 1, values));
    expect(await change({ minYear: 10 })).toEqual(invalid('maxYear', expect.stringContaining('last year')));
    expect(await change({ priceUnit: null })).toEqual(
      invalid('priceUnit', expect.stringContaining('both a price')),
    );
    expect(await change({ maximumWeeks: 5 })).toEqual(
      invalid('maximumWeeks', expect.stringContaining('typical')),
    );
    expect(await change({ secondaryNeeds: ['SEMH'] })).toEqual(
      invalid('secondaryNeeds', expect.stringContaining('either primary or secondary')),
    );
    expect(await change({ areasServed: ['ENGLAND'] })).toEqual(
      invalid('areasServed', expect.stringContaining('outreach or online')),
    );
    expect(await hub.offerings.get(offering.id)).toMatchObject({ version: 1 });
  });

  it('cannot leave out years for which it has vacancies', async () => {
    const offering = await make({ minYear: 7, maxYear: 11 });
    const vacancy = await aVacancy(hub, offering, { minYear: 10, maxYear: 11 });
    const problem = invalid(
      'maxYear',
      'This offering has vacancies for years that it would no longer take: change those vacancies first.',
    );
    expect(await onlyRefusalOf(hub.offerings.update(offering.id, 1, { maxYear: 10 }))).toEqual(problem);
    expect(await hub.offerings.update(offering.id, 1, { minYear: 10 })).toMatchObject({ minYear: 10 });
    await hub.vacancies.update(vacancy.id, 1, { maxYear: 10 });
    expect(await hub.offerings.update(offering.id, 2, { maxYear: 10 })).toMatchObject({ maxYear: 10 });
  });

  it('and a new vacancy at the same time wait for each other', async () => {
    const offering = await make({ minYear: 7, maxYear: 11 });
    const { pool } = hub.database;
    const other = await pool.connect();
    try {
      await other.query('begin');
      await other.query('update offering set max_year = 9 where id = $1', [offering.id]);
      const made = aVacancy(hub, offering, { minYear: 10, maxYear: 11 });
      const outcome = onlyRefusalOf(made);
      await Promise.race([outcome, waitingForLock(pool)]);
      await other.query('commit');
      expect(await outcome).toEqual(
        invalid(
          'minYear',
          'The offering does not take all these years: choose years from its minYear to its maxYear.',
        ),
      );
    } finally {
      other.release();
    }
  });

  it('at another version is a conflict, and changes neither it nor its sites', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const { id } = await anOffering(hub, provider);
    await hub.offerings.update(id, 1, { title: 'Second' });
    const late = hub.offerings.update(id, 1, { title: 'Late', siteIds: [site.id] });
    await expect(late).rejects.toThrow(
      'This offering is at version 2, but your change was based on version 1.',
    );
    expect(await hub.offerings.get(id)).toMatchObject({ title: 'Second', version: 2 });
    expect(await hub.offerings.siteIdsOf(id)).toBeNull();
  });

  it('of an offering that does not exist gets an error', async () => {
    await expect(hub.offerings.update(randomUUID(), 1, { title: 'None' })).rejects.toThrow(
      'There is no offering with this id.',
    );
  });
});
