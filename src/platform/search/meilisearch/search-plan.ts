import type { MultiSearchQuery } from 'meilisearch';
import type { Condition, EngineResult, SearchQuery, SearchSchema } from '../port.js';
import type { RawAnswer, RawHit } from './answers.js';
import { availFrom } from './document.js';
import { all, any, conceptFilter, conditionFilter, not, scopeFilters } from './filter.js';
import { attributesForHit, toHit } from './hit.js';
import { decodeKeyword } from './keyword-code.js';
import { type List, relevanceLayers } from './relevance-layers.js';

/** One search of the port as queries to Meilisearch, all sent at once, and how to read their answers. */
export interface SearchPlan {
  readonly queries: MultiSearchQuery[];
  read(answers: readonly RawAnswer[]): Pick<EngineResult, 'hits' | 'total' | 'facets'>;
}

/** The documents of a search as several lists, and what makes one order of them. */
interface Lists {
  readonly lists: readonly List[];
  /** They follow each other; each comes before the last, which has all; all hold all, in different orders. */
  readonly are: 'parts' | 'layers' | 'orders';
}

const BY_ID = 'order:asc';

/** Plans a search that has been checked. `schema` is that of the documents. */
export function planSearch(indexUid: string, schema: SearchSchema, query: SearchQuery): SearchPlan {
  const { page, facets } = query;
  const open = openFields(query);
  const closed = facets?.fields.filter((field) => !open.includes(field)) ?? [];
  const { lists, are } = listsOf(schema, query);
  const last = page.offset + page.size;
  const common: MultiSearchQuery = {
    indexUid,
    q: query.words.join(' '),
    matchingStrategy: 'all',
    locales: ['eng'],
  };
  const attributesToRetrieve = [...attributesForHit(query), ...(are === 'orders' ? ['availFrom'] : [])];
  // But for parts, the last list holds everything.
  const isCounted = (i: number) => are === 'parts' || i === lists.length - 1;

  const queries: MultiSearchQuery[] = lists.map(({ filter, sort: order, someOf, only }, i) => ({
    ...common,
    ...(someOf && { q: someOf.join(' '), matchingStrategy: 'frequency' }),
    ...(only && { attributesToSearchOn: [only] }),
    filter,
    sort: [...order],
    attributesToRetrieve,
    // Only the first part's beginning can be left out: where the others begin on the page depends on its length.
    ...(i === 0 && are === 'parts' ? { offset: page.offset, limit: page.size } : { offset: 0, limit: last }),
    facets: isCounted(i) ? closed.map(facetAttribute) : [],
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
      const counted = found.filter((_, i) => isCounted(i));
      const counts = [
        ...closed.map((field) => [field, countsOf(counted, field)] as const),
        ...open.map((field, i) => [field, countsOf([answers[lists.length + i]!], field)] as const),
      ];
      return {
        hits: hitsOf(query, are, found).map((hit) => toHit(query, hit)),
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

/** The documents of a search, where one order cannot be had of Meilisearch in several lists. */
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
      // Reached by area only, a document has no distance, though Meilisearch knows its place.
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
      // Meilisearch cannot sort by the least of several fields: once for each group, by the first day for it.
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
function hitsOf({ page, sort }: SearchQuery, are: Lists['are'], found: readonly RawAnswer[]): RawHit[] {
  if (are === 'parts') return joinParts(found, page);
  const inOrder =
    are === 'orders' && sort.by === 'opening' ? byDay(found, sort.places, sort.groups!) : distinct(found);
  return inOrder.slice(page.offset, page.offset + page.size);
}

/** Each document once, where it comes first. */
function distinct(lists: readonly RawAnswer[]): RawHit[] {
  const hits = new Map<string, RawHit>();
  for (const hit of lists.flatMap((list) => list.hits)) if (!hits.has(hit.id)) hits.set(hit.id, hit);
  return [...hits.values()];
}

/**
 * The first documents by the earliest of several days. Each is among the first of the list whose day is its earliest: all
 * that come before it there also come before it here.
 */
function byDay(lists: readonly RawAnswer[], places: number, groups: readonly number[]): RawHit[] {
  const days = new Map(
    distinct(lists).map((hit) => {
      const ofGroups = groups.map(
        (group) => hit.availFrom?.[availFrom(places, group)] ?? Number.POSITIVE_INFINITY,
      );
      return [hit, Math.min(...ofGroups)];
    }),
  );
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

function dayField(places: number, group?: number): string {
  return `availFrom.${availFrom(places, group)}`;
}
