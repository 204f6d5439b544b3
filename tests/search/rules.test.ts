import { boxInput, placeReference } from '../../src/features/place/place.rules.js';
import {
  distanceInput,
  facetInput,
  facetNames,
  facetSearchInput,
  MAX_WINDOW,
  metresOf,
  nearInput,
  numberFilter,
  searchFilter,
  searchInput,
  searchPlace,
  vacancyFilter,
} from '../../src/features/search/search.rules.js';
import {
  isSuggested,
  suggestedLists,
  suggestInput,
  suggestionKinds,
} from '../../src/features/suggest/suggest.rules.js';
import { codesFilter, idFilter } from '../../src/platform/choice.js';
import { describeLimits, letters, needed, orLeftOut, several, text, whole } from '../support/limits.js';

const number = orLeftOut([[-1, 0, 1.5], ['1']]);

describeLimits(
  'a search',
  searchInput,
  {},
  {
    text: orLeftOut(text(0, 500)),
    sort: orLeftOut([['RELEVANCE', 'DISTANCE', 'SOONEST_VACANCY', 'PRICE', 'NAME'], ['BEST']]),
    first: orLeftOut(whole(1, 100)),
    after: orLeftOut(text(0, 1_000)),
    groupBy: orLeftOut([['OFFERING', 'PROVIDER', 'NONE'], ['SITE']]),
  },
);

describe('a search', () => {
  it('that says nothing is for the first twenty of all', () => {
    expect(searchInput.parse({})).toEqual({ text: '', placeInText: true, groupBy: 'OFFERING' });
    expect(MAX_WINDOW).toBe(1_000);
  });
});

const place = { name: 'Fakenham' };
const point = (latitude: unknown, longitude: unknown) => ({ latitude, longitude });
describeLimits(
  'a place',
  placeReference,
  {},
  {
    postcode: orLeftOut(text(0, 20)),
    name: orLeftOut(text(0, 100)),
    schoolUrn: orLeftOut(text(0, 20)),
    point: orLeftOut([
      [point(90, 180), point(-90, -180)],
      [
        point(90.1, 0),
        point(-90.1, 0),
        point(0, 180.1),
        point(0, -180.1),
        point(null, 0),
        { ...point(0, 0), more: 1 },
      ],
    ]),
  },
);
describeLimits(
  'a place to search',
  searchPlace,
  {},
  {
    district: orLeftOut(text(0, 20)),
    planningArea: orLeftOut(text(0, 60)),
  },
);

describe('a box', () => {
  const wrong = (values: object) =>
    boxInput
      .safeParse({ south: 52, west: 0, north: 53, east: 1, ...values })
      .error?.issues.map(({ path, message }) => `${path}: ${message}`) ?? [];
  it.each<[object, string[]]>([
    [{}, []],
    [{ north: 52 }, []],
    [{ east: 0 }, []],
    [{ north: 51.9 }, ['north: The northern edge is south of the southern edge. Swap `north` and `south`.']],
    [{ east: -0.1 }, ['east: The eastern edge is west of the western edge. Swap `east` and `west`.']],
  ])('with %j', (values, problems) => {
    expect(wrong(values)).toEqual(problems);
  });
});

describeLimits(
  'a distance',
  distanceInput,
  {},
  {
    km: orLeftOut([
      [0, 0.5, 1_000],
      [-0.1, 1_000.1],
    ]),
    miles: orLeftOut([
      [0, 0.5, 620],
      [-0.1, 620.1],
    ]),
  },
);

describe('a distance', () => {
  it.each([
    [{ km: 0 }, 0],
    [{ km: 2.5 }, 2_500],
    [{ miles: 10 }, 16_093.44],
    [{ km: 1, miles: 10 }, 1_000],
    [{}, 0],
  ])('of %j is %d metres', (distance, metres) => {
    expect(metresOf(distance)).toBeCloseTo(metres, 6);
  });
});

describeLimits(
  'where to search',
  nearInput,
  { place },
  {
    place: needed([[place], ['Fakenham']]),
    within: orLeftOut([[{ km: 1 }], [1]]),
  },
);

const keywords = orLeftOut([
  [[], several(50, () => letters(100))],
  [several(51, () => 'A'), [letters(101)]],
]);
describeLimits('a filter by codes', codesFilter, {}, { anyOf: keywords, allOf: keywords, noneOf: keywords });
const ids = orLeftOut([
  [[], several(50, () => letters(60))],
  [several(51, () => 'A'), [letters(61)]],
]);
describeLimits('a filter by ids', idFilter, {}, { anyOf: ids, noneOf: ids });
describeLimits('a filter by numbers', numberFilter, {}, { gte: number, lte: number });
describeLimits(
  'a filter by open places',
  vacancyFilter,
  { availableBy: '2027-01-05' },
  {
    availableBy: needed([['2027-01-05'], ['soon']]),
    placesAtLeast: orLeftOut(whole(1, 200)),
  },
);

describe('a filter', () => {
  const takes = (filter: object) => searchFilter.safeParse(filter).success;

  it('asks each field for what it holds', () => {
    expect(takes({})).toBe(true);
    expect(
      takes({
        needs: { anyOf: ['SEMH'] },
        beforeExclusion: true,
        yearGroup: 9,
        age: 13,
        dailyPricePence: { gte: 1 },
        provider: { anyOf: ['prv_1'] },
      }),
    ).toBe(true);
    expect(takes({ vacancy: { availableBy: '2027-01-05' } })).toBe(true);
    for (const wrong of [
      { needs: true },
      { beforeExclusion: { anyOf: ['yes'] } },
      { dailyPricePence: 1 },
      { priceBand: 1 },
      { provider: { allOf: ['prv_1'] } },
      { title: 'Boats' },
      { more: 1 },
    ]) {
      expect(takes(wrong)).toBe(false);
    }
  });

  it('asks for one place unless told', () => {
    expect(vacancyFilter.parse({ availableBy: '2027-01-05' })).toEqual({
      availableBy: '2027-01-05',
      placesAtLeast: 1,
    });
  });
});

const names = Object.values(facetNames);
describeLimits(
  'facets',
  facetInput,
  { fields: names.slice(0, 1) },
  {
    fields: needed([
      [names.slice(0, 12), names.slice(0, 1)],
      [[], several(13, (i) => names[i % names.length]), ['title'], ['NEEDS']],
    ]),
    mode: orLeftOut([['DISJUNCTIVE', 'CONJUNCTIVE'], ['BOTH']]),
  },
);
describeLimits(
  'a search in a facet',
  facetSearchInput,
  { field: names[0], text: '' },
  {
    field: needed([names, ['title']]),
    text: needed(text(0, 100)),
  },
);

describe('facets', () => {
  it('are named as the graph names values, after their fields', () => {
    expect(facetNames).toMatchObject({ NEEDS: 'needs', KEY_STAGES: 'keyStages' });
    for (const name of Object.keys(facetNames)) expect(name).toMatch(/^[A-Z_]+$/);
    expect(names).not.toContain('title');
  });

  it('can be searched where they are counted', () => {
    const [one, other] = names as [string, string];
    const wrong = (field: string, fields: string[]) =>
      facetInput.safeParse({ fields, search: { field, text: 'a' } }).error?.issues.map(({ path }) => path) ??
      [];
    expect(wrong(other, [one, other])).toEqual([]);
    expect(wrong(other, [one])).toEqual([['search', 'field']]);
    expect(facetInput.parse({ fields: ['needs'] })).toEqual({ fields: ['needs'], mode: 'DISJUNCTIVE' });
  });
});

describeLimits(
  'what is suggested',
  suggestInput,
  { text: 'fak' },
  {
    text: needed(text(0, 200)),
    kinds: orLeftOut([
      [[], [...suggestionKinds]],
      [[...suggestionKinds, 'NEED'], ['STREET']],
    ]),
    first: orLeftOut(whole(1, 20)),
  },
);

describe('what is suggested', () => {
  it('is ten of all kinds unless told, needs before places before people before details', () => {
    expect(suggestInput.parse({ text: '' })).toEqual({ text: '', first: 10, kinds: [...suggestionKinds] });
    expect(suggestionKinds).toEqual([
      ...['NEED', 'CIRCUMSTANCE', 'CONCEPT'],
      ...['PLACE', 'POSTCODE', 'DISTRICT', 'PLANNING_AREA', 'LOCAL_AUTHORITY'],
      ...['PROVIDER', 'SCHOOL'],
      ...['TIER', 'KEY_STAGE', 'SETTING_TYPE', 'DELIVERY_MODE', 'ACCREDITATION', 'OUTCOME'],
    ]);
  });

  it('of a code list can be put into the filter as it is', () => {
    for (const { field, noun } of Object.values(suggestedLists)) {
      expect(searchFilter.safeParse({ [field]: { anyOf: ['A'] } }).success).toBe(true);
      expect(noun).toMatch(/^[A-Z][a-z ]+$/);
    }
    expect(Object.keys(suggestedLists).filter((name) => !isSuggested(name))).toEqual([]);
    expect(Object.keys(suggestedLists)).toHaveLength(8);
    expect(isSuggested('EVIDENCE_KIND')).toBe(false);
  });
});
