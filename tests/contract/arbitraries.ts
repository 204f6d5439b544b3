import fc from 'fast-check';
import type {
  Condition,
  QueryWord,
  Scope,
  SearchDocument,
  SearchQuery,
  Sort,
} from '../../src/platform/search/port.js';
import { words } from '../../src/platform/text.js';
import { aDocument } from './contract-schema.js';

// Small worlds, so that random queries find something and ties are common.
const texts = [
  'forest',
  'forests',
  'forrest',
  'school',
  'schools',
  'shcool',
  'education',
  'educaton',
  'ducation',
  'Café',
  'CAFE',
  'King’s',
  'kings',
  '2024',
  '20',
  'AND',
  '🐴 riding',
  '"quoted"',
];
const values = ['a', 'b', 'c', 'd', '"', "it's", 'a\\b', '_geoRadius(', 'é'];
const areas = ['A1', 'A2', 'A3'];
const conceptIds = ['c1', 'c2', 'c3'];
const places = [0, 1, 2, 3, 8];
const days = [100, 101, 102, 110];
const groups = [-1, 0, 3, 4, 7, 11];

const anyText = fc.array(fc.constantFrom(...texts), { maxLength: 4 }).map((parts) => parts.join(' '));
const someValues = fc.array(fc.constantFrom(...values), { maxLength: 4 });

/** To a centimetre: an engine may take what lies a micrometre beyond the edge of a radius as inside. */
const degrees = (most: number) =>
  fc.double({ min: -most, max: most, noNaN: true }).map((angle) => Math.round(angle * 1e7) / 1e7);

/** Latitudes and longitudes where formulas go wrong, neighbours a few metres away, and anywhere. */
const latitude = fc.oneof(fc.constantFrom(90, -90, 0, 52, 52.00001, 51.9, 89.99), degrees(90));
const longitude = fc.oneof(fc.constantFrom(180, -180, 0, -1.5, -1.50001, 179.99, -179.99), degrees(180));
const position = fc.record({ lat: latitude, lng: longitude });

const opening = fc
  .tuple(
    fc.constantFrom(...places),
    fc.constantFrom(...days),
    fc.constantFrom(...groups),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([count, fromDay, minGroup, span]) => ({
    places: count,
    fromDay,
    minGroup,
    maxGroup: minGroup + span,
  }));

const number = fc.oneof(fc.constantFrom(null, 0, 1, -1, 99.5), fc.integer({ min: -3, max: 100 }));

/** Documents with distinct ids out of forty. */
export const documents = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 0, max: 39 }).map((n) => `id${n}`),
      title: anyText,
      body: anyText,
      needs: someValues,
      stages: someValues,
      fee: number,
      ages: fc.option(fc.tuple(fc.integer({ min: -2, max: 5 }), fc.integer({ min: 5, max: 19 }))),
      position: fc.option(position, { freq: 4 }),
      onSite: fc.boolean(),
      areasServed: fc.array(fc.constantFrom(...areas), { maxLength: 2 }),
      openings: fc.array(opening, { maxLength: 4 }),
      strong: fc.array(fc.constantFrom(...conceptIds), { maxLength: 2 }),
      related: fc.array(fc.constantFrom(...conceptIds), { maxLength: 2 }),
      thing: fc.constantFrom('t1', 'T1', 't2', 't3', 't4', 't5'),
      owner: fc.constantFrom('o1', 'o2', 'O2'),
    })
    .map(
      ({
        id,
        title,
        body,
        thing,
        owner,
        needs,
        stages,
        fee,
        ages,
        strong,
        related,
        ...rest
      }): SearchDocument =>
        aDocument(id, {
          ...rest,
          text: { title, body },
          keywords: { needs, stages, thing: [thing], owner: [owner] },
          numbers: { fee },
          ranges: { ages },
          concepts: { strong, related },
        }),
    ),
  { selector: (document) => document.id, maxLength: 40 },
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('anyOf' as const, 'anyOf' as const, 'allOf' as const, 'noneOf' as const),
    field: fc.constantFrom('needs', 'stages'),
    values: fc.array(fc.constantFrom(...values, 'unknown'), { maxLength: 3 }),
  }),
  fc
    .record({
      gte: fc.option(fc.integer({ min: -3, max: 50 })),
      lte: fc.option(fc.integer({ min: 0, max: 100 })),
    })
    .map(
      ({ gte, lte }): Condition => ({
        kind: 'number',
        field: 'fee',
        ...(gte === null ? {} : { gte }),
        ...(lte === null ? {} : { lte }),
      }),
    ),
  fc.record({
    kind: fc.constant('within' as const),
    field: fc.constant('ages'),
    value: fc.integer({ min: -3, max: 20 }),
  }),
  fc
    .record({
      places: fc.constantFrom(1, 2, 3, 8, 200),
      byDay: fc.constantFrom(99, ...days),
      groups: fc.option(fc.array(fc.constantFrom(...groups, 5), { maxLength: 3 })),
    })
    .map(
      ({ places: count, byDay, groups: wanted }): Condition => ({
        kind: 'opening',
        places: count,
        byDay,
        ...(wanted ? { groups: wanted } : {}),
      }),
    ),
);

const someAreas = fc.array(fc.constantFrom(...areas, 'unknown'), { maxLength: 2 });
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.record({
    kind: fc.constant('radius' as const),
    centre: position,
    metres: fc.oneof(fc.constantFrom(0, 1, 25_000, 20_000_000, 20_037_508), fc.integer({ min: 0, max: 3e6 })),
    areas: someAreas,
  }),
  fc.tuple(latitude, latitude, longitude, longitude, someAreas).map(
    ([a, b, c, d, served]): Scope => ({
      kind: 'box',
      south: Math.min(a, b),
      north: Math.max(a, b),
      west: Math.min(c, d),
      east: Math.max(c, d),
      areas: served,
    }),
  ),
  fc.record({
    kind: fc.constant('area' as const),
    field: fc.constant('stages'),
    values: someValues,
    areas: someAreas,
  }),
);

const sort: fc.Arbitrary<Sort> = fc.oneof(
  fc.constant({ by: 'relevance' as const }),
  fc.record({ by: fc.constant('distance' as const), from: position }),
  fc.record(
    {
      by: fc.constant('opening' as const),
      places: fc.constantFrom(1, 2, 8, 200),
      groups: fc.array(fc.constantFrom(...groups, 5), { maxLength: 4 }),
    },
    { requiredKeys: ['by', 'places'] },
  ),
  fc.record({ by: fc.constant('number' as const), field: fc.constant('fee') }),
  fc.record({ by: fc.constant('text' as const), field: fc.constantFrom('title', 'body') }),
);

/** Up to three of the known words, whole, cut short or with something wrong in them. */
const queryWords = fc
  .array(
    fc
      .tuple(
        fc.constantFrom(...texts),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom('', '', 'x', 'e', 'swap'),
      )
      .map(([text, at, wrong]) => {
        const [word = 'horse'] = words(text);
        if (wrong === 'swap')
          return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
        return wrong === '' && at % 3 === 0
          ? word.slice(0, at + 1)
          : word.slice(0, at) + wrong + word.slice(at);
      }),
    { maxLength: 3 },
  )
  .filter((list) => list.every((word) => word !== ''));

/** The same words, now and then to be matched letter by letter. */
const askedWords = fc
  .tuple(queryWords, fc.array(fc.constantFrom(undefined, undefined, true), { minLength: 3, maxLength: 3 }))
  .map(([list, exact]) => list.map((text, i): QueryWord => ({ text, ...(exact[i] && { exact: true }) })));

/** Queries over the same small worlds, all on one page of a hundred. */
export const queries: fc.Arbitrary<SearchQuery> = fc
  .record({
    words: fc.oneof(
      { arbitrary: fc.constant<QueryWord[]>([]), weight: 2 },
      { arbitrary: askedWords, weight: 1 },
    ),
    concepts: fc.oneof(
      { arbitrary: fc.constant<string[]>([]), weight: 3 },
      { arbitrary: fc.array(fc.constantFrom(...conceptIds), { maxLength: 2 }), weight: 1 },
    ),
    phrase: fc.option(queryWords),
    conditions: fc.array(condition, { maxLength: 3 }),
    scope: fc.option(scope),
    sort,
    groupBy: fc.constantFrom(undefined, undefined, 'thing', 'owner'),
    mode: fc.constantFrom('conjunctive' as const, 'disjunctive' as const),
  })
  .map(({ scope: where, mode, phrase, groupBy, ...rest }) => ({
    ...rest,
    ...(groupBy && { groupBy }),
    ...(phrase ? { phrase } : {}),
    ...(where ? { scope: where } : {}),
    page: { offset: 0, size: 100 },
    facets: { fields: ['needs', 'stages', 'owner'], mode },
  }));
