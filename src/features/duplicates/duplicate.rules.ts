/** The reasons why two entries may be duplicates, strongest first. */
export const reasonKinds = [
  'SAME_URN',
  'SAME_UKPRN',
  'SAME_COMPANY_NUMBER',
  'SAME_CHARITY_NUMBER',
  'SIMILAR_NAME',
  'SAME_POSTCODE',
  'SAME_OUTCODE',
  'SAME_LOCAL_AUTHORITY',
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** How likely it is that two entries are duplicates. */
export const strengths = ['STRONG', 'LIKELY', 'POSSIBLE'] as const;
export type Strength = (typeof strengths)[number];

/** A reason as it is found. A similar name always comes with something else that the two entries share. */
export interface FoundReason {
  readonly kind: Exclude<ReasonKind, 'SIMILAR_NAME'>;
  /** How similar the names are, 0 to 1 (pg_trgm). Null for a number. */
  readonly similarity: number | null;
  /** The value that both entries share. */
  readonly value: string;
}

/** A reason as the graph shows it. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly similarity: number | null;
  readonly sentence: string;
}

/**
 * The weight of each reason, 0 to 1. A similar name weighs its similarity times this. Several reasons combine as
 * 1 - (1 - a)(1 - b)...
 */
export const weights = {
  SAME_URN: 0.99,
  SAME_UKPRN: 0.9,
  SAME_COMPANY_NUMBER: 0.9,
  SAME_CHARITY_NUMBER: 0.9,
  SAME_POSTCODE: 0.9,
  SAME_OUTCODE: 0.6,
  SAME_LOCAL_AUTHORITY: 0.5,
} as const satisfies Record<FoundReason['kind'], number>;

/** How similar names must be (pg_trgm) for entries at the same postcode. */
export const SIMILAR = 0.5;
/** How similar names must be for entries that only share a neighbourhood or local authority, or that have different URNs. */
export const NEARLY_EQUAL = 0.8;

/** The largest number of candidates shown for one entry. */
export const MOST_CANDIDATES = 20;

/** Returns the strength of a score, which goes up to 1000. */
export function strengthOf(score: number): Strength {
  if (score >= 850) return 'STRONG';
  return score >= 600 ? 'LIKELY' : 'POSSIBLE';
}

const sentences: Readonly<Record<FoundReason['kind'], (value: string) => string>> = {
  SAME_URN: (value) => `Both have the URN ${value}.`,
  SAME_UKPRN: (value) => `Both have the UKPRN ${value}, and their URNs do not differ.`,
  SAME_COMPANY_NUMBER: (value) => `Both have the company number ${value}, and no stronger number differs.`,
  SAME_CHARITY_NUMBER: (value) => `Both have the charity number ${value}, and no stronger number differs.`,
  SAME_POSTCODE: (value) => `Both are at the postcode ${value}.`,
  SAME_OUTCODE: (value) => `Both are in ${value}.`,
  SAME_LOCAL_AUTHORITY: () =>
    'Both are in the register of the same local authority, and one of them has no known place.',
};

/** Puts each reason into a sentence. `isThrough`: the reasons concern an entry that was merged into the candidate. */
export function inWords(found: readonly FoundReason[], isThrough = false): Reason[] {
  const said = found.flatMap(({ kind, similarity, value }): Reason[] => {
    const reason = { kind, similarity: null, sentence: sentences[kind](value) };
    if (similarity === null) return [reason];
    const sentence =
      similarity === 1
        ? 'Their names are the same.'
        : `Their names are ${Math.round(100 * similarity)}% similar.`;
    return [{ kind: 'SIMILAR_NAME', similarity, sentence }, reason];
  });
  if (!isThrough) return said;
  return said.map((reason) => ({
    ...reason,
    sentence: `About an entry that was merged into this one: ${reason.sentence}`,
  }));
}
