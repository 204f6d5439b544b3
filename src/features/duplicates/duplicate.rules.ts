/** Why two entries may be the same, in the order of the cascade of identity. */
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

/** How much speaks for it. */
export const strengths = ['STRONG', 'LIKELY', 'POSSIBLE'] as const;
export type Strength = (typeof strengths)[number];

/** A reason as it is found: a similar name always comes with what brings the two together. */
export interface FoundReason {
  readonly kind: Exclude<ReasonKind, 'SIMILAR_NAME'>;
  /** Of their names, 0 to 1 (pg_trgm); null for a number. */
  readonly similarity: number | null;
  /** What both have. */
  readonly value: string;
}

/** A reason as it is shown. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly similarity: number | null;
  readonly sentence: string;
}

/**
 * What a reason weighs, 0 to 1; that of a similar name is its similarity times this. Several reasons are put together as
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

/** How alike names must be (pg_trgm), by what else brings two entries together. */
export const SIMILAR = 0.5;
/** Where only the neighbourhood does, or where a URN says that they are two. */
export const NEARLY_EQUAL = 0.8;

/** Most candidates that are shown of one entry. */
export const MOST_CANDIDATES = 20;

/** What a score of 1000 comes to. */
export function strengthOf(score: number): Strength {
  if (score >= 850) return 'STRONG';
  return score >= 600 ? 'LIKELY' : 'POSSIBLE';
}

const sentences: Readonly<Record<FoundReason['kind'], (value: string) => string>> = {
  SAME_URN: (value) => `Both have the URN ${value}.`,
  SAME_UKPRN: (value) => `Both have the UKPRN ${value}, and no URN tells them apart.`,
  SAME_COMPANY_NUMBER: (value) =>
    `Both have the company number ${value}, and no stronger number tells them apart.`,
  SAME_CHARITY_NUMBER: (value) =>
    `Both have the charity number ${value}, and no stronger number tells them apart.`,
  SAME_POSTCODE: (value) => `Both are at the postcode ${value}.`,
  SAME_OUTCODE: (value) => `Both are in ${value}.`,
  SAME_LOCAL_AUTHORITY: () =>
    'Both are in the register of one local authority, and of one no place is known.',
};

/** Reasons in words, a sentence each. `isThrough`: they are those of an entry that was merged into the candidate. */
export function inWords(found: readonly FoundReason[], isThrough = false): Reason[] {
  const said = found.flatMap(({ kind, similarity, value }): Reason[] => {
    const reason = { kind, similarity: null, sentence: sentences[kind](value) };
    if (similarity === null) return [reason];
    const sentence =
      similarity === 1
        ? 'Their names are the same.'
        : `Their names are alike, by ${Math.round(100 * similarity)} %.`;
    return [{ kind: 'SIMILAR_NAME', similarity, sentence }, reason];
  });
  if (!isThrough) return said;
  return said.map((reason) => ({
    ...reason,
    sentence: `Of an entry that was merged into it: ${reason.sentence}`,
  }));
}
