import { TopK } from '../lookup/top-k.js';
import type { SearchQuery } from '../port.js';
import {
  type DocumentIndex,
  LIKELY_CONCEPTS,
  MEANT_CONCEPTS,
  RELATED_CONCEPTS,
  STRONG_CONCEPTS,
} from './document-index.js';
import { SITE } from './place-column.js';
import {
  aboutEach,
  inverseFrequency,
  LAYER,
  LIKELY_CONCEPT_BONUS,
  MEANT_CONCEPT_BONUS,
  RELATED_CONCEPT_BONUS,
  STRONG_CONCEPT_BONUS,
} from './relevance.js';
import type { SlotSet } from './slot-set.js';

/**
 * The slots of the requested page, out of all that match, in order. Equal ones are sorted by id. `isMeasured`: whether exactly
 * these slots were already measured from the point to sort from.
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

/**
 * The best slot of each group of the requested page, in order, out of all that match, which have been grouped. `slots` then holds the
 * best of each group.
 */
export function rankGroups(
  index: DocumentIndex,
  query: SearchQuery,
  slots: Int32Array,
  length: number,
  isMeasured: boolean,
): number[] {
  const { offset, size } = query.page;
  const { grouping, places, reach } = index;
  if (size === 0 || offset >= grouping.count) return [];
  const { sort, scope } = query;
  const top = new TopK(offset + size, tieBreak(index, query));
  const groups = keepBestOfEach(index, query, slots, length, isMeasured);
  if (sort.by === 'distance') {
    places.offerByDistance(slots, groups, sort.from, scope ? reach : null, top);
  } else {
    for (let n = 0; n < groups; n++) top.offer(grouping.keys[n]!, slots[n]!);
  }
  return top.sorted().slice(offset);
}

/** Moves the best slot of each group to the front of `slots`, which have been grouped. Returns how many. By distance, they are measured. */
export function keepBestOfEach(
  index: DocumentIndex,
  query: SearchQuery,
  slots: Int32Array,
  length: number,
  isMeasured: boolean,
): number {
  const { grouping, places, reach } = index;
  const { sort, scope } = query;
  const tie = tieBreak(index, query);
  if (sort.by !== 'distance') {
    grouping.keepBest(slots, length, sortKey(index, query), tie);
    return grouping.count;
  }
  if (!isMeasured) places.measure(slots, length, sort.from);
  return places.keepNearestOfEach(grouping, slots, length, sort.from, scope ? reach : null, tie);
}

/** Returns a function for whether two slots of one thing are equal by the sort. By relevance, they count as that. */
export function equality(index: DocumentIndex, query: SearchQuery): (a: number, b: number) => boolean {
  const { sort } = query;
  if (sort.by === 'relevance') return () => true;
  if (sort.by === 'distance') return (a, b) => a === b;
  const key = sortKey(index, query);
  const texts = sort.by === 'text' ? index.text.order(sort.field) : null;
  return (a, b) => key(a) === key(b) && (texts === null || texts.compare(a, b) === 0);
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

/** Returns a function for the number by which a slot is sorted. By distance, slots are measured instead. */
export function sortKey(index: DocumentIndex, query: SearchQuery): (slot: number) => number {
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

/** More than any two places are apart. */
const FARTHEST_METRES = 2.1e7;

interface Meaning {
  readonly strong: SlotSet | null;
  readonly related: SlotSet | null;
  readonly likely: SlotSet | null;
  readonly meant: SlotSet | null;
  /** How much the concept tells, compared with the one that tells most. */
  readonly share: number;
}

/** The documents of each concept that counts for the order. One that few documents have tells more. */
function meaningsOf(
  { keywords, size }: DocumentIndex,
  required: readonly string[],
  preferred: readonly string[],
): Meaning[] {
  const all = [...new Set([...required, ...preferred])].map((concept) => {
    const strong = keywords.slotsOf(STRONG_CONCEPTS, concept);
    const related = keywords.slotsOf(RELATED_CONCEPTS, concept);
    const meant = keywords.slotsOf(MEANT_CONCEPTS, concept);
    const likely = keywords.slotsOf(LIKELY_CONCEPTS, concept);
    return {
      strong,
      related,
      likely,
      meant,
      telling: inverseFrequency(size, (strong?.size ?? 0) + (related?.size ?? 0)),
    };
  });
  const most = Math.max(...all.map(({ telling }) => telling));
  return all.map(({ strong, related, likely, meant, telling }) => ({
    strong,
    related,
    likely,
    meant,
    share: telling / most,
  }));
}

/** Minus the score, so that the highest comes first. */
function relevance(index: DocumentIndex, query: SearchQuery): (slot: number) => number {
  const { words, concepts, preferred = [] } = query;
  const { text } = index;
  const searched = words.map((word) => word.text);
  const phrase = query.phrase ?? searched;
  const exact = text.exactBonus(phrase);
  const others = query.helpful ?? phrase.filter((word) => !searched.includes(word));
  const bonus = others.length > 0 ? text.wordBonus(others, index.size) : () => 0;
  const meanings = meaningsOf(index, concepts, preferred);
  const relatedTo = index.keywords.lengthsOf(RELATED_CONCEPTS);
  const specific = (slot: number) => aboutEach(relatedTo(slot));
  const meaning = (slot: number) => {
    let sum = 0;
    for (let i = 0; i < meanings.length; i++) {
      const { strong, related, likely, meant, share } = meanings[i]!;
      if (strong?.has(slot)) sum += STRONG_CONCEPT_BONUS * share;
      else if (likely?.has(slot)) sum += LIKELY_CONCEPT_BONUS * share;
      else if (meant?.has(slot)) sum += MEANT_CONCEPT_BONUS * share * specific(slot);
      else if (related?.has(slot)) sum += RELATED_CONCEPT_BONUS * share * specific(slot);
    }
    return sum;
  };
  const score = (slot: number) =>
    -((words.length > 0 ? text.score(slot) : 0) + bonus(slot) + exact(slot) + meaning(slot));
  const nearest = query.sort.by === 'relevance' ? query.sort.nearest : undefined;
  if (!nearest) return score;
  // Whole layers first, and within a layer the distance, which is always less than one layer.
  return (slot) => {
    const metres =
      query.scope && index.reach[slot] !== SITE ? Number.NaN : index.places.metres(slot, nearest);
    return Math.round(score(slot) / LAYER) + (Number.isNaN(metres) ? 0.6 : metres / FARTHEST_METRES);
  };
}
