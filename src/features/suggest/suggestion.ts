import { withoutNeedlessMistakes } from '../../platform/search/lookup/name-index.js';
import type { SuggestionKind } from './suggest.rules.js';

/** Where to search from: one key, as `near.place` of a search takes it. */
export type SuggestedPlace =
  | { readonly postcode: string }
  | { readonly name: string }
  | { readonly point: { readonly latitude: number; readonly longitude: number } }
  | { readonly schoolUrn: string }
  | { readonly district: string }
  | { readonly planningArea: string };

/** What to narrow a search by: `filter: { <field>: { anyOf: [<value>] } }`. */
export interface SuggestedFilter {
  readonly field: string;
  readonly value: string;
}

/** Something that somebody may mean. One of `near` and `filter` is there: what a search does with it. */
export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly label: string;
  /** What it is, to be shown beside the label. */
  readonly detail: string;
  readonly isDemonstration: boolean;
  readonly near: SuggestedPlace | null;
  readonly filter: SuggestedFilter | null;
  /** The other name that was typed, where the label does not begin with it. */
  readonly alsoCalled: string | null;
}

/** Something that can be suggested, with what it is found by. */
export interface Suggestible extends Omit<Suggestion, 'alsoCalled'> {
  /** What else it is called. */
  readonly otherNames: readonly string[];
  /** For codes, the days between which they may be used (`yyyy-mm-dd`, inclusive; null: no end). */
  readonly validity?: { readonly validFrom: string | null; readonly validTo: string | null };
  /** For a concept that means one code and nothing else: that code, which is suggested in its place. */
  readonly standIn?: Suggestible;
}

/** An entry and how well it fits what was typed: see `Grade`. */
export interface Candidate {
  readonly entry: Suggestible;
  readonly grade: number;
}

/**
 * The best `most` candidates: better grades first, and within a grade one of each group in turn. Half of the places are
 * kept for the best of each group, so that many of one kind do not hide another kind that fits less well.
 * @param groups each best first; an earlier group has the first turn.
 */
export function deal(groups: readonly (readonly Candidate[])[], most: number): Suggestible[] {
  const dealt = groups.flatMap((group) =>
    group.map(({ entry, grade }, i) => ({
      entry,
      grade,
      turn: i - group.findIndex((other) => other.grade === grade),
      isBest: i === 0,
    })),
  );
  // Sorting is stable: equal turns stay in the order of the groups.
  const all = withoutNeedlessMistakes(dealt).sort((a, b) => a.grade - b.grade || a.turn - b.turn);
  const chosen = new Set(all.filter(({ isBest }) => isBest).slice(0, Math.ceil(most / 2)));
  for (const candidate of all) if (chosen.size < most) chosen.add(candidate);
  return all.filter((candidate) => chosen.has(candidate)).map(({ entry }) => entry);
}
