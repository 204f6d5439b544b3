import { TopK } from '../lookup/top-k.js';
import type { SearchQuery } from '../port.js';
import { type DocumentIndex, STRONG_CONCEPTS } from './document-index.js';
import { RELATED_CONCEPT_BONUS, STRONG_CONCEPT_BONUS } from './relevance.js';
import type { SlotSet } from './slot-set.js';

/**
 * The slots of the page asked for, out of all that match, in order; equals come by id. `isMeasured`: whether these slots were
 * already measured from the point to sort from.
 */
export function rank(
  index: DocumentIndex,
  query: SearchQuery,
  slots: Int32Array,
  length: number,
  isMeasured: boolean,
): number[] {
  const { offset, size } = query.page;
  if (size === 0 || offset >= length) return [];
  if (query.sort.by === 'distance' && !isMeasured) index.places.measure(slots, length, query.sort.from);
  const top = new TopK(offset + size, tieBreak(index, query));
  offerAll(index, query, slots, length, top);
  return top.sorted().slice(offset);
}

function tieBreak(index: DocumentIndex, { sort }: SearchQuery): (a: number, b: number) => number {
  if (sort.by !== 'text') return index.compareIds;
  const texts = index.text.order(sort.field);
  return (a, b) => texts.compare(a, b) || index.compareIds(a, b);
}

function offerAll(
  index: DocumentIndex,
  query: SearchQuery,
  slots: Int32Array,
  length: number,
  top: TopK,
): void {
  const { sort, scope } = query;
  if (sort.by === 'distance') {
    index.places.offerByDistance(slots, length, sort.from, scope ? index.reach : null, top);
    return;
  }
  const key = sortKey(index, query);
  for (let i = 0; i < length; i++) {
    const slot = slots[i]!;
    top.offer(key(slot), slot);
  }
}

function sortKey(index: DocumentIndex, query: SearchQuery): (slot: number) => number {
  const { sort } = query;
  switch (sort.by) {
    case 'number': {
      const column = index.numbers.get(sort.field)!;
      return (slot) => {
        const value = column.at(slot);
        return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
      };
    }
    case 'opening':
      return index.openings.earliest(sort);
    case 'text':
      return index.text.order(sort.field).key;
    default:
      return relevance(index, query);
  }
}

/** Minus the score, so that the highest comes first. */
function relevance(index: DocumentIndex, query: SearchQuery): (slot: number) => number {
  const { words, concepts, phrase = words } = query;
  const { keywords, text } = index;
  const exact = text.exactBonus(phrase);
  const others = phrase.filter((word) => !words.includes(word));
  const bonus = others.length > 0 ? text.wordBonus(others, index.size) : () => 0;
  const strong = concepts.map((concept) => keywords.slotsOf(STRONG_CONCEPTS, concept));
  const meaning = (set: SlotSet | null, slot: number) =>
    set?.has(slot) ? STRONG_CONCEPT_BONUS : RELATED_CONCEPT_BONUS;
  return (slot) => {
    const written = (words.length > 0 ? text.score(slot) : 0) + bonus(slot) + exact(slot);
    return strong.reduce((sum, set) => sum - meaning(set, slot), -written);
  };
}
