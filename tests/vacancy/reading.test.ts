import type { Offering } from '../../src/features/offering/offering.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';

let hub: TestHub;
let norfolk: Offering;
let suffolk: Offering;
beforeAll(async () => {
  hub = await startTestHub();
  norfolk = await anOffering(hub, await aProvider(hub));
  suffolk = await anOffering(hub, await aProvider(hub, { localAuthorityCode: '935' }));
  await aVacancy(hub, norfolk, { availableFrom: '2027-01-05', placesAvailable: 3 });
  await aVacancy(hub, norfolk, { availableFrom: '2026-12-01', placesAvailable: 1 });
  await aVacancy(hub, norfolk, { availableFrom: '2027-01-06', state: 'WAITLIST', placesAvailable: 3 });
  await aVacancy(hub, norfolk, { availableFrom: '2026-12-02', confirmedAt: null, expiresAt: null });
  const [confirmedAt, expiresAt] = [new Date(TEST_NOW - 2_000), new Date(TEST_NOW)];
  await aVacancy(hub, norfolk, { availableFrom: '2026-11-01', confirmedAt, expiresAt });
  await aVacancy(hub, suffolk, { availableFrom: '2026-12-24', placesAvailable: 8 });
});
afterAll(() => hub.stop());

/** First days of the vacancies that a filter leaves. */
async function days(filter: object | null, ask = hub.query): Promise<string[]> {
  const { data, errors } = await ask<{
    vacancies: { totalCount: number; nodes: { availableFrom: string }[] };
  }>('query ($filter: VacancyFilter) { vacancies(filter: $filter) { totalCount nodes { availableFrom } } }', {
    filter,
  });
  expect(errors).toBeUndefined();
  expect(data.vacancies.totalCount).toBe(data.vacancies.nodes.length);
  return data.vacancies.nodes.map(({ availableFrom }) => availableFrom);
}

describe('vacancies(filter)', () => {
  it('are all of listed offerings, earliest first', async () => {
    const all = ['2026-11-01', '2026-12-01', '2026-12-02', '2026-12-24', '2027-01-05', '2027-01-06'];
    expect(await days(null)).toEqual(all);
    expect(await days({})).toEqual(all);
    expect(await days({ open: false })).toEqual(all);
    expect(await days({ open: null, offering: null, availableBy: null })).toEqual(all);
  });

  it('are open ones: capacity, confirmed and not stale', async () => {
    expect(await days({ open: true })).toEqual(['2026-12-01', '2026-12-24', '2027-01-05']);
  });

  it('are those available by a day, the day itself included', async () => {
    expect(await days({ open: true, availableBy: '2027-01-05' })).toHaveLength(3);
    expect(await days({ open: true, availableBy: '2027-01-04' })).toEqual(['2026-12-01', '2026-12-24']);
  });

  it('are those with so many places', async () => {
    expect(await days({ open: true, placesAtLeast: 3 })).toEqual(['2026-12-24', '2027-01-05']);
    expect(await days({ open: true, placesAtLeast: 4 }, await hub.as('school'))).toEqual(['2026-12-24']);
  });

  it('tell the public no more than bands, whether listed or counted', async () => {
    for (const selection of ['nodes { id }', 'totalCount']) {
      const { data, errors } = await hub.query(
        `{ vacancies(filter: { placesAtLeast: 4 }) { ${selection} } }`,
      );
      expect([data, errors?.[0]?.extensions]).toEqual([
        null,
        {
          code: 'BAD_USER_INPUT',
          problems: [
            {
              field: ['filter', 'placesAtLeast'],
              code: 'BANDS_ONLY',
              message:
                'Ask for at least 1, 3 or 6 places: these are where the bands of placesBand begin. To ask for any number, sign in with the permission place.exact.',
            },
          ],
        },
      ]);
    }
  });

  it('are those of an offering or of an authority', async () => {
    expect(await days({ offering: { anyOf: [encodeId('off', suffolk.id)] } })).toEqual(['2026-12-24']);
    expect(await days({ localAuthority: { anyOf: ['935'] } })).toEqual(['2026-12-24']);
    expect(await days({ localAuthority: { noneOf: ['935'] }, open: true })).toEqual([
      '2026-12-01',
      '2027-01-05',
    ]);
    expect(await days({ offering: { anyOf: [encodeId('prv', suffolk.id)] } })).toEqual([]);
  });

  it('refuses a day that is none and a number of places that nobody has', async () => {
    for (const filter of [
      '{ availableBy: "2027-02-29" }',
      '{ placesAtLeast: 0 }',
      '{ placesAtLeast: 201 }',
    ]) {
      const { errors } = await hub.query(`{ vacancies(filter: ${filter}) { totalCount } }`);
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.extensions?.code).not.toBe('INTERNAL');
    }
  });
});

describe('a vacancy', () => {
  it('says what it holds, and where', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { name: 'The annexe' });
    const offering = await anOffering(hub, provider, { title: 'Cooking', siteIds: [site.id] });
    const vacancy = await aVacancy(hub, offering, { siteId: site.id, unit: 'HALF_DAY' });
    const askAsSchool = await hub.as('school');
    const { data } = await askAsSchool(
      `query ($id: ID!) { node(id: $id) { ... on Vacancy {
        state placesAvailable placesBand unit { code } availableFrom minYear maxYear confirmedAt expiresAt freshness
        isDemonstration version offering { title } site { name }
      } } }`,
      { id: encodeId('vac', vacancy.id) },
    );
    expect(data).toEqual({
      node: {
        state: 'CAPACITY',
        placesAvailable: 2,
        placesBand: 'ONE_OR_TWO',
        unit: { code: 'HALF_DAY' },
        availableFrom: '2026-12-01',
        minYear: 7,
        maxYear: 9,
        confirmedAt: '2026-11-23T12:00:00.000Z',
        expiresAt: '2026-12-21T12:00:00.000Z',
        freshness: 'CONFIRMED',
        isDemonstration: false,
        version: 1,
        offering: { title: 'Cooking' },
        site: { name: 'The annexe' },
      },
    });
  });

  it('without a site is at any site of its offering', async () => {
    const { data } = await hub.query<{ vacancies: { nodes: { site: unknown }[] } }>(
      '{ vacancies(first: 1) { nodes { site { name } } } }',
    );
    expect(data.vacancies.nodes).toEqual([{ site: null }]);
  });

  it('is listed under its offering, earliest first, stale ones included', async () => {
    const { data } = await hub.query<{ node: { vacancies: { availableFrom: string; freshness: string }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Offering { vacancies { availableFrom freshness } } } }',
      { id: encodeId('off', norfolk.id) },
    );
    expect(data.node.vacancies.map(({ availableFrom }) => availableFrom)).toEqual([
      '2026-11-01',
      '2026-12-01',
      '2026-12-02',
      '2027-01-05',
      '2027-01-06',
    ]);
    expect(data.node.vacancies.map(({ freshness }) => freshness)).toEqual([
      'STALE',
      'CONFIRMED',
      'UNKNOWN',
      'CONFIRMED',
      'CONFIRMED',
    ]);
  });
});
