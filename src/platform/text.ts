/**
 * Folds text for comparison: NFKD without combining marks, lower case, curly apostrophes removed.
 * "Café", "CAFÉ" and "cafe" fold alike, as do "King's", "King’s" and "Kings".
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/g, '');
}

/** The folded words of a text: runs of letters and digits, in order. */
export function words(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** What may be chosen from, as a sentence says it: "1, 3 or 6". */
export function eitherInWords(choices: readonly (string | number)[]): string {
  return alternatives.format(choices.map(String));
}
