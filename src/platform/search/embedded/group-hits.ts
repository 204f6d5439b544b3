import { TopK } from '../lookup/top-k.js';
import { type EngineHit, MOST_OTHERS, type SearchQuery } from '../port.js';
import type { DocumentIndex } from './document-index.js';
import { equality } from './rank.js';

const NONE: NonNullable<EngineHit['others']> = [];

/**
 * Returns a function for the hit of a group, given its best slot: the nearest slot of the same thing that is as good, with the group's
 * others. `hit` makes the hit of a slot alone.
 */
export function groupHits(
  index: DocumentIndex,
  query: SearchQuery,
  hit: (slot: number) => EngineHit,
): (best: number) => EngineHit {
  const { grouping, keywords, groups } = index;
  const areEqual = equality(index, query);
  const metresTo = (slot: number) => hit(slot).distanceMetres ?? Number.POSITIVE_INFINITY;
  return (best) => {
    const members = grouping.members(best);
    if (members.length === 1) return { ...hit(best), others: NONE };
    const metres = members.map(metresTo);
    const nearest = new TopK(1, index.compareIds);
    for (const [i, slot] of members.entries()) {
      if (slot === best || (keywords.sharesValue(groups[0]!, slot, best) && areEqual(slot, best)))
        nearest.offer(metres[i]!, slot);
    }
    const [{ slot: first, key } = { slot: best, key: 0 }] = nearest.entries();
    const shown = key === Number.POSITIVE_INFINITY ? best : first;
    const others = new TopK(MOST_OTHERS, index.compareIds);
    for (const [i, slot] of members.entries()) if (slot !== shown) others.offer(metres[i]!, slot);
    return { ...hit(shown), others: others.sorted().map(hit) };
  };
}
