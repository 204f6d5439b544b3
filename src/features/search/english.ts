// cspell:ignore bdgklmnprt ings
import { englishWords } from '../place/english-words.js';

/** The rank of words that are rarer than those the list puts in order. */
const UNRANKED = 30_522;

/** How common an English word is: 1 for the commonest, 30,522 for those too rare to be put in order; Infinity if it is none. */
export function rankOf(word: string): number {
  return englishWords.rank(word) ?? Number.POSITIVE_INFINITY;
}

/** Whether a word is spelt as an English word, or as a form of one. */
export function isEnglish(word: string): boolean {
  return (
    rankOf(word) <= UNRANKED || UNLISTED.has(word) || stemsOf(word).some((stem) => rankOf(stem) <= UNRANKED)
  );
}

/** English words that the list lacks and that are one slip from a word that names a concept: "collage" is not "college". */
const UNLISTED = new Set(
  (
    'attainment bantering barbing basking boast boasts cantering collage collages commutes commuting composting consternation ' +
    'constriction constrictions cooing decimating deporting desolating detonating digressed digression disinfected draping ' +
    'emulsion expedited festered gloats hypnotherapy impassive overdoes overdoing overdone overused pattering peonies ' +
    'pestering phonograph phonographs poignancy privation reaming reaped reaping rending sapling scabbed scampering ' +
    'simmering singeing spouting sputter stubbed swabbed tirade tirades toiling'
  ).split(' '),
);

/** The other forms that an English word usually has: plural or singular, with or without -ing, -ed, -er. */
export function formsOf(word: string): string[] {
  if (word.length < 3 || /\d/.test(word)) return [];
  const forms = new Set<string>();
  for (const base of [word, `${word}e`, ...stemsOf(word)]) {
    for (const ending of ['', ...ENDINGS]) forms.add(joined(base, ending));
  }
  forms.delete(word);
  return [...forms];
}

/** What a word may be a form of: "running" of "run", "baking" of "bake", "ponies" of "pony". */
function stemsOf(word: string): string[] {
  const stems = new Set<string>();
  for (const ending of ENDINGS) {
    const stem = word.slice(0, -ending.length);
    if (stem.length < 3 || !word.endsWith(ending)) continue;
    stems.add(stem).add(`${stem}e`);
    if (/([bdgklmnprt])\1$/.test(stem)) stems.add(stem.slice(0, -1));
  }
  if (word.endsWith('ies')) stems.add(`${word.slice(0, -3)}y`);
  return [...stems];
}

const ENDINGS = ['s', 'es', 'ing', 'ed', 'er', 'ers', 'ings'];

function joined(base: string, ending: string): string {
  if (ending === '') return base;
  if (base.endsWith('e') && /^[eih]/.test(ending)) return base.slice(0, -1) + ending;
  if (base.endsWith('y') && ending === 'es') return `${base.slice(0, -1)}ies`;
  return base + ending;
}
