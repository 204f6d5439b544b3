import type { Concept } from '../vocabulary/concept.entity.js';
import { isOfCrisis } from '../vocabulary/signpost-theme.rules.js';
import type { ConceptTable } from './concepts.js';
import { formsOf, isEnglish, rankOf } from './english.js';
import { filler, general, grammar } from './plain-words.js';
import { type Sentence, type Span, saidIn, sentenceOf } from './sentence.js';
import { type PlaceNames, type PlaceRead, readPlaces } from './sentence-places.js';
import { readYears, type YearsRead } from './sentence-years.js';
import { best, type Weighed } from './spans.js';
import { toldWords } from './told.js';

/** A concept that some words of a sentence name. */
export interface ConceptRead extends Span {
  readonly concept: Concept;
  readonly said: string;
  readonly isExact: boolean;
  /** True if the same words are also a phase of school, by which the search filters: they need not be met twice. */
  readonly isPhase?: boolean;
}

/** Words of a sentence that name nothing known, as one word to search for. */
export interface WordRead extends Span {
  /** As it is searched for: spelt as in the register, where that is known. */
  readonly text: string;
  /**
   * `TELLING`: it narrows a search. `COMMON`: an everyday word. `GENERAL`: nearly every question or description has it.
   * `FILLER`: it says nothing about what is looked for.
   */
  readonly kind: 'TELLING' | 'COMMON' | 'GENERAL' | 'FILLER';
}

/** What a sentence says. */
export interface Reading {
  readonly sentence: Sentence;
  /** In the order of the sentence, each concept once. */
  readonly concepts: readonly ConceptRead[];
  readonly years: readonly YearsRead[];
  /** The place to search from or in; null if none is named, or if it is not clear which one is meant. */
  readonly place: PlaceRead | null;
  /** Names that several places have. They filter nothing. */
  readonly ambiguous: readonly PlaceRead[];
  readonly words: readonly WordRead[];
}

/** What an empty text says. */
export const nothingSaid: Reading = {
  sentence: sentenceOf(''),
  concepts: [],
  years: [],
  place: null,
  ambiguous: [],
  words: [],
};

/** The words of the register, as the search index has them. */
export interface RegisterWords {
  /** Whether any entry has the word, letter by letter. */
  has(word: string): boolean;
}

type Found =
  | { readonly is: 'CONCEPT'; readonly read: ConceptRead }
  | { readonly is: 'YEARS'; readonly read: YearsRead }
  | { readonly is: 'PLACE'; readonly read: PlaceRead }
  | { readonly is: 'WORD'; readonly read: WordRead };

/** Words up to this rank are everyday words, which narrow a search only by chance. */
const EVERYDAY = 4_000;
/** At most so many words that say only who or when can stand between those of a phrase. */
const MOST_BETWEEN = 4;
/** Sentences are read up to this many words. */
const MOST_WORDS = 80;

/** Reads sentences as people type them. Keeps none of them. */
export class SentenceReader {
  constructor(
    private readonly table: ConceptTable,
    private readonly places: PlaceNames,
    private readonly register: RegisterWords,
  ) {}

  /** Reads a sentence. `withPlace` false: names of places are words like others. */
  read(text: string, { withPlace = true }: { readonly withPlace?: boolean } = {}): Reading {
    if (text === '') return nothingSaid;
    const sentence = sentenceOf(text);
    const length = Math.min(sentence.words.length, MOST_WORDS);
    const years = readYears(sentence);
    const concepts = this.conceptsIn(sentence, length, years);
    const candidates: Weighed<Found>[] = [
      ...concepts,
      ...years.map((read) => weighed({ is: 'YEARS', read }, read.length ** 2 + 3)),
      ...(withPlace ? this.placesIn(sentence, concepts, length) : []),
      ...this.compoundsIn(sentence, length),
    ];
    const within = candidates.filter((one) => one.at + one.length <= length);
    const chosen = best(within, length).map(({ reading }) => reading);
    const isAbout = chosen.some(({ is }) => is === 'CONCEPT');
    const meant = chosen.filter((one) => isAbout || one.is !== 'YEARS' || !one.read.isGuess);
    return this.collected(sentence, length, [...meant, ...phasesAmong(meant, concepts)]);
  }

  private conceptsIn(sentence: Sentence, length: number, years: readonly YearsRead[]): Weighed<Found>[] {
    const found: Weighed<Found>[] = [];
    // "Off school for a year 9" is not "off school for a year".
    const yearStarts = new Set(years.flatMap(({ at, yearGroups }) => (yearGroups ? [at] : [])));
    for (let at = 0; at < length; at++) {
      for (const phrase of this.table.phrasesFrom(sentence.words, at)) {
        if (phrase.length > 1 && yearStarts.has(at + phrase.length - 1)) continue;
        const span = { at, length: phrase.length };
        const read = { ...span, ...phrase, said: saidIn(sentence, span) };
        found.push(weighed({ is: 'CONCEPT', read }, conceptWeight(phrase)));
      }
    }
    const told = toldWords(sentence, length);
    for (let start = 0; start < told.length; start++) {
      for (const { words, ...span } of this.table.told.from(told, start)) {
        if (span.length - words > MOST_BETWEEN || yearStarts.has(span.at + span.length - 1)) continue;
        const read = { ...span, said: saidIn(sentence, span), isExact: false };
        found.push(weighed({ is: 'CONCEPT', read }, toldWeight(words, read)));
      }
    }
    return found;
  }

  private placesIn(
    sentence: Sentence,
    concepts: readonly Weighed<Found>[],
    length: number,
  ): Weighed<Found>[] {
    return readPlaces(sentence, this.places, length).flatMap((read) =>
      isMeantAsPlace(sentence, read, concepts, this.register)
        ? [weighed({ is: 'PLACE', read }, placeWeight(sentence, read))]
        : [],
    );
  }

  /** Words that the register writes only as one: "salt pan". If it writes them in both ways, both are looked for (`piecesOf`). */
  private compoundsIn({ words }: Sentence, length: number): Weighed<Found>[] {
    const found: Weighed<Found>[] = [];
    for (let at = 0; at + 1 < length; at++) {
      const [first, second] = [words[at]!, words[at + 1]!];
      if (
        !isCompound(first, second, this.register) ||
        (this.register.has(first) && this.register.has(second))
      )
        continue;
      const read: WordRead = { at, length: 2, text: first + second, kind: 'TELLING' };
      found.push(weighed({ is: 'WORD', read }, 2.4));
    }
    return found;
  }

  private collected(sentence: Sentence, length: number, chosen: readonly Found[]): Reading {
    const concepts = new Map<string, ConceptRead>();
    const years: YearsRead[] = [];
    const places: PlaceRead[] = [];
    const words: WordRead[] = [];
    const taken = new Uint8Array(sentence.words.length);
    for (const { is, read } of chosen) {
      taken.fill(1, read.at, read.at + read.length);
      if (is === 'CONCEPT') {
        if (!concepts.has(read.concept.id)) concepts.set(read.concept.id, read);
      } else if (is === 'YEARS') years.push(read);
      else if (is === 'PLACE') places.push(read);
      else words.push(read);
    }
    for (let at = 0; at < length; at++) {
      if (taken[at]) continue;
      const text = sentence.words[at]!;
      words.push({ at, length: 1, text, kind: kindOf(text) });
    }
    // A name can consist of such words alone ("Another Way").
    if (chosen.length === 0 && words.every(({ kind }) => kind === 'FILLER')) {
      for (const [i, word] of words.entries()) {
        if (!grammar.has(word.text)) words[i] = { ...word, kind: 'COMMON' };
      }
    }
    words.sort((a, b) => a.at - b.at);
    const clear = places.filter(({ isAmbiguous }) => !isAmbiguous);
    return {
      sentence,
      concepts: [...concepts.values()],
      years,
      place: clear.reduce<PlaceRead | null>(
        (one, other) => (one && rank(one) >= rank(other) ? one : other),
        null,
      ),
      ambiguous: places.filter(({ isAmbiguous }) => isAmbiguous),
      words,
    };
  }
}

/** The concepts that are said with the very words of a phase of school: "post 16" is key stage 5, and what is made for it. */
function phasesAmong(chosen: readonly Found[], concepts: readonly Weighed<Found>[]): Found[] {
  return chosen.flatMap(({ is, read: years }) => {
    if (is !== 'YEARS' || !years.keyStages) return [];
    const same = concepts.find(({ at, length }) => at === years.at && length === years.length)?.reading;
    return same?.is === 'CONCEPT' ? [{ is: 'CONCEPT' as const, read: { ...same.read, isPhase: true } }] : [];
  });
}

function weighed(reading: Found, weight: number): Weighed<Found> {
  return { at: reading.read.at, length: reading.read.length, reading, weight };
}

/** Words of crisis are not overlooked for something of the same length. */
function conceptWeight({
  length,
  isExact,
  concept,
}: Pick<ConceptRead, 'length' | 'isExact' | 'concept'>): number {
  return length ** 2 * (isExact ? 1 : 0.7) + (isOfCrisis(concept) ? 1 : 0.3);
}

/** What is told in other forms of the words of a phrase counts a little less than the phrase itself. */
function toldWeight(words: number, { concept }: Pick<ConceptRead, 'concept'>): number {
  return words ** 2 * 0.85 + (isOfCrisis(concept) ? 0.9 : 0.25);
}

/** A name that is led to, or that is the whole text, is rather a place than anything else. */
function placeWeight({ words }: Sentence, { name, isExact, link }: PlaceRead): number {
  return name.length ** 2 * (isExact ? 1 : 0.6) + (link || name.length === words.length ? 1.2 : 0.4);
}

/** Of several places, one with a distance counts most, then one that is led to. */
function rank({ link, metres }: PlaceRead): number {
  return (metres === null ? 0 : 4) + (link === 'WITHIN' ? 3 : link === 'NEAR' ? 2 : link === 'IN' ? 1 : 0);
}

function kindOf(word: string): WordRead['kind'] {
  if (filler.has(word)) return 'FILLER';
  if (/^\d+$/.test(word)) return 'COMMON';
  if (general.has(word) || word.length < 2) return 'GENERAL';
  if (rankOf(word) <= EVERYDAY) return 'COMMON';
  return 'TELLING';
}

const MONTHS = new Set(
  'january february march april may june july august september october november december easter summer winter spring autumn'.split(
    ' ',
  ),
);
/** "Help in reading" is not help in Reading. */
const STRUGGLES = new Set(
  'help support behind struggling struggles struggle difficulty difficulties interest interested progress delay lessons better skills tuition confidence work improve gcse catch'.split(
    ' ',
  ),
);
/** Words that are rarer than this are meant as a place if a place has that name. */
const NOT_EVERYDAY = 5_500;

/** Whether a name is meant as a place, judged by the sentence, where it can be something else. */
function isMeantAsPlace(
  { words }: Sentence,
  { name, link, isExact, entries, at }: PlaceRead,
  concepts: readonly Weighed<Found>[],
  register: RegisterWords,
): boolean {
  const only = words[name.at]!;
  const kind = entries[0]?.kind;
  if (isExact && name.length === words.length) return true;
  if (kind === 'SCHOOL') return isExact && (link !== null || name.length > 2);
  if (kind === 'OUTCODE' || kind === 'SECTOR' || kind === 'POSTCODE') return true;
  const said = words.slice(name.at, name.at + name.length);
  const isConcept = concepts.some((one) => one.at < name.at + name.length && name.at < one.at + one.length);
  if (!isExact) {
    // A misspelt name that nothing leads to can be another name, which entries have.
    const strange = said.filter((word) => !isEnglish(word));
    return strange.length > 0 && !isConcept && (link !== null || !strange.some((word) => register.has(word)));
  }
  if (said.length > 1) return true;
  const isNear = link === 'NEAR' || link === 'WITHIN';
  if (MONTHS.has(only) && !isNear) return false;
  if (isNear) return !filler.has(only);
  if (link === 'IN') return !STRUGGLES.has(words[at - 1] ?? '') && !filler.has(only);
  return !isConcept && rankOf(only) > NOT_EVERYDAY;
}

/** Whether the register has two words as one. Shorter ones are one word by chance. */
function isCompound(first: string, second: string, register: RegisterWords): boolean {
  return first.length >= 3 && second.length >= 3 && register.has(first + second);
}

/** What the register writes as one word of which this word is a part: "coop" for each word of "co-op". */
export function piecesOf({ tokens, words }: Sentence, at: number, register: RegisterWords): string[] {
  const { inOnePiece } = tokens[at]!;
  const pieces = inOnePiece !== undefined && register.has(inOnePiece) ? [inOnePiece] : [];
  for (const first of [at - 1, at]) {
    const [one, other] = [words[first], words[first + 1]];
    if (one && other && isCompound(one, other, register)) pieces.push(one + other);
  }
  return [...new Set(pieces)];
}

/** The other forms of a word that the register has. */
export function knownForms(word: string, register: RegisterWords): string[] {
  return formsOf(word).filter((form) => register.has(form));
}
