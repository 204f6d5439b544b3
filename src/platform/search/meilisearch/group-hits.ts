import type { MultiSearchQuery } from 'meilisearch';
import { type EngineHit, MOST_OTHERS, type SearchQuery, type SearchSchema } from '../port.js';
import type { RawHit } from './answers.js';
import { all } from './filter.js';
import { attributesForHit, firstDay, originOf, toHit } from './hit.js';
import { encodeKeyword } from './keyword-code.js';
import { BY_ID, filterOf, wordsOf } from './question.js';

/** More documents than the groups of a page have. If they have more, the farthest are not named. */
const MOST_MEMBERS = 5_000;

/** The value by which a document is grouped, in stored form. */
export function groupOf({ id, keywords }: RawHit, field: string): string {
  // A document that Meilisearch holds has a value. One without it is a group of its own, as Meilisearch sees it.
  return keywords?.[field]?.[0] ?? encodeKeyword(id);
}

/** The attributes that `groupHits` needs besides those for each hit. None if results are not grouped. */
export function groupAttributes({ groups }: SearchSchema, { groupBy, sort }: SearchQuery): string[] {
  if (groupBy === undefined) return [];
  const keywords = [...new Set([groupBy, groups[0]!])].map((field) => `keywords.${field}`);
  switch (sort.by) {
    case 'number':
      return [...keywords, `numbers.${sort.field}`];
    case 'text':
      return [...keywords, `sort.${sort.field}`];
    case 'opening':
      return [...keywords, 'availFrom'];
    default:
      return keywords;
  }
}

/** Asks for all documents of the groups of a page that match the query, the nearest first. */
export function membersQuery(
  indexUid: string,
  schema: SearchSchema,
  query: SearchQuery,
  best: readonly RawHit[],
): MultiSearchQuery {
  const { groupBy = '' } = query;
  const from = originOf(query);
  const values = best.map((hit) => `"${groupOf(hit, groupBy)}"`);
  return {
    ...wordsOf(indexUid, query),
    filter: all(filterOf(query), `keywords.${groupBy} IN [${values.join(', ')}]`),
    sort: [...(from ? [`_geoPoint(${from.lat}, ${from.lng}):asc`] : []), BY_ID],
    attributesToRetrieve: [...attributesForHit(query), ...groupAttributes(schema, query)],
    offset: 0,
    limit: MOST_MEMBERS,
  };
}

/** The hits of a page of groups, given the best document of each, and the documents of all. */
export function groupHits(
  { groups }: SearchSchema,
  query: SearchQuery,
  best: readonly RawHit[],
  members: readonly RawHit[],
): EngineHit[] {
  const { groupBy = '', sort } = query;
  const areEqual = equality(query);
  const thing = groups[0]!;
  const byGroup = new Map(best.map((hit): [string, RawHit[]] => [groupOf(hit, groupBy), [hit]]));
  for (const member of members) {
    const group = byGroup.get(groupOf(member, groupBy));
    if (group && member.id !== group[0]!.id) group.push(member);
  }
  return [...byGroup.values()].map((group) => {
    const [first] = group as [RawHit];
    const nearestFirst = group
      .map((raw) => ({ raw, hit: toHit(query, raw) }))
      .sort((a, b) => metresOf(a.hit) - metresOf(b.hit) || (a.hit.id < b.hit.id ? -1 : 1));
    const isAsGood = (raw: RawHit) =>
      raw === first || (groupOf(raw, thing) === groupOf(first, thing) && areEqual(raw, first));
    const nearest = nearestFirst.find(({ raw }) => isAsGood(raw))!;
    const shown =
      sort.by === 'distance' || nearest.hit.distanceMetres === undefined ? toHit(query, first) : nearest.hit;
    const others = nearestFirst.map(({ hit }) => hit).filter(({ id }) => id !== shown.id);
    return { ...shown, others: others.slice(0, MOST_OTHERS) };
  });
}

/** Farther than anything for a hit without a distance. */
function metresOf({ distanceMetres }: EngineHit): number {
  return distanceMetres ?? Number.MAX_VALUE;
}

/** Returns a function for whether two documents of one thing are equal by the sort. By relevance, they count as that. */
function equality({ sort }: SearchQuery): (a: RawHit, b: RawHit) => boolean {
  switch (sort.by) {
    case 'relevance':
      return () => true;
    case 'distance':
      return () => false;
    case 'number':
      return (a, b) => a.numbers?.[sort.field] === b.numbers?.[sort.field];
    case 'text':
      return (a, b) => a.sort?.[sort.field] === b.sort?.[sort.field];
    case 'opening': {
      const { places, groups = [undefined] } = sort;
      return (a, b) => firstDay(a, places, groups) === firstDay(b, places, groups);
    }
  }
}
