import { isEnglish, rankOf } from './english.js';
import { knownForms, type Reading, type RegisterWords, type WordRead } from './sentence-reader.js';

/** The words of the register, with those that a word can be a misspelling of. */
export interface Speller extends RegisterWords {
  /** Words with few typos first. */
  wordsAlike(word: string): readonly string[];
}

const MOST = 3;
/** Of so many unknown words, those like them are looked for: it takes long for each. */
export const MOST_MISSPELT = 5;

/**
 * The text as it may have been meant: words that no entry has, spelt like words of the register. Up to three, the likeliest first;
 * empty if every word is known or nothing is like them.
 */
export function didYouMean({ sentence, words }: Reading, speller: Speller): string[] {
  const unknown = words.filter((word) => isUnknown(word, speller)).slice(0, MOST_MISSPELT);
  const spelt = unknown.map((word) => ({ word, alike: speller.wordsAlike(word.text).slice(0, MOST) }));
  const mended = spelt.filter(({ alike }) => alike.length > 0);
  const [first] = mended;
  if (!first) return [];
  return first.alike.map((choice) => {
    const all = new Map(mended.map(({ word, alike }) => [word.at, word === first.word ? choice : alike[0]!]));
    return sentence.words.map((word, at) => all.get(at) ?? word).join(' ');
  });
}

/** Common English words are not taken for misspellings, even if no entry has them. */
function isUnknown({ text, kind, length }: WordRead, speller: RegisterWords): boolean {
  if (kind !== 'TELLING' && kind !== 'COMMON') return false;
  if (length > 1 || speller.has(text) || knownForms(text, speller).length > 0) return false;
  return !isEnglish(text) || rankOf(text) > 10_000;
}
