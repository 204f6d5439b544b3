import type { Offering } from '../../src/features/offering/offering.entity.js';
import { priceBands } from '../../src/features/offering/price.rules.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { bandStarts } from '../../src/features/vacancy/vacancy.rules.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Asked, ask, asSchool, found, refused, titles } from './ask.js';

/**
 * What the public can find out of prices and numbers of places by asking. Two offerings trade amounts within their band: no
 * answer that the public can get may tell one register from the other.
 */

let hub: TestHub;
let school: Asked;
let offerings: Offering[];
let vacancies: Vacancy[];
beforeAll(async () => {
  hub = await startTestHub();
  school = await asSchool(hub);
  const provider = await aProvider(hub);
  offerings = [
    await anOffering(hub, provider, { title: 'One', pricePence: 51_00, priceUnit: 'DAY' }),
    await anOffering(hub, provider, { title: 'Other', pricePence: 99_00, priceUnit: 'DAY' }),
    await anOffering(hub, provider, { title: 'Cheap', pricePence: 20_00, priceUnit: 'HALF_DAY' }),
    await anOffering(hub, provider, { title: 'Unknown' }),
  ];
  vacancies = [
    await aVacancy(hub, offerings[0]!, { placesAvailable: 3 }),
    await aVacancy(hub, offerings[1]!, { placesAvailable: 5 }),
  ];
});
afterAll(() => hub.stop());

/** The versions that the two offerings and their vacancies are at; each trade is one more. */
let version = 1;
async function trade(): Promise<void> {
  const odd = version % 2 === 1;
  const [one, other] = odd ? [99_00, 51_00] : [51_00, 99_00];
  await hub.offerings.update(offerings[0]!.id, version, { pricePence: one });
  await hub.offerings.update(offerings[1]!.id, version, { pricePence: other });
  await hub.vacancies.update(vacancies[0]!.id, version, { placesAvailable: odd ? 5 : 3 });
  await hub.vacancies.update(vacancies[1]!.id, version, { placesAvailable: odd ? 3 : 5 });
  version++;
}

const gte = [undefined, ...priceBands.map(({ minDailyPence }) => minDailyPence)];
const lte = [undefined, ...priceBands.flatMap(({ maxDailyPence }) => maxDailyPence ?? [])];
const by = '2027-01-05';

/** Every question about prices and places that the public may ask. */
const questions = gte.flatMap((least) =>
  lte
    .filter((most) => least === undefined || most === undefined || least <= most)
    .flatMap((most) =>
      [undefined, ...bandStarts].map((places) => ({
        filter: {
          dailyPricePence: { gte: least, lte: most },
          ...(places !== undefined && { vacancy: { availableBy: by, placesAtLeast: places } }),
        },
      })),
    ),
);

/** All that an answer says, but for how often records have changed. */
async function everythingPublic(): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const question of questions) {
    for (const sort of ['PRICE', 'SOONEST_VACANCY', 'NAME']) {
      answers.push(await found(hub, { ...question, sort, facets: { fields: ['NEEDS', 'TIER'] } }));
    }
  }
  for (let after: string | null = null, page = 0; page < 4; page++) {
    const results = await found(hub, { sort: 'PRICE', first: 1, after });
    answers.push(results);
    after = results.pageInfo.endCursor;
  }
  const { data, errors } = await hub.query(
    `query ($ids: [ID!]!) {
      nodes(ids: $ids) { ... on Offering { title priceBand { label minDailyPence maxDailyPence } vacancies { placesBand } } }
      compare(offerings: $ids, profile: { needs: [{ code: "SEMH" }], yearGroup: 8, startBy: "${by}" }) {
        matches { score parts { kind points sentence } } rows { cells { sentence } } terms { kind cells } }
      match(profile: { needs: [{ code: "SEMH" }], yearGroup: 8, startBy: "${by}" }) { matches { score offering { title } } }
      suggest(text: "one") { suggestions { label } }
      vacancies(filter: { placesAtLeast: 3 }) { totalCount nodes { id placesBand } }
    }`,
    { ids: offerings.map(({ id }) => encodeId('off', id)) },
  );
  expect(errors).toBeUndefined();
  return [...answers, data];
}

describe('the public', () => {
  it('cannot tell amounts of the same band apart, whatever it asks', async () => {
    const before = await everythingPublic();
    const seenBySchool = () => titles(school, { sort: 'PRICE' });
    expect(await seenBySchool()).toEqual(['Cheap', 'One', 'Other', 'Unknown']);
    await trade();
    expect(await seenBySchool()).toEqual(['Cheap', 'Other', 'One', 'Unknown']);
    expect(await everythingPublic()).toEqual(before);
    await trade();
  });

  it('is sorted by band, cheapest first, and by id within one', async () => {
    expect(await titles(hub, { sort: 'PRICE' })).toEqual(['Cheap', 'One', 'Other', 'Unknown']);
  });

  it('finds what lies within the bounds of a band', async () => {
    const within = (dailyPricePence: object) => titles(hub, { filter: { dailyPricePence }, sort: 'NAME' });
    expect(await within({ lte: 50_00 })).toEqual(['Cheap']);
    expect(await within({ gte: 50_01, lte: 100_00 })).toEqual(['One', 'Other']);
    expect(await within({ gte: 100_01 })).toEqual([]);
    expect(await within({ gte: 0 })).toEqual(['Cheap', 'One', 'Other']);
  });

  it.each([
    ['gte', 51_00],
    ['gte', 100_00],
    ['gte', -1],
    ['gte', 50_01.5],
    ['lte', 99_99],
    ['lte', 100_01],
    ['lte', 0],
    ['lte', 1e300],
  ])('is refused %s: %d, with the edges of the bands', async (bound, pence) => {
    const question = { filter: { dailyPricePence: { [bound]: pence } } };
    expect(await refused(hub, question)).toEqual({
      field: ['filter', 'dailyPricePence', bound],
      code: 'BANDS_ONLY',
      message:
        bound === 'gte'
          ? 'Ask for at least (gte) 0, 5001, 10001, 15001 or 20001 pence, the edges of the price bands. To ask for any amount, sign in with the permission place.exact.'
          : 'Ask for at most (lte) 5000, 10000, 15000 or 20000 pence, the edges of the price bands. To ask for any amount, sign in with the permission place.exact.',
    });
    expect((await ask(school, question)).userErrors).toEqual([]);
  });

  it.each([2, 4, 5, 7, 200])(
    'is refused to ask for %i places, with the edges of the bands',
    async (places) => {
      const question = { filter: { vacancy: { availableBy: by, placesAtLeast: places } } };
      expect(await refused(hub, question)).toEqual({
        field: ['filter', 'vacancy', 'placesAtLeast'],
        code: 'BANDS_ONLY',
        message:
          'Ask for at least 1, 3 or 6 places: these are where the bands of placesBand begin. To ask for any number, sign in with the permission place.exact.',
      });
      expect((await ask(school, question)).userErrors).toEqual([]);
    },
  );

  it('gets an error for every bound at once', async () => {
    const filter = { dailyPricePence: { gte: 1, lte: 2 }, vacancy: { availableBy: by, placesAtLeast: 2 } };
    const { userErrors } = await ask(hub, { filter });
    expect(userErrors.map(({ field }) => field?.at(-1))).toEqual(['gte', 'lte', 'placesAtLeast']);
  });

  it('cannot continue from a page that was sorted by exact prices', async () => {
    const { pageInfo } = await found(school, { sort: 'PRICE', first: 1 });
    expect(await refused(hub, { sort: 'PRICE', first: 1, after: pageInfo.endCursor })).toMatchObject({
      code: 'INVALID_CURSOR',
      message: expect.stringContaining('another search'),
    });
  });

  it('cannot ask for the exact price of anything', async () => {
    const { data, errors } = await hub.query('{ search { hits: nodes { offering { price { pence } } } } }');
    expect([data, errors?.[0]?.extensions]).toEqual([
      undefined,
      {
        code: 'FORBIDDEN',
        permission: 'place.exact',
        path: ['search', 'hits', 'offering', 'price'],
      },
    ]);
  });
});
