import type { OrderPosition, Ordinal } from '../order-position.js';
import type { EngineHit, SearchQuery } from '../port.js';
import { addBit, type Bits, hasBit, intersect, listSlots, unite, type Words, wordsOf } from './bits.js';
import type { BitsPool } from './bits-pool.js';
import { AREAS_SERVED, type DocumentIndex, RELATED_CONCEPTS, STRONG_CONCEPTS } from './document-index.js';
import { groupHits } from './group-hits.js';
import { ordinalOf, positionsIn } from './order.js';
import { AREA, SITE } from './place-column.js';
import { rank, rankGroups } from './rank.js';

/** The result of a query on one generation of documents. */
export interface Answer {
  readonly hits: readonly EngineHit[];
  readonly positions?: readonly OrderPosition[];
  readonly total: number;
  readonly facets: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/** A facet field in disjunctive mode, and the slots that meet all of its own anyOf conditions. */
interface OpenField {
  readonly field: string;
  readonly bits: Bits;
}

/**
 * Runs a query that has been checked. First it finds what is near, as bits. Then it applies keywords and concepts, 32 documents
 * at a time, then words, then the conditions that need each document, the cheapest first. Finally it sorts as much as the page
 * needs.
 */
export function runQuery(index: DocumentIndex, query: SearchQuery): Answer {
  const { open, slots, seen } = match(index, query);

  // The facet of an open field also counts documents that the hits leave out.
  const openFacets = open.map(({ field }) => {
    const wider = slots.slice(0, seen);
    const length = keepInAll(
      wider,
      seen,
      open.filter((other) => other.field !== field),
    );
    return count(index, query, [field], wider, length);
  });
  const found = keepInAll(slots, seen, open);
  const closed = query.facets?.fields.filter((name) => !open.some(({ field }) => field === name)) ?? [];
  const closedFacets = count(index, query, closed, slots, found);
  const isMeasured = open.length === 0 && measuresWhatItSorts(query);
  const hitOf = (slot: number) => hit(index, query, slot);
  const facets = Object.assign(closedFacets, ...openFacets);
  const positionOf = positionsIn(index, query);
  if (query.groupBy === undefined) {
    const page = rank(index, query, slots, found, isMeasured);
    return {
      hits: page.map(hitOf),
      total: found,
      facets,
      ...(positionOf && { positions: page.map(positionOf) }),
    };
  }
  const page = rankGroups(index, query, slots, found, isMeasured);
  return {
    hits: page.map(groupHits(index, query, hitOf)),
    total: index.grouping.count,
    facets,
    ...(positionOf && { positions: page.map(positionOf) }),
  };
}

/** The documents that meet the conditions and are near enough, as bits, before words and concepts are looked at. */
export function candidatesOf(
  index: DocumentIndex,
  { conditions, scope }: Pick<SearchQuery, 'conditions' | 'scope'>,
): Bits {
  index.scratch.takeBack();
  const query: SearchQuery = {
    words: [],
    concepts: [],
    conditions,
    ...(scope && { scope }),
    sort: { by: 'relevance' },
    page: { offset: 0, size: 0 },
  };
  const served = servedAreas(index, query);
  const bits = nearby(index, query, served);
  const words = wordsOf(bits, index.scratch.wordRoom);
  intersect(bits, index.live, words);
  keepByBits(index, query, [], bits, words);
  if (!scope && conditions.every(({ kind }) => kind === 'anyOf' || kind === 'allOf' || kind === 'noneOf'))
    return bits;
  const { candidates } = index;
  const length = keepBySlots(index, query, bits, words, served, candidates);
  bits.fill(0);
  for (let i = 0; i < length; i++) addBit(bits, candidates[i]!);
  return bits;
}

/** How many results of a query that has been checked come before a place in its order, and up to it. */
export function findOrdinal(index: DocumentIndex, given: SearchQuery, position: OrderPosition): Ordinal {
  const { facets: _, ...query } = given;
  const { slots, seen } = match(index, query);
  count(index, query, [], slots, seen);
  return ordinalOf(index, query, slots, seen, measuresWhatItSorts(query), position);
}

/** The slots that meet every condition, except for at most one open field's: the first `seen` of `slots`. */
function match(index: DocumentIndex, query: SearchQuery) {
  index.scratch.takeBack();
  const open = openFields(index, query);
  const slots = index.candidates;
  const served = servedAreas(index, query);
  const bits = nearby(index, query, served);
  const words = wordsOf(bits, index.scratch.wordRoom);
  intersect(bits, index.live, words);
  keepByBits(index, query, open, bits, words);
  return { open, slots, seen: keepBySlots(index, query, bits, words, served, slots) };
}

/** Groups slots if the query does, and counts them or their groups by the values of some fields. */
function count(
  { keywords, grouping }: DocumentIndex,
  { groupBy }: SearchQuery,
  fields: readonly string[],
  slots: Int32Array,
  length: number,
): Record<string, Map<string, number>> {
  if (groupBy === undefined) return keywords.count(fields, slots, length);
  keywords.group(grouping, groupBy, slots, length);
  return keywords.countGroups(fields, grouping);
}

/** The slots of provision that serves one of the scope's areas; null if there is none. */
function servedAreas({ keywords, scratch }: DocumentIndex, { scope }: SearchQuery): Bits | null {
  const areas = scope?.areas.filter((area) => keywords.slotsOf(AREAS_SERVED, area) !== null) ?? [];
  return areas.length > 0 ? keywords.anyOf(AREAS_SERVED, areas, scratch.everyWord) : null;
}

/** The slots that are near enough to a radius to be looked at, visible or not. */
function nearby({ places, scratch, live }: DocumentIndex, { scope }: SearchQuery, served: Bits | null): Bits {
  const near = scratch.take();
  if (scope?.kind !== 'radius' || !places.uniteNear(scope.centre, scope.metres, near)) near.set(live);
  else if (served) unite(near, served, scratch.everyWord);
  return near;
}

function openFields(index: DocumentIndex, { conditions, facets }: SearchQuery): OpenField[] {
  if (facets?.mode !== 'disjunctive') return [];
  const open = new Map<string, Bits>();
  for (const condition of conditions) {
    if (condition.kind !== 'anyOf' || !facets.fields.includes(condition.field)) continue;
    const matching = index.keywords.anyOf(condition.field, condition.values, index.scratch.everyWord);
    const earlier = open.get(condition.field);
    if (earlier) intersect(earlier, matching, index.scratch.everyWord);
    else open.set(condition.field, matching);
  }
  return [...open].map(([field, bits]) => ({ field, bits }));
}

/** Keeps in the `words` of `bits` what meets every keyword and concept condition, except for at most one open field's. */
function keepByBits(
  { keywords, scratch }: DocumentIndex,
  query: SearchQuery,
  open: readonly OpenField[],
  bits: Bits,
  words: Words,
): void {
  for (const condition of query.conditions) {
    if (condition.kind === 'allOf') keywords.keepAllOf(bits, condition.field, condition.values, words);
    if (condition.kind === 'noneOf') keywords.keepNoneOf(bits, condition.field, condition.values, words);
    if (condition.kind === 'anyOf' && !open.some(({ field }) => field === condition.field)) {
      keywords.keepAnyOf(bits, condition.field, condition.values, words);
    }
  }
  for (const concept of query.concepts) {
    const either = keywords.anyOf(STRONG_CONCEPTS, [concept], words);
    keywords.slotsOf(RELATED_CONCEPTS, concept)?.uniteInto(either, words);
    intersect(bits, either, words);
  }
  if (open.length > 1) intersect(bits, missingAtMostOne(open, scratch, words), words);
}

function missingAtMostOne(open: readonly OpenField[], scratch: BitsPool, words: Words): Bits {
  const allowed = scratch.take();
  const others = scratch.take();
  for (const left of open) {
    others.fill(-1);
    for (const other of open) if (other !== left) intersect(others, other.bits, words);
    unite(allowed, others, words);
  }
  return allowed;
}

/** Writes into `slots` those of `bits` that also match the words, the numbers, the place and the openings. */
function keepBySlots(
  index: DocumentIndex,
  query: SearchQuery,
  bits: Bits,
  words: Words,
  served: Bits | null,
  slots: Int32Array,
): number {
  let length =
    query.words.length > 0
      ? index.text.match(query.words, bits, index.size, slots)
      : listSlots(bits, words, slots);
  for (const condition of query.conditions) {
    if (condition.kind === 'number') {
      const { field, gte = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = condition;
      length = index.numbers.get(field)!.keepBetween(slots, length, gte, lte);
    } else if (condition.kind === 'within') {
      length = index.ranges.get(condition.field)!.keepHolding(slots, length, condition.value);
    }
  }
  for (const condition of query.conditions) {
    if (condition.kind === 'opening') length = index.openings.keepOpen(slots, length, condition);
  }
  return keepInScope(index, query, served, slots, length);
}

function keepInScope(
  index: DocumentIndex,
  { scope }: SearchQuery,
  served: Bits | null,
  slots: Int32Array,
  length: number,
): number {
  if (!scope) return length;
  const { places, keywords, reach } = index;
  if (scope.kind === 'radius') {
    return places.keepWithin(slots, length, scope.centre, scope.metres, served, reach);
  }
  if (scope.kind === 'box') return places.keepInBox(slots, length, scope, served, reach);
  const { everyWord } = index.scratch;
  const sites = keywords.anyOf(scope.field, scope.values, everyWord);
  intersect(sites, index.onSite, everyWord);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const slot = slots[i]!;
    const onSite = hasBit(sites, slot);
    if (onSite || (served && hasBit(served, slot))) {
      reach[slot] = onSite ? SITE : AREA;
      slots[kept++] = slot;
    }
  }
  return kept;
}

/** Whether the order is by the distance from the centre of a radius, from which its edge has already been measured. */
function measuresWhatItSorts({ scope, sort }: SearchQuery): boolean {
  if (scope?.kind !== 'radius' || sort.by !== 'distance') return false;
  return scope.centre.lat === sort.from.lat && scope.centre.lng === sort.from.lng;
}

/** Moves the slots that are in every open field's bits to the front. Returns how many. */
function keepInAll(slots: Int32Array, length: number, open: readonly OpenField[]): number {
  if (open.length === 0) return length;
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const slot = slots[i]!;
    if (open.every(({ bits }) => hasBit(bits, slot))) slots[kept++] = slot;
  }
  return kept;
}

function hit(index: DocumentIndex, { scope, sort }: SearchQuery, slot: number): EngineHit {
  const id = index.id(slot);
  const onSite = !scope || index.reach[slot] === SITE;
  const from = sort.by === 'distance' ? sort.from : scope?.kind === 'radius' ? scope.centre : null;
  const metres = onSite && from ? index.places.metres(slot, from) : Number.NaN;
  return {
    id,
    ...(Number.isNaN(metres) ? {} : { distanceMetres: metres }),
    ...(scope ? { reachedBy: onSite ? ('SITE' as const) : ('AREA' as const) } : {}),
  };
}
