import type { Exploration, Said } from '../exploration.js';
import type { SearchQuery } from '../port.js';
import { addBit, type Bits, countShared, intersect, unite, wordsOf } from './bits.js';
import { type DocumentIndex, MEANT_CONCEPTS, RELATED_CONCEPTS, STRONG_CONCEPTS } from './document-index.js';
import { candidatesOf } from './run-query.js';

/**
 * Looks at what parts of a question would find, before one question is asked. The question gives the conditions and the place;
 * its words and concepts do not count.
 */
export function explore<T>(
  index: DocumentIndex,
  question: Pick<SearchQuery, 'conditions' | 'scope'>,
  parts: readonly Said[],
  look: (exploration: Exploration) => T,
): T {
  const base = candidatesOf(index, question);
  const sets = parts.map((part) => setOf(index, part));
  const { everyWord, wordRoom } = index.scratch;
  const both = index.scratch.take();
  return look({
    alone: (part) => countShared(sets[part]!, index.live),
    together(chosen) {
      both.set(base);
      const words = wordsOf(both, wordRoom);
      for (const part of chosen) intersect(both, sets[part]!, words);
      return countShared(both, base);
    },
    togetherWithAny(chosen, all) {
      both.fill(0);
      for (const part of chosen) unite(both, sets[part]!, everyWord);
      for (const part of all) intersect(both, sets[part]!, everyWord);
      return countShared(both, base);
    },
  });
}

function setOf(index: DocumentIndex, part: Said): Bits {
  const { keywords, scratch, text } = index;
  const set = scratch.take();
  if ('concept' in part) {
    const fields = part.loosely ? [STRONG_CONCEPTS, RELATED_CONCEPTS] : [MEANT_CONCEPTS];
    for (const field of fields) keywords.slotsOf(field, part.concept)?.uniteInto(set, scratch.everyWord);
    return set;
  }
  const add = (slot: number) => addBit(set, slot);
  if ('anyWord' in part) text.slotsWithAny(part.anyWord, add);
  else text.slotsLike(part.likeWord, part.isBeginning ?? false, add);
  return set;
}
