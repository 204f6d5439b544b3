import { withoutNeedlessMistakes } from '../../platform/search/lookup/name-index.js';
import type { SuggestionKind } from './suggest.rules.js';

/** Where to search from: one key for `near.place` of a search. */
export type SuggestedPlace =
  | { readonly postcode: string }
  | { readonly name: string }
  | { readonly point: { readonly latitude: number; readonly longitude: number } }
  | { readonly schoolUrn: string }
  | { readonly district: string }
  | { readonly planningArea: string };

/** What to narrow a search with: `filter: { <field>: { anyOf: [<value>] } }`. */
export interface SuggestedFilter {
  readonly field: string;
  readonly value: string;
}

/** Something that someone may mean. Either `near` or `filter` says how to search for it. */
export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly label: string;
  /** What it is, to show next to the label. */
  readonly detail: string;
  readonly isDemonstration: boolean;
  readonly near: SuggestedPlace | null;
  readonly filter: SuggestedFilter | null;
  /** The other name that begins with the text, if the label does not. */
  readonly alsoCalled: string | null;
  /** If it stands only for the end of the text: the text with it written out, and the text without it. Otherwise null. */
  readonly text: string | null;
  readonly textWithout: string | null;
}

/** Something that can be suggested, with what it is found by. */
export interface Suggestible extends Omit<Suggestion, 'alsoCalled' | 'text' | 'textWithout'> {
  /** Its other names. */
  readonly otherNames: readonly string[];
  /** True if the other names are phrases that people say. A word from the middle of one finds it only by chance. */
  readonly isSaidInPhrases?: true;
  /** For a place: of those that fit equally well, the larger ones come first. */
  readonly size?: number;
  /** For a code, the first and last day on which it can be used (`yyyy-mm-dd`; null: no limit). */
  readonly validity?: { readonly validFrom: string | null; readonly validTo: string | null };
  /** For a concept that means a single code: that code, which is suggested instead. */
  readonly standIn?: Suggestible;
}

/** An entry and how well it fits what was typed: see `Grade`. */
export interface Candidate {
  readonly entry: Suggestible;
  readonly grade: number;
}

/**
 * The best `most` candidates: better grades first, and within a grade one from each group in turn. Half of the result is kept for
 * the best of each group, so that many of one kind do not hide another kind that fits less well.
 * @param groups each sorted best first. An earlier group has its turn first.
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
