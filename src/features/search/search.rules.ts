import { z } from 'zod';
import { day } from '../../platform/day.js';
import { codeText, globalId, queryText, typedText } from '../../platform/parse.js';
import { boxInput, placeReference } from '../place/place.rules.js';
import { searchFields } from './search.fields.js';

/** How many results can be paged through. */
export const MAX_WINDOW = 1_000;
const METRES_PER_MILE = 1_609.344;
const MAX_RADIUS_KM = 1_000;

/** Where a search starts, or which area it covers: exactly one key. */
export const searchPlace = placeReference
  .extend({
    box: boxInput.optional().describe('A rectangle, edges included.'),
    district: codeText(20).optional().describe('The GSS code of a district, such as E07000147.'),
    planningArea: globalId.optional().describe('The id of a planning area.'),
  })
  .describe('A place or an area: exactly one of these.');

const kilometres = z.number().min(0).max(MAX_RADIUS_KM);
/** How far: exactly one key. */
export const distanceInput = z
  .strictObject({
    km: kilometres.optional().describe('Kilometres, 0 to 1000.'),
    miles: z.number().min(0).max(620).optional().describe('Miles of 1,609.344 metres, 0 to 620.'),
  })
  .describe('A distance: exactly one of these.');

/** Where to search. */
export const nearInput = z
  .strictObject({
    place: searchPlace.describe('The place to search from, or the area to search in.'),
    within: distanceInput
      .optional()
      .describe('Farthest distance to a site; without it every distance counts. Not for areas.'),
  })
  .describe('Where to search.');

const keywords = z.array(codeText(100)).max(50);
/** A filter on a field that holds codes. */
export const keywordFilter = z
  .strictObject({
    anyOf: keywords.optional().describe('At least one of these.'),
    allOf: keywords.optional().describe('All of these.'),
    noneOf: keywords.optional().describe('None of these.'),
  })
  .describe(
    'Conditions on a field that holds codes; all that are given must hold, an empty list matches nothing.',
  );

const globalIds = z.array(globalId).max(50);
/** A filter on a field that holds ids. */
export const idFilter = z
  .strictObject({
    anyOf: globalIds.optional().describe('One of these.'),
    noneOf: globalIds.optional().describe('None of these.'),
  })
  .describe(
    'Conditions on a field that holds ids; all that are given must hold, an empty list matches nothing.',
  );

/** A filter on a number. */
export const numberFilter = z
  .strictObject({
    gte: z.number().optional().describe('At least this.'),
    lte: z.number().optional().describe('At most this.'),
  })
  .describe('Bounds of a number; what is unknown lies within none.');

/** A filter on open places. */
export const vacancyFilter = z
  .strictObject({
    by: day.describe('Open by this day at the latest.'),
    places: z
      .int()
      .min(1)
      .max(200)
      .default(1)
      .describe(
        'At least so many places on one and the same vacancy, for a year group asked for; without the permission place.exact 1, 3 or 6.',
      ),
  })
  .describe('Open places: confirmed capacity that has not gone stale.');

type Fields = typeof searchFields;
type FilterOf<F> = F extends { kind: 'keyword'; values: { of: 'flag' } }
  ? z.ZodBoolean
  : F extends { kind: 'keyword'; values: { of: 'ids' } }
    ? typeof idFilter
    : F extends { kind: 'keyword' }
      ? typeof keywordFilter
      : F extends { kind: 'number' }
        ? typeof numberFilter
        : z.ZodInt;
type Filterable = {
  [K in keyof Fields]: Fields[K] extends { kind: 'text' | 'order' } ? never : K;
}[keyof Fields];
type FilterShape = { [K in Filterable]: z.ZodOptional<FilterOf<Fields[K]>> };

/** What may be filtered, derived from the table of fields. */
export const searchFilter = z
  .strictObject({
    ...(Object.fromEntries(
      Object.entries(searchFields).flatMap(([name, field]): [string, z.ZodType][] => {
        if (field.kind === 'text' || field.kind === 'order') return [];
        const description = `${field.about}.`;
        if (field.kind === 'number') return [[name, numberFilter.optional().describe(description)]];
        if (field.kind === 'range') return [[name, field.asked.optional().describe(description)]];
        const rule = { flag: z.boolean(), ids: idFilter }[field.values.of as string] ?? keywordFilter;
        return [[name, rule.optional().describe(description)]];
      }),
    ) as unknown as FilterShape),
    vacancy: vacancyFilter.optional().describe('Open places by a day.'),
  })
  .describe('Conditions that must all hold; unknown keys and codes are errors.');

/** Names of the fields that can be counted, as the API spells them: NEEDS, KEY_STAGES. */
export const facetNames = Object.fromEntries(
  Object.entries(searchFields).flatMap(([name, field]) =>
    field.kind === 'keyword' && field.facet
      ? [[name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), name]]
      : [],
  ),
) as Readonly<Record<string, keyof Fields>>;

/** Ways to count facets. */
export const facetModes = ['DISJUNCTIVE', 'CONJUNCTIVE'] as const;

/** What is typed into the search box of one facet. */
export const facetSearchInput = z
  .strictObject({
    field: z.enum(facetNames).describe('The facet to search in: one of `fields`.'),
    text: typedText(100).describe('What has been typed so far; without a word, every value fits.'),
  })
  .describe('Picks values of one facet by the words of their labels; typing mistakes are forgiven.');

/** Which facets to count, and how. */
export const facetInput = z
  .strictObject({
    fields: z.array(z.enum(facetNames)).min(1).max(12).describe('The facets to count.'),
    mode: z
      .enum(facetModes)
      .default('DISJUNCTIVE')
      .describe("Whether a facet's own choice narrows its counts: CONJUNCTIVE yes, DISJUNCTIVE no."),
    search: facetSearchInput
      .optional()
      .describe('For a long facet: only values whose labels fit what is typed; the other facets stay whole.'),
  })
  .refine(({ fields, search }) => !search || fields.includes(search.field), {
    path: ['search', 'field'],
    message: 'Name this facet among `fields` too.',
  })
  .describe('Facets to count.');

/** Orders of an answer. */
export const searchSorts = ['RELEVANCE', 'DISTANCE', 'SOONEST_VACANCY', 'PRICE', 'NAME'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** Everything a search can be asked, checked. */
export const searchInput = z.strictObject({
  text: typedText(500).default(''),
  near: nearInput.optional(),
  filter: searchFilter.optional(),
  sort: z.enum(searchSorts).optional(),
  facets: facetInput.optional(),
  first: z.int().min(1).max(100).default(20),
  after: queryText(200).optional(),
});
export type SearchInput = z.output<typeof searchInput>;

/** Metres of a distance that was given in kilometres or miles. */
export function metresOf(distance: z.output<typeof distanceInput>): number {
  return distance.km !== undefined ? distance.km * 1_000 : (distance.miles ?? 0) * METRES_PER_MILE;
}
