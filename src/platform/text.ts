/**
 * Folds text for comparison: NFKD without combining marks, lower case, curly apostrophes removed.
 * "Café", "CAFÉ" and "cafe" fold alike, as do "King's", "King’s" and "Kings".
 */
export function fold(text: string): string {
  const bare = PLAIN.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return bare.toLowerCase().replace(/['’‘`´]/g, '');
}

/** Most texts are of these characters alone: they have no marks to take off, and to look for words in them takes half the time. */
const PLAIN = /^[\t\n\r -~]*$/;

/** The folded words of a text: runs of letters and digits, in order. */
export function words(text: string): readonly string[] {
  const folded = fold(text);
  return folded.match(PLAIN.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? [];
}

const latest = new Map<string, readonly string[]>();
const MOST_LATEST = 64;

/**
 * `words`, remembered for the latest few texts: one that is indexed is asked for its words several times in a row. Only for what
 * the register says; what people ask is not to stay in memory.
 */
export function wordsOfEntry(text: string): readonly string[] {
  const known = latest.get(text);
  if (known) return known;
  const found = words(text);
  if (latest.size === MOST_LATEST) latest.clear();
  latest.set(text, found);
  return found;
}

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** What may be chosen from, as a sentence says it: "1, 3 or 6". */
export function eitherInWords(choices: readonly (string | number)[]): string {
  return alternatives.format(choices.map(String));
}
