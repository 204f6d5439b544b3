import type { MultiSearchQuery } from 'meilisearch';
import type { EngineResult, SearchQuery, SearchSchema } from '../port.js';
import type { RawAnswer, RawHit } from './answers.js';
import { availFrom } from './document.js';
import { all, not, scopeFilters } from './filter.js';
import { groupAttributes, groupOf } from './group-hits.js';
import { attributesForHit, firstDay } from './hit.js';
import { decodeKeyword } from './keyword-code.js';
import { BY_ID, filterOf, wordsOf } from './question.js';
import { type List, relevanceLayers } from './relevance-layers.js';

/** One search of the port as queries to Meilisearch, all sent at once, and how to read the responses. */
export interface SearchPlan {
  readonly queries: MultiSearchQuery[];
  /** `best`: what Meilisearch returned for each hit of the page. If results are grouped, the best document of each group. */
  read(answers: readonly RawAnswer[]): Pick<EngineResult, 'total' | 'facets'> & {
    readonly best: readonly RawHit[];
  };
}

/** The documents of a search as several lists, and how to combine them into one order. */
interface Lists {
  readonly lists: readonly List[];
  /** `parts` follow each other. `layers` come before the last list, which has all. `orders` have all, in different orders. */
  readonly are: 'parts' | 'layers' | 'orders';
}

/** Plans a search that has been checked. `schema` is that of the documents. */
export function planSearch(indexUid: string, schema: SearchSchema, query: SearchQuery): SearchPlan {
  const { page, facets, groupBy } = query;
  const open = openFields(query);
  const closed = facets?.fields.filter((field) => !open.includes(field)) ?? [];
  const { lists, are } = listsOf(schema, query);
  const last = page.offset + page.size;
  const common = wordsOf(indexUid, query);
  const attributesToRetrieve = [
    ...attributesForHit(query),
    ...(are === 'orders' ? ['availFrom'] : []),
    ...groupAttributes(schema, query),
  ];
  const distinct = groupBy === undefined ? {} : { distinct: `keywords.${groupBy}` };
  // Except for parts, the last list holds everything.
  const isCounted = (i: number) => are === 'parts' || i === lists.length - 1;

  const queries: MultiSearchQuery[] = lists.map(({ filter, sort: order, someOf, only }, i) => ({
    ...common,
    ...(someOf && { q: someOf.join(' '), matchingStrategy: 'frequency' }),
    ...(only && { attributesToSearchOn: [only] }),
    filter,
    sort: [...order],
    attributesToRetrieve,
    // Only the first part can skip its beginning: where the others begin on the page depends on its length.
    ...(i === 0 && are === 'parts' && groupBy === undefined
      ? { offset: page.offset, limit: page.size }
      : { offset: 0, limit: last }),
    facets: isCounted(i) && groupBy === undefined ? closed.map(facetAttribute) : [],
    ...distinct,
  }));
  if (groupBy !== undefined) {
    const nothing = { ...common, filter: filterOf(query), attributesToRetrieve: ['id'] };
    // With `distinct`, only a query for pages has an exact total, and facets count one document of each group, whichever it is.
    queries.push({ ...nothing, ...distinct, page: 1, hitsPerPage: 0 });
    if (closed.length > 0) queries.push({ ...nothing, limit: 0, facets: closed.map(facetAttribute) });
  }
  const before = queries.length;
  for (const field of open) {
    const filter = filterOf(query, (condition) => condition.kind !== 'anyOf' || condition.field !== field);
    queries.push({
      ...common,
      filter,
      attributesToRetrieve: ['id'],
      offset: 0,
      limit: 0,
      facets: [facetAttribute(field)],
    });
  }

  return {
    queries,
    read(answers) {
      const found = answers.slice(0, lists.length);
      const counted =
        groupBy === undefined ? found.filter((_, i) => isCounted(i)) : answers.slice(lists.length, before);
      const counts = [
        ...closed.map((field) => [field, countsOf(counted, field)] as const),
        ...open.map((field, i) => [field, countsOf([answers[before + i]!], field)] as const),
      ];
      return {
        best: hitsOf(query, are, found),
        total:
          groupBy === undefined
            ? counted.reduce((sum, answer) => sum + totalOf(answer), 0)
            : (counted[0]?.totalHits ?? 0),
        facets: Object.fromEntries(counts),
      };
    },
  };
}

/** The facet fields that a disjunctive search leaves open: those with their own `anyOf` condition. */
function openFields({ facets, conditions }: SearchQuery): string[] {
  if (facets?.mode !== 'disjunctive') return [];
  return facets.fields.filter((field) =>
    conditions.some((condition) => condition.kind === 'anyOf' && condition.field === field),
  );
}

/** The documents of a search, in several lists if Meilisearch cannot give them in one order. */
function listsOf(schema: SearchSchema, query: SearchQuery): Lists {
  const { sort, scope, concepts, words } = query;
  const filter = filterOf(query);
  const one = (order: readonly string[]): Lists => ({ lists: [{ filter, sort: order }], are: 'parts' });
  switch (sort.by) {
    case 'relevance':
      if (words.length + concepts.length === 0) return one([]);
      return { lists: relevanceLayers(schema, query, filter), are: 'layers' };
    case 'distance': {
      const nearest = [`_geoPoint(${sort.from.lat}, ${sort.from.lng}):asc`, BY_ID];
      if (!scope) return one(nearest);
      // A document that is reached only by area has no distance, even if Meilisearch knows its place.
      const measured = all(scopeFilters(scope).site, 'placed = true');
      const parts = [
        { filter: all(filter, measured), sort: nearest },
        { filter: all(filter, not(measured)), sort: [BY_ID] },
      ];
      return { lists: parts, are: 'parts' };
    }
    case 'opening': {
      const { places, groups = [undefined] } = sort;
      if (groups.length === 0) return one([BY_ID]);
      // Meilisearch cannot sort by the smallest of several fields, so there is one list for each group, by its first day.
      const orders = groups.map((group) => ({ filter, sort: [`${dayField(places, group)}:asc`, BY_ID] }));
      return { lists: orders, are: orders.length > 1 ? 'orders' : 'parts' };
    }
    case 'number':
      return one([`numbers.${sort.field}:asc`, BY_ID]);
    case 'text':
      return one([`sort.${sort.field}:asc`, BY_ID]);
  }
}

/** The hits of the page. */
function hitsOf(query: SearchQuery, are: Lists['are'], found: readonly RawAnswer[]): RawHit[] {
  const { page, sort, groupBy } = query;
  if (are === 'parts' && groupBy === undefined) return joinParts(found, page);
  const each = distinct(found);
  const inOrder = are === 'orders' && sort.by === 'opening' ? byDay(each, sort.places, sort.groups!) : each;
  const wanted = groupBy === undefined ? inOrder : firsts(inOrder, (hit) => groupOf(hit, groupBy));
  return wanted.slice(page.offset, page.offset + page.size);
}

/** Each document once, at its first position. */
function distinct(lists: readonly RawAnswer[]): RawHit[] {
  return firsts(
    lists.flatMap((list) => list.hits),
    ({ id }) => id,
  );
}

/** The first hit with each key. */
function firsts(hits: readonly RawHit[], keyOf: (hit: RawHit) => string): RawHit[] {
  const found = new Map<string, RawHit>();
  for (const hit of hits) if (!found.has(keyOf(hit))) found.set(keyOf(hit), hit);
  return [...found.values()];
}

/**
 * The first documents by the earliest of several days. Each is among the first of the list whose day is its earliest, because
 * everything that comes before it there also comes before it here.
 */
function byDay(hits: readonly RawHit[], places: number, groups: readonly number[]): RawHit[] {
  const days = new Map(hits.map((hit) => [hit, firstDay(hit, places, groups)]));
  const compare = ([a, dayOfA]: [RawHit, number], [b, dayOfB]: [RawHit, number]) =>
    dayOfA === dayOfB ? (a.id < b.id ? -1 : 1) : dayOfA < dayOfB ? -1 : 1;
  return [...days].sort(compare).map(([hit]) => hit);
}

/** The page over lists that follow each other. The first begins at the page's offset, the others at their beginning. */
function joinParts(parts: readonly RawAnswer[], { offset, size }: SearchQuery['page']): RawHit[] {
  const hits: RawHit[] = [];
  let before = 0;
  for (const [i, part] of parts.entries()) {
    const from = i === 0 ? 0 : Math.max(0, offset - before);
    hits.push(...part.hits.slice(from, from + size - hits.length));
    before += totalOf(part);
  }
  return hits;
}

function countsOf(answers: readonly RawAnswer[], field: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { facetDistribution } of answers) {
    for (const [code, count] of Object.entries(facetDistribution?.[facetAttribute(field)] ?? {})) {
      const value = decodeKeyword(code);
      if (count > 0) counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return counts;
}

function totalOf({ estimatedTotalHits = 0 }: RawAnswer): number {
  return estimatedTotalHits;
}

function facetAttribute(field: string): string {
  return `keywords.${field}`;
}

function dayField(places: number, group?: number): string {
  return `availFrom.${availFrom(places, group)}`;
}
