import fc from 'fast-check';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Asked, asSchool, type Results, SEARCH } from './ask.js';

let hub: TestHub;
/** Whose odd amounts go through to the engine: the public may ask for edges of bands only. */
let school: Asked;
beforeAll(async () => {
  hub = await startTestHub();
  school = await asSchool(hub);
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  await aVacancy(hub, await anOffering(hub, provider, { siteIds: [site.id] }));
});
afterAll(() => hub.stop());

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'é',
    '🐎',
    '"',
    "'",
    '%',
    '\\',
    'null',
    '__proto__',
    'constructor',
    '-1',
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 90, 180, 1e-300, 1e300, 2 ** 31 - 1, -(2 ** 31), 2 ** 53),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const oddInt = fc.oneof(fc.constantFrom(0, 1, -1, 14, 15, 25, 100, 2 ** 31 - 1, -(2 ** 31)), fc.integer());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const codes = fc.record(
  {
    anyOf: fc.array(oddText, { maxLength: 3 }),
    allOf: fc.array(oddText, { maxLength: 2 }),
    noneOf: fc.constant([]),
  },
  { requiredKeys: [] },
);

const place = fc.oneof(
  fc.record({ postcode: oddText }),
  fc.record({ name: oddText }),
  fc.record({ schoolUrn: oddText }),
  fc.record({ point: fc.record({ latitude: oddNumber, longitude: oddNumber }) }),
  fc.record({ box: fc.record({ south: oddNumber, west: oddNumber, north: oddNumber, east: oddNumber }) }),
  fc.record({ district: oddText }),
  fc.record({ planningArea: oddText }),
);
const question = fc.record(
  {
    text: maybe(oddText),
    near: maybe(
      fc.record({
        place,
        within: maybe(fc.oneof(fc.record({ km: oddNumber }), fc.record({ miles: oddNumber }))),
      }),
    ),
    filter: maybe(
      fc.record(
        {
          needs: codes,
          days: codes,
          district: codes,
          yearGroup: oddInt,
          age: oddInt,
          beforeExclusion: fc.boolean(),
          dailyPricePence: fc.record({ gte: maybe(oddNumber), lte: maybe(oddNumber) }),
          vacancy: fc.record({
            availableBy: fc.constantFrom('2027-01-05', '0001-01-01', '9999-12-31', '1969-12-31'),
            placesAtLeast: maybe(oddInt),
          }),
        },
        { requiredKeys: [] },
      ),
    ),
    sort: maybe(fc.constantFrom('RELEVANCE', 'DISTANCE', 'SOONEST_VACANCY', 'PRICE', 'NAME')),
    facets: maybe(fc.constant({ fields: ['NEEDS', 'PLANNING_AREA'] })),
    first: maybe(oddInt),
    after: maybe(oddText),
  },
  { requiredKeys: [] },
);

describe('search', () => {
  it('answers or says what is wrong, whatever it is asked: it never fails', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (variables) => {
        const { data, errors } = await school.query<{ search: Results }>(SEARCH, variables);
        const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
        expect(codes).not.toContain('INTERNAL');
        expect(codes).not.toContain(undefined);
        if (errors) return;
        const { userErrors, hits, understood } = data.search;
        expect(understood === null).toBe(userErrors.length > 0);
        if (userErrors.length > 0) expect(hits).toEqual([]);
        for (const { message, field } of userErrors) {
          expect(message).toMatch(/^\S.*[.?]$/s);
          expect(field?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a day that is none', '{ vacancy: { availableBy: "2027-02-29" } }'],
    ['a day in words', '{ vacancy: { availableBy: "5 January" } }'],
    ['a text for a number', '{ yearGroup: "seven" }'],
    ['a year group beyond 32 bits', '{ yearGroup: 3000000000 }'],
  ])('refuses %s as the fault of the caller', async (_what, filter) => {
    const { errors } = await hub.query(`{ search(filter: ${filter}) { totalCount } }`);
    expect(errors?.[0]?.extensions?.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
  });

  it('does not write what was searched for into the log', async () => {
    const secret = 'Zanzibar';
    await hub.query(SEARCH, {
      text: `${secret} anxiety`,
      near: { place: { postcode: 'NR21 9AA' } },
      filter: { yearGroup: 9 },
    });
    await hub.query(SEARCH, { near: { place: { name: secret } } });
    const log = hub.logged.join('');
    for (const word of [secret, 'anxiety', 'NR21', '9AA']) expect(log).not.toContain(word);
  });
});
