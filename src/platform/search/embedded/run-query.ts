import type { EngineHit, SearchQuery } from '../port.js';
import { type Bits, hasBit, intersect, listSlots, unite } from './bits.js';
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
 * Answers a query that has been checked: bits first (keywords and concepts, 32 documents at a time), then words, then what
 * must be looked at document by document, the cheapest test first, and last the order, as far as the page needs it.
 */
export function runQuery(index: DocumentIndex, query: SearchQuery): Answer {
  index.scratch.takeBack();
  const open = openFields(index, query);
  const slots = index.candidates;
  const served = servedAreas(index, query);
  const bits = keepByBits(index, query, open, served);
  const seen = keepBySlots(index, query, bits, served, slots);

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
  const page = rank(index, query, slots, total);
  return {
    hits: page.map((slot) => hit(index, query, slot)),
    total,
    facets: Object.assign(closedFacets, ...openFacets),
  };
}

/** The slots of provision that serves one of the scope's areas; null when it has none. */
function servedAreas({ keywords }: DocumentIndex, { scope }: SearchQuery): Bits | null {
  return scope && scope.areas.length > 0 ? keywords.anyOf(AREAS_SERVED, scope.areas) : null;
}

function openFields(index: DocumentIndex, { conditions, facets }: SearchQuery): OpenField[] {
  if (facets?.mode !== 'disjunctive') return [];
  const open = new Map<string, Bits>();
  for (const condition of conditions) {
    if (condition.kind !== 'anyOf' || !facets.fields.includes(condition.field)) continue;
    const matching = index.keywords.anyOf(condition.field, condition.values);
    const earlier = open.get(condition.field);
    if (earlier) intersect(earlier, matching);
    else open.set(condition.field, matching);
  }
  return [...open].map(([field, bits]) => ({ field, bits }));
}

/** The visible slots that meet every keyword and concept condition, but for at most one open field's. */
function keepByBits(
  index: DocumentIndex,
  query: SearchQuery,
  open: readonly OpenField[],
  served: Bits | null,
): Bits {
  const { keywords } = index;
  const bits = index.scratch.take();
  bits.set(index.live);
  for (const condition of query.conditions) {
    if (condition.kind === 'allOf') keywords.keepAllOf(bits, condition.field, condition.values);
    if (condition.kind === 'noneOf') keywords.keepNoneOf(bits, condition.field, condition.values);
    if (condition.kind === 'anyOf' && !open.some(({ field }) => field === condition.field)) {
      keywords.keepAnyOf(bits, condition.field, condition.values);
    }
  }
  for (const concept of query.concepts) {
    const either = keywords.anyOf(STRONG_CONCEPTS, [concept]);
    keywords.slotsOf(RELATED_CONCEPTS, concept)?.uniteInto(either);
    intersect(bits, either);
  }
  if (open.length > 1) intersect(bits, missingAtMostOne(open));
  keepNear(index, query, served, bits);
  return bits;
}

/** Leaves out what lies too far from a radius to be looked at one by one. */
function keepNear(
  { places, scratch }: DocumentIndex,
  { scope }: SearchQuery,
  served: Bits | null,
  bits: Bits,
): void {
  if (scope?.kind !== 'radius') return;
  const near = scratch.take();
  if (!places.uniteNear(scope.centre, scope.metres, near)) return;
  if (served) unite(near, served);
  intersect(bits, near);
}

function missingAtMostOne(open: readonly OpenField[]): Bits {
  const allowed: Bits = new Int32Array(open[0]!.bits.length);
  for (const left of open) {
    const others: Bits = new Int32Array(allowed.length).fill(-1);
    for (const other of open) if (other !== left) intersect(others, other.bits);
    unite(allowed, others);
  }
  return allowed;
}

/** Writes into `slots` those of `bits` that also match the words, the numbers, the place and the openings. */
function keepBySlots(
  index: DocumentIndex,
  query: SearchQuery,
  bits: Bits,
  served: Bits | null,
  slots: Int32Array,
): number {
  let length =
    query.words.length > 0 ? index.text.match(query.words, bits, index.size, slots) : listSlots(bits, slots);
  for (const condition of query.conditions) {
    if (condition.kind === 'number') {
      const { field, gte = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = condition;
      length = index.numbers.get(field)!.keepBetween(slots, length, gte, lte);
    } else if (condition.kind === 'within') {
      length = index.ranges.get(condition.field)!.keepHolding(slots, length, condition.value);
    }
  }
  length = keepInScope(index, query, served, slots, length);
  for (const condition of query.conditions) {
    if (condition.kind === 'opening') length = index.openings.keepOpen(slots, length, condition);
  }
  return length;
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
  const sites = keywords.anyOf(scope.field, scope.values);
  intersect(sites, index.onSite);
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
