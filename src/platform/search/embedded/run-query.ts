import type { EngineHit, SearchQuery } from '../port.js';
import { type Bits, hasBit, intersect, listSlots, unite, type Words, wordsOf } from './bits.js';
import type { BitsPool } from './bits-pool.js';
import { AREAS_SERVED, type DocumentIndex, RELATED_CONCEPTS, STRONG_CONCEPTS } from './document-index.js';
import { AREA, SITE } from './place-column.js';
import { rank } from './rank.js';

/** What a generation of documents answers. */
export interface Answer {
  readonly hits: readonly EngineHit[];
  readonly total: number;
  readonly facets: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/** A facet field in disjunctive mode, and the slots that meet all its own anyOf conditions. */
interface OpenField {
  readonly field: string;
  readonly bits: Bits;
}

/**
 * Answers a query that has been checked: first what is near, as bits; of those the keywords and concepts, 32 documents at a
 * time; then words, then what must be looked at document by document, the cheapest test first, and last the order, as far
 * as the page needs it.
 */
export function runQuery(index: DocumentIndex, query: SearchQuery): Answer {
  index.scratch.takeBack();
  const open = openFields(index, query);
  const slots = index.candidates;
  const served = servedAreas(index, query);
  const bits = nearby(index, query, served);
  const words = wordsOf(bits, index.scratch.wordRoom);
  intersect(bits, index.live, words);
  keepByBits(index, query, open, bits, words);
  const seen = keepBySlots(index, query, bits, words, served, slots);

  // The facet of an open field counts documents that the hits leave out.
  const openFacets = open.map(({ field }) => {
    const wider = slots.slice(0, seen);
    const length = keepInAll(
      wider,
      seen,
      open.filter((other) => other.field !== field),
    );
    return index.keywords.count([field], wider, length);
  });
  const total = keepInAll(slots, seen, open);
  const closed = query.facets?.fields.filter((name) => !open.some(({ field }) => field === name)) ?? [];
  const closedFacets = index.keywords.count(closed, slots, total);
  const page = rank(index, query, slots, total, open.length === 0 && measuresWhatItSorts(query));
  return {
    hits: page.map((slot) => hit(index, query, slot)),
    total,
    facets: Object.assign(closedFacets, ...openFacets),
  };
}

/** The slots of provision that serves one of the scope's areas; null when there is none. */
function servedAreas({ keywords, scratch }: DocumentIndex, { scope }: SearchQuery): Bits | null {
  const areas = scope?.areas.filter((area) => keywords.slotsOf(AREAS_SERVED, area) !== null) ?? [];
  return areas.length > 0 ? keywords.anyOf(AREAS_SERVED, areas, scratch.everyWord) : null;
}

/** What does not lie too far from a radius to be looked at, visible or not. */
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

/** Keeps of `bits`, in its `words`, what meets every keyword and concept condition, but for at most one open field's. */
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

/** Whether the order is by the distance from a radius' centre, which its edge has been measured from. */
function measuresWhatItSorts({ scope, sort }: SearchQuery): boolean {
  if (scope?.kind !== 'radius' || sort.by !== 'distance') return false;
  return scope.centre.lat === sort.from.lat && scope.centre.lng === sort.from.lng;
}

/** Moves the slots that are in every open field's bits to the front; returns how many. */
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
