import type { MultiSearchQuery } from 'meilisearch';
import type { Condition, EngineResult, SearchQuery } from '../port.js';
import { availFrom } from './document.js';
import { all, any, conceptFilter, conditionFilter, nameFilter, not, oneOf, scopeFilters } from './filter.js';
import { attributesForHit, type RawHit, toHit } from './hit.js';
import { decodeKeyword } from './keyword-code.js';

/** What Meilisearch answers to one query of several. */
export interface RawAnswer {
  readonly hits: readonly RawHit[];
  readonly estimatedTotalHits?: number;
  readonly facetDistribution?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** One search of the port as queries to Meilisearch, all sent at once, and how to read their answers. */
export interface SearchPlan {
  readonly queries: MultiSearchQuery[];
  read(answers: readonly RawAnswer[]): Pick<EngineResult, 'hits' | 'total' | 'facets'>;
}

/** A list of documents in the order that Meilisearch can give. */
interface List {
  readonly filter: string;
  readonly sort: readonly string[];
}

const BY_ID = 'order:asc';

/** Plans a search that has been checked. */
export function planSearch(indexUid: string, query: SearchQuery): SearchPlan {
  const { page, facets, sort } = query;
  const open = openFields(query);
  const closed = facets?.fields.filter((field) => !open.includes(field)) ?? [];
  const merged = sort.by === 'opening' && sort.years !== undefined && sort.years.length > 1;
  const lists = merged ? yearLists(query, sort.places, sort.years) : partsOf(query);
  const last = page.offset + page.size;
  const common: MultiSearchQuery = {
    indexUid,
    q: query.words.join(' '),
    matchingStrategy: 'all',
    locales: ['eng'],
  };
  const attributesToRetrieve = [...attributesForHit(query), ...(merged ? ['availFrom'] : [])];

  const queries: MultiSearchQuery[] = lists.map(({ filter, sort: order }, i) => ({
    ...common,
    filter,
    sort: [...order],
    attributesToRetrieve,
    // Only the first list's beginning can be left out: where the others begin on the page depends on its length.
    ...(i === 0 && !merged ? { offset: page.offset, limit: page.size } : { offset: 0, limit: last }),
    facets: merged && i > 0 ? [] : closed.map(facetAttribute),
  }));
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
      const counted = merged ? found.slice(0, 1) : found;
      const hits = merged ? mergeByDay(found, sort.places, sort.years) : joinParts(found, page);
      const wanted = merged ? hits.slice(page.offset, last) : hits;
      const counts = [
        ...closed.map((field) => [field, countsOf(counted, field)] as const),
        ...open.map((field, i) => [field, countsOf([answers[lists.length + i]!], field)] as const),
      ];
      return {
        hits: wanted.map((hit) => toHit(query, hit)),
        total: counted.reduce((sum, answer) => sum + totalOf(answer), 0),
        facets: Object.fromEntries(counts),
      };
    },
  };
}

/** The facet fields that a disjunctive search leaves open: those with a choice of their own. */
function openFields({ facets, conditions }: SearchQuery): string[] {
  if (facets?.mode !== 'disjunctive') return [];
  return facets.fields.filter((field) =>
    conditions.some((condition) => condition.kind === 'anyOf' && condition.field === field),
  );
}

function filterOf(query: SearchQuery, keep: (condition: Condition) => boolean = () => true): string {
  const { scope } = query;
  const reach = scope && scopeFilters(scope);
  return all(
    ...query.conditions.filter(keep).map(conditionFilter),
    ...query.concepts.map(conceptFilter),
    ...(reach ? [any(reach.site, reach.area)] : []),
  );
}

/** The documents of a search as lists that follow each other, where one order cannot be had of Meilisearch. */
function partsOf(query: SearchQuery): List[] {
  const { sort, scope, concepts, words, phrase = words } = query;
  const filter = filterOf(query);
  switch (sort.by) {
    case 'relevance': {
      const better = [
        // Meilisearch does not tell an exact title from an exact text of less weight.
        ...(phrase.length > 0 ? [nameFilter(phrase)] : []),
        ...(concepts.length > 0 ? [all(...concepts.map((concept) => oneOf('strong', [concept])))] : []),
      ];
      const filters = better.reduce(
        (parts, first) => parts.flatMap((part) => [all(part, first), all(part, not(first))]),
        [filter],
      );
      return filters.map((part) => ({ filter: part, sort: [] }));
    }
    case 'distance': {
      const nearest = [`_geoPoint(${sort.from.lat}, ${sort.from.lng}):asc`, BY_ID];
      if (!scope) return [{ filter, sort: nearest }];
      // Reached by area only, a document has no distance, though Meilisearch knows its place.
      const measured = all(scopeFilters(scope).site, 'placed = true');
      return [
        { filter: all(filter, measured), sort: nearest },
        { filter: all(filter, not(measured)), sort: [BY_ID] },
      ];
    }
    case 'opening':
      if (sort.years?.length === 0) return [{ filter, sort: [BY_ID] }];
      return [{ filter, sort: [`${dayField(sort.places, sort.years?.[0])}:asc`, BY_ID] }];
    case 'number':
      return [{ filter, sort: [`numbers.${sort.field}:asc`, BY_ID] }];
    case 'text':
      return [{ filter, sort: [`sort.${sort.field}:asc`, BY_ID] }];
  }
}

/** The documents once for each year, by their first day for it: Meilisearch cannot sort by the least of several fields. */
function yearLists(query: SearchQuery, places: number, years: readonly number[]): List[] {
  const filter = filterOf(query);
  return years.map((year) => ({ filter, sort: [`${dayField(places, year)}:asc`, BY_ID] }));
}

/**
 * The first documents by the earliest of several days. Each is among the first of the list whose day is its earliest: all
 * that come before it there also come before it here.
 */
function mergeByDay(lists: readonly RawAnswer[], places: number, years: readonly number[]): RawHit[] {
  const days = new Map<RawHit, number>();
  const known = new Set<string>();
  for (const hit of lists.flatMap(({ hits }) => hits)) {
    if (known.has(hit.id)) continue;
    known.add(hit.id);
    const ofYears = years.map((year) => hit.availFrom?.[availFrom(places, year)] ?? Number.POSITIVE_INFINITY);
    days.set(hit, Math.min(...ofYears));
  }
  const compare = ([a, dayOfA]: [RawHit, number], [b, dayOfB]: [RawHit, number]) =>
    dayOfA === dayOfB ? (a.id < b.id ? -1 : 1) : dayOfA < dayOfB ? -1 : 1;
  return [...days].sort(compare).map(([hit]) => hit);
}

/** The page over lists that follow each other; the first begins at the page's offset, the others at their beginning. */
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

function dayField(places: number, year?: number): string {
  return `availFrom.${availFrom(places, year)}`;
}
