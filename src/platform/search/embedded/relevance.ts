/**
 * The relevance formula, in one place.
 *
 * For each query word, the best of the document's matching words counts:
 *
 *     word(q, d)  = idf(q) * (prefix only ? PREFIX_SHARE : 1) * sum over fields f of weight(f) * saturation(tf, length)
 *     idf(q)      = ln(1 + (N - n + 0.5) / (n + 0.5))          n: documents with any word that q matches (at most N)
 *     saturation  = tf * (K1 + 1) / (tf + K1 * (1 - B + B * min(length, LONGEST) / REFERENCE_LENGTH))
 *     score(q, d) = sum of word(q, d) + concept bonuses - TYPO_PENALTY * typos
 *                   + word(p, d) of each word p of the phrase that need not match, where d has it letter by letter
 *                   + EXACT_BONUS if a field is the phrase (where none is given: the query)
 *
 * This is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with two changes. The weights of
 * fields are shares of the heaviest one. Length is measured against a constant instead of the collection's average, so
 * that a stored weight never goes stale and the same documents score the same however they came in.
 *
 * Hence: a field that is the phrase, word for word, first (the heaviest such field); then the fewest typos; then the sum.
 * PREFIX_SHARE is so low that within one field no repetition and no shortness lifts a prefix above the word itself.
 *
 * The sum over fields is known when a document comes in. It is stored as one of 256 levels, 4 % apart.
 */
const K1 = 1.2;
const B = 0.5;
const REFERENCE_LENGTH = 32;
const LONGEST = 128;

/** A word that the query only begins counts this share. */
export const PREFIX_SHARE = 0.2;

/** Larger than any sum of word scores and concept bonuses: one typo fewer always wins. */
export const TYPO_PENALTY = 1e4;

/** Larger than any number of typos; times the share of the field's weight. */
export const EXACT_BONUS = 1e9;

/** For each concept of the query that the document stands for strongly. About two well matched words. */
export const STRONG_CONCEPT_BONUS = 10;

/** For each concept of the query that the document is merely related to. */
export const RELATED_CONCEPT_BONUS = 3;

/** How much `count` occurrences of a word count in a field of `length` words. Below 2.2. */
export function saturation(count: number, length: number): number {
  const norm = 1 - B + (B * Math.min(length, LONGEST)) / REFERENCE_LENGTH;
  return (count * (K1 + 1)) / (count + K1 * norm);
}

/** Levels run from 2 ** -10 to 2 ** 5, more than five fields of the heaviest weight can sum up to. */
const LOWEST_EXPONENT = -10;
const LEVELS_PER_DOUBLING = 17;

/** The weight that each level stands for. */
export const LEVEL_WEIGHTS = Float64Array.from(
  { length: 256 },
  (_, level) => 2 ** (LOWEST_EXPONENT + level / LEVELS_PER_DOUBLING),
);

/** The level, 0 to 255, that stands for a weight above 0. */
export function levelOf(weight: number): number {
  const level = Math.round((Math.log2(weight) - LOWEST_EXPONENT) * LEVELS_PER_DOUBLING);
  return Math.min(255, Math.max(0, level));
}

/** How telling a word is that `matching` of `documents` documents have. Always positive. */
export function inverseFrequency(documents: number, matching: number): number {
  const n = Math.min(documents, matching);
  return Math.log(1 + (documents - n + 0.5) / (n + 0.5));
}

/** One typo from this many letters on. */
export const ONE_TYPO_FROM = 5;

/** Two typos from this many letters on. */
export const TWO_TYPOS_FROM = 9;

/** Words longer than this are taken as typed: nobody misspells them by one letter. */
const LONGEST_MISSPELT = 40;

/** Whether a word is a number: nothing is a slip of it, nor it of anything. */
export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

/** How many typos a query word may have: Meilisearch's rule, so that both engines find the same. */
export function typosAllowed(word: string): number {
  if (word.length < ONE_TYPO_FROM || word.length > LONGEST_MISSPELT || isNumber(word)) return 0;
  return word.length < TWO_TYPOS_FROM ? 1 : 2;
}
