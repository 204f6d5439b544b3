/**
 * The relevance formula, in one place.
 *
 * For each query word, the best of the document's matching words counts:
 *
 *     word(q, d)  = idf(q) * (prefix only ? PREFIX_SHARE : 1) * sum over fields f of weight(f) * saturation(tf, length)
 *     idf(q)      = ln(1 + (N - n + 0.5) / (n + 0.5))          n: documents with any word that q matches (at most N)
 *     saturation  = tf * (K1 + 1) / (tf + K1 * (1 - B + B * min(length, LONGEST) / REFERENCE_LENGTH))
 *     score(q, d) = sum of word(q, d) + sum of concept(c, d) - TYPO_PENALTY * typos
 *                   + word(p, d) of each word p of the phrase that need not match, if d has it letter by letter
 *                   + EXACT_BONUS if a field is the phrase (if none is given: the query)
 *
 *     concept(c, d) = the bonus for how d stands for c * idf(c) / the highest idf of a concept of the query
 *
 * With a place that is near, whole layers of scores (LAYER) come first, and within one the nearest.
 *
 * This is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with two changes. The weights of
 * fields are shares of the heaviest one. Length is compared with a constant, not with the average of the collection, so
 * that a stored weight is never outdated and the same documents score the same in whatever order they were added.
 *
 * The order is therefore: first, a field that is the phrase, word for word (the heaviest such field); then the fewest typos; then
 * the sum. PREFIX_SHARE is so low that within one field no repetition and no short length lifts a prefix above the word itself.
 *
 * The sum over fields is known when a document is added. It is stored as one of 256 levels, 4 % apart.
 */
const K1 = 1.2;
const B = 0.5;
const REFERENCE_LENGTH = 32;
const LONGEST = 128;

/** The share that a word counts if the query is only its beginning. */
export const PREFIX_SHARE = 0.2;

/** Larger than any sum of word scores and concept bonuses, so that one typo fewer always wins. */
export const TYPO_PENALTY = 1e4;

/** Larger than any number of typos. It is multiplied by the share of the field's weight. */
export const EXACT_BONUS = 1e9;

/** For a concept of the query that the document has strongly. About two words that match well. */
export const STRONG_CONCEPT_BONUS = 10;

/** For one that it is likely to stand for. */
export const LIKELY_CONCEPT_BONUS = 8;

/** For one that it means, but neither strongly nor likely. */
export const MEANT_CONCEPT_BONUS = 5;

/** For one that it is only related to. */
export const RELATED_CONCEPT_BONUS = 1.5;

/** A document with more looser concepts than this is less about each: the last two bonuses shrink in proportion. */
const USUAL_RELATED = 8;

/** The share of the looser bonuses for a document with so many looser concepts. */
export function aboutEach(related: number): number {
  return Math.min(1, USUAL_RELATED / (1 + related));
}

/** Scores that differ by less than this are about equal, if nearness counts too. */
export const LAYER = 3;

/** How much `count` occurrences of a word count in a field of `length` words. Below 2.2. */
export function saturation(count: number, length: number): number {
  const norm = 1 - B + (B * Math.min(length, LONGEST)) / REFERENCE_LENGTH;
  return (count * (K1 + 1)) / (count + K1 * norm);
}

/** Levels run from 2 ** -10 to 2 ** 5, more than the sum of five fields with the heaviest weight. */
const LOWEST_EXPONENT = -10;
const LEVELS_PER_DOUBLING = 17;

/** The weight that each level represents. */
export const LEVEL_WEIGHTS = Float64Array.from(
  { length: 256 },
  (_, level) => 2 ** (LOWEST_EXPONENT + level / LEVELS_PER_DOUBLING),
);

/** The level, 0 to 255, that represents a weight above 0. */
export function levelOf(weight: number): number {
  const level = Math.round((Math.log2(weight) - LOWEST_EXPONENT) * LEVELS_PER_DOUBLING);
  return Math.min(255, Math.max(0, level));
}

/** How much a word tells if `matching` of `documents` documents have it. Always positive. */
export function inverseFrequency(documents: number, matching: number): number {
  const n = Math.min(documents, matching);
  return Math.log(1 + (documents - n + 0.5) / (n + 0.5));
}

/** One typo is allowed in words with at least this many letters. */
export const ONE_TYPO_FROM = 5;

/** Two typos are allowed in words with at least this many letters. */
export const TWO_TYPOS_FROM = 9;

/** Words longer than this are taken as typed, because they are not words that people misspell by one letter. */
const LONGEST_MISSPELT = 40;

/** Whether a word is a number. Numbers are never treated as typos of other words, or the other way round. */
export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

/** How many typos a query word may have. This is Meilisearch's rule, so that both engines find the same. */
export function typosAllowed(word: string): number {
  if (word.length < ONE_TYPO_FROM || word.length > LONGEST_MISSPELT || isNumber(word)) return 0;
  return word.length < TWO_TYPOS_FROM ? 1 : 2;
}
