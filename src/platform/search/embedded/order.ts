import type { OrderPosition, Ordinal } from '../order-position.js';
import type { SearchQuery } from '../port.js';
import type { DocumentIndex } from './document-index.js';
import { SITE } from './place-column.js';
import { keepBestOfEach, sortKey } from './rank.js';

/** Returns a function for the place of a slot in the order; null by relevance, which is not an order of documents alone. */
export function positionsIn(
  index: DocumentIndex,
  query: SearchQuery,
): ((slot: number) => OrderPosition) | null {
  const { sort } = query;
  if (sort.by === 'relevance') return null;
  const key = keyIn(index, query);
  const texts = sort.by === 'text' ? index.text.order(sort.field) : null;
  return (slot) => {
    const id = index.id(slot);
    if (texts) return { key: null, text: texts.text(slot), id };
    const number = key(slot);
    return { key: Number.isFinite(number) ? number : null, id };
  };
}

/** How many of the results come before a place in the order. `slots` are all that match, grouped if the query groups. */
export function ordinalOf(
  index: DocumentIndex,
  query: SearchQuery,
  slots: Int32Array,
  length: number,
  isMeasured: boolean,
  position: OrderPosition,
): Ordinal {
  const results =
    query.groupBy === undefined ? length : keepBestOfEach(index, query, slots, length, isMeasured);
  const compare = comparison(index, query, position);
  let before = 0;
  let at = 0;
  for (let i = 0; i < results; i++) {
    const order = compare(slots[i]!);
    if (order < 0) before++;
    else if (order === 0) at++;
  }
  return { before, upTo: before + at };
}

/** Returns a function for where a slot is: negative before the position, 0 at it, positive after it. */
function comparison(
  index: DocumentIndex,
  query: SearchQuery,
  { key, text, id }: OrderPosition,
): (slot: number) => number {
  const { sort } = query;
  const byId = (slot: number) => compare(index.id(slot), id);
  if (sort.by === 'relevance') return byId;
  if (sort.by === 'text') {
    const texts = index.text.order(sort.field);
    return (slot) => compare(texts.text(slot), text ?? '') || byId(slot);
  }
  const own = keyIn(index, query);
  const wanted = key ?? Number.POSITIVE_INFINITY;
  return (slot) => compare(own(slot), wanted) || byId(slot);
}

/** Returns a function for the number that a slot is sorted by; Infinity if it has none. */
function keyIn(index: DocumentIndex, query: SearchQuery): (slot: number) => number {
  const { sort, scope } = query;
  if (sort.by !== 'distance') return sortKey(index, query);
  const { places, reach } = index;
  return (slot) => {
    const metres = scope && reach[slot] !== SITE ? Number.NaN : places.metres(slot, sort.from);
    return Number.isNaN(metres) ? Number.POSITIVE_INFINITY : metres;
  };
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
