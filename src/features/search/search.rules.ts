import { z } from 'zod';
import { codeFilter, codesFilter, idFilter } from '../../platform/choice.js';
import { day } from '../../platform/day.js';
import { METRES_PER_MILE } from '../../platform/distance.js';
import { codeText, globalId, queryText, typedText } from '../../platform/parse.js';
import { boxInput, placeReference } from '../place/place.rules.js';
import { searchFields } from './search.fields.js';

/** How many results can be paged through. */
export const MAX_WINDOW = 1_000;
const MAX_RADIUS_KM = 1_000;

/** Where a search starts, or the area that it covers. Exactly one key. */
export const searchPlace = placeReference
  .extend({
    box: boxInput.optional().describe('A rectangle, including its edges.'),
    district: codeText(20).optional().describe('The GSS code of a district, such as E07000147.'),
    planningArea: globalId.optional().describe('The id of a planning area.'),
  })
  .describe('A place to search from, or an area to search in. Give exactly one of these.');

const kilometres = z.number().min(0).max(MAX_RADIUS_KM);
/** A distance. Exactly one key. */
export const distanceInput = z
  .strictObject({
    km: kilometres.optional().describe('Kilometres, 0 to 1000.'),
    miles: z.number().min(0).max(620).optional().describe('Miles of 1,609.344 metres, 0 to 620.'),
  })
  .describe('A distance. Give exactly one of these.');

/** Where to search. */
export const nearInput = z
  .strictObject({
    place: searchPlace.describe('The place to search from, or the area to search in.'),
    within: distanceInput
      .optional()
      .describe(
        'The farthest distance to a site. If left out, there is no limit. Only for a place, not for an area.',
      ),
  })
  .describe('Where to search.');

/** A filter on a number. */
export const numberFilter = z
  .strictObject({
    gte: z.number().optional().describe('The value must be at least this.'),
    lte: z.number().optional().describe('The value must be at most this.'),
  })
  .refine(({ gte, lte }) => gte === undefined || lte === undefined || gte <= lte, {
    path: ['lte'],
    message: 'No number is at least `gte` and at most `lte`: `gte` is larger. Swap them.',
  })
  .describe(
    'Bounds of a number. A value that is not known meets no bound. Without bounds, nothing is left out.',
  );

/** A filter on open places. */
export const vacancyFilter = z
  .strictObject({
    availableBy: day.describe('The latest day on which the vacancy can open.'),
    placesAtLeast: z
      .int()
      .min(1)
      .max(200)
      .default(1)
      .describe(
        'The fewest places that a single vacancy must have for the school years asked for. Without the permission place.exact, only 1, 3 or 6.',
      ),
  })
  .describe('A condition on open places: confirmed capacity that has not gone stale.');

type Fields = typeof searchFields;
type FilterOf<F> = F extends { kind: 'keyword'; values: { of: 'flag' } }
  ? z.ZodBoolean
  : F extends { kind: 'keyword'; values: { of: 'ids' } }
    ? typeof idFilter
    : F extends { kind: 'keyword'; several: true }
      ? typeof codesFilter
      : F extends { kind: 'keyword' }
        ? typeof codeFilter
        : F extends { kind: 'number' }
          ? typeof numberFilter
          : z.ZodInt;
type Filterable = {
  [K in keyof Fields]: Fields[K] extends { kind: 'text' | 'order' | 'group' } ? never : K;
}[keyof Fields];
type FilterShape = { [K in Filterable]: z.ZodOptional<FilterOf<Fields[K]>> };

/** The filter, made from the table of fields. */
export const searchFilter = z
  .strictObject({
    ...(Object.fromEntries(
      Object.entries(searchFields).flatMap(([name, field]): [string, z.ZodType][] => {
        if (field.kind === 'text' || field.kind === 'order' || field.kind === 'group') return [];
        const description = `${field.about}.`;
        if (field.kind === 'number') return [[name, numberFilter.optional().describe(description)]];
        if (field.kind === 'range') return [[name, field.asked.optional().describe(description)]];
        const ofCodes = field.several ? codesFilter : codeFilter;
        const rule = { flag: z.boolean(), ids: idFilter }[field.values.of as string] ?? ofCodes;
        return [[name, rule.optional().describe(description)]];
      }),
    ) as unknown as FilterShape),
    vacancy: vacancyFilter.optional().describe('Open places by a certain day.'),
  })
  .describe('Conditions that must all be met. Unknown keys and codes are errors.');

/** The fields that can be counted, by their names in the API: NEEDS, KEY_STAGES. */
export const facetNames = Object.fromEntries(
  Object.entries(searchFields).flatMap(([name, field]) =>
    field.kind === 'keyword' && field.facet
      ? [[name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), name]]
      : [],
  ),
) as Readonly<Record<string, keyof Fields>>;

/** Ways to count facets. */
export const facetModes = ['DISJUNCTIVE', 'CONJUNCTIVE'] as const;

/** Text from the search box of one facet. */
export const facetSearchInput = z
  .strictObject({
    field: z.enum(facetNames).describe('The facet to search in. It must be one of `fields`.'),
    text: typedText(100).describe('What has been typed so far. If it has no word, every value fits.'),
  })
  .describe('Finds values of one facet by the words of their labels, allowing for typing mistakes.');

/** Which facets to count, and how. */
export const facetInput = z
  .strictObject({
    fields: z.array(z.enum(facetNames)).min(1).max(12).describe('The facets to count.'),
    mode: z
      .enum(facetModes)
      .default('DISJUNCTIVE')
      .describe("Whether the filter on a facet's own field narrows the counts of that facet."),
    search: facetSearchInput
      .optional()
      .describe('Limits one long facet to values whose labels fit a text. The other facets stay complete.'),
  })
  .refine(({ fields, search }) => !search || fields.includes(search.field), {
    path: ['search', 'field'],
    message: 'Add this facet to `fields`: you can only search in a facet that is counted.',
  })
  .describe('Which facets to count, and how.');

/** Orders of the results. */
export const searchSorts = ['RELEVANCE', 'DISTANCE', 'SOONEST_VACANCY', 'PRICE', 'NAME'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** What counts as one result. */
export const searchGroupings = ['OFFERING', 'PROVIDER', 'NONE'] as const;

/** Enough for a title of 64 characters in any script, encrypted, with its id. */
const LONGEST_CURSOR = 1_000;
const pageLength = z.int().min(1).max(100);

/** All arguments of a search. */
export const searchInput = z.strictObject({
  text: typedText(500).default(''),
  near: nearInput.optional(),
  placeInText: z.boolean().default(true),
  filter: searchFilter.optional(),
  sort: z.enum(searchSorts).optional(),
  facets: facetInput.optional(),
  groupBy: z.enum(searchGroupings).default('OFFERING'),
  first: pageLength.optional(),
  after: queryText(LONGEST_CURSOR).optional(),
  last: pageLength.optional(),
  before: queryText(LONGEST_CURSOR).optional(),
});
export type SearchInput = z.output<typeof searchInput>;

/** A distance in metres. */
export function metresOf(distance: z.output<typeof distanceInput>): number {
  return distance.km !== undefined ? distance.km * 1_000 : (distance.miles ?? 0) * METRES_PER_MILE;
}
