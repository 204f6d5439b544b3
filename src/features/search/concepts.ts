import { LRUCache } from 'lru-cache';
import { editDistance } from '../../platform/edit-distance.js';
import { words, wordsOfEntry } from '../../platform/text.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import { realWords } from './real-words.js';

/** A text read with the concept table: what it stands for, and the words that are left to search for. */
export interface Understanding {
  /** Concepts in the order they were mentioned, each once, with the words that named it. */
  readonly concepts: readonly { readonly concept: Concept; readonly said: string }[];
  /** Words that no concept covers, without the ones that carry no meaning in a search. */
  readonly words: readonly string[];
  /** Every word of the text, in its order, without the slips in words that name a concept. */
  readonly phrase: readonly string[];
}

/** Words that stand in nearly every question and description, and would only narrow a search by chance. */
const EMPTY_WORDS = new Set(
  'a an and are as at be but by can for from has have he her him his i in is it my not of on or our she somewhere that the their them they this to us we who with'.split(
    ' ',
  ),
);

/** From this length on, one replaced letter is a typo; below, it is often another word (house, horse). */
const REPLACE_FROM = 7;
const TYPO_FROM = 5;
const MOST_SLIPS = 2;
/** Words whose reading is remembered: those of a register, several times over. */
const REMEMBERED_WORDS = 100_000;
/** Names whose reading is remembered: a provider's stands before each of its offerings. */
const REMEMBERED_NAMES = 5_000;

interface Phrase {
  readonly words: readonly string[];
  readonly concept: Concept;
}

const NO_PHRASES: readonly Phrase[] = [];

/** Concepts by their numbers in a table: its own to compare and to collect without their ids. */
export type ConceptNumbers = readonly number[];

/** What a code says of concepts. */
interface Meaning {
  /** Those that it means. */
  readonly meant: ConceptNumbers;
  /** Those that it often goes with. */
  readonly related: ConceptNumbers;
}
const NOTHING: Meaning = { meant: [], related: [] };

/** Recognises concepts in what people type and in what providers write. */
export class ConceptTable {
  private readonly byFirstWord = new Map<string, Phrase[]>();
  /** The words of all phrases, by their first letter. */
  private readonly byFirstLetter = new Map<string, Set<string>>();
  /** Of any phrase, in characters: a stranger's long words take no time, and are not remembered. */
  private longestWord = 0;
  private readonly read = new LRUCache<string, readonly string[]>({ max: REMEMBERED_WORDS });
  private readonly named = new LRUCache<string, ConceptNumbers>({ max: REMEMBERED_NAMES });
  /** By list, then by code. */
  private readonly meanings = new Map<string, Map<string, Record<keyof Meaning, number[]>>>();
  /** By id. */
  private readonly numbers = new Map<string, number>();
  /** A concept's number is where it stands among these. */
  concepts: readonly Concept[] = [];

  constructor(concepts: readonly Concept[]) {
    this.replace(concepts);
  }

  /** Knows these concepts instead from now on. */
  replace(concepts: readonly Concept[]): void {
    const kept = [this.byFirstWord, this.byFirstLetter, this.read, this.named, this.meanings, this.numbers];
    for (const one of kept) one.clear();
    this.longestWord = 0;
    this.concepts = concepts;
    for (const [number, concept] of concepts.entries()) {
      this.numbers.set(concept.id, number);
      for (const code of concept.strongCodes) this.meaningToFill(code).meant.push(number);
      for (const code of concept.relatedCodes) this.meaningToFill(code).related.push(number);
      for (const text of concept.phrases) {
        const phrase = { words: words(text), concept };
        const first = phrase.words[0];
        if (first === undefined) continue;
        add(this.byFirstWord, first, phrase);
        for (const word of phrase.words) {
          const letter = word.charAt(0);
          this.longestWord = Math.max(this.longestWord, word.length);
          this.byFirstLetter.set(letter, (this.byFirstLetter.get(letter) ?? new Set()).add(word));
        }
      }
    }
  }

  /** What a code of a list says of concepts. */
  meaningOf(list: string, code: string): Meaning {
    return this.meanings.get(list)?.get(code) ?? NOTHING;
  }

  /** The number of a concept; -1 when this table does not know it (any more). */
  numberOf({ id }: Concept): number {
    return this.numbers.get(id) ?? -1;
  }

  /** Reads a question: phrases as they are written before those with a slip, and longer ones first. */
  understand(text: string): Understanding {
    const asked = words(text);
    const found = new Map<string, { concept: Concept; said: string }>();
    const rest: string[] = [];
    const meant: string[] = [];
    for (let at = 0; at < asked.length; ) {
      const phrases = this.phrasesAt(asked, at);
      const phrase = longest(phrases.filter((one) => isExactAt(one, asked, at))) ?? longest(phrases);
      if (phrase) {
        const said = asked.slice(at, at + phrase.words.length).join(' ');
        if (!found.has(phrase.concept.id)) found.set(phrase.concept.id, { concept: phrase.concept, said });
        meant.push(...phrase.words);
        at += phrase.words.length;
      } else {
        const word = asked[at++]!;
        meant.push(word);
        if (!EMPTY_WORDS.has(word)) rest.push(word);
      }
    }
    return { concepts: [...found.values()], words: rest, phrase: meant };
  }

  /**
   * The concepts that a provider's own text mentions, letter by letter: all that any part of it says, so that whoever
   * types a part of the text finds it.
   */
  mentionedIn(text: string): ConceptNumbers {
    const written = wordsOfEntry(text);
    const found = new Set<number>();
    for (let at = 0; at < written.length; at++) {
      for (const phrase of this.byFirstWord.get(written[at]!) ?? NO_PHRASES) {
        if (isExactAt(phrase, written, at)) found.add(this.numberOf(phrase.concept));
      }
    }
    return [...found];
  }

  /** The concepts that any part of a name would be understood as in a question, slips included. */
  namedIn(name: string): ConceptNumbers {
    const known = this.named.get(name);
    if (known) return known;
    const written = wordsOfEntry(name);
    const found = written.flatMap((_, at) =>
      this.phrasesAt(written, at).map(({ concept }) => this.numberOf(concept)),
    );
    const distinct = [...new Set(found)];
    this.named.set(name, distinct);
    return distinct;
  }

  /**
   * Every phrase that begins at a word, slips forgiven. A real word is no slip of a phrase of one word; in a longer phrase
   * the other words bear witness ("metal health").
   */
  private phrasesAt(text: readonly string[], at: number): Phrase[] {
    const given = text[at]!;
    const isReal = realWords.has(given);
    return this.standsFor(given).flatMap((first) =>
      (this.byFirstWord.get(first) ?? []).filter(
        (phrase) =>
          !(isReal && phrase.words.length === 1) &&
          phrase.words.every(
            (word, i) => at + i < text.length && this.standsFor(text[at + i]!).includes(word),
          ),
      ),
    );
  }

  /** `LIST:CODE`: as concepts name codes. */
  private meaningToFill(listCode: string): Record<keyof Meaning, number[]> {
    const [list = '', code = ''] = listCode.split(':');
    const ofList = this.meanings.get(list) ?? new Map();
    this.meanings.set(list, ofList);
    const meaning = ofList.get(code) ?? { meant: [], related: [] };
    ofList.set(code, meaning);
    return meaning;
  }

  /** The words of phrases that a word stands for: itself, and those that it is a slip of. None of one that is longer than these. */
  private standsFor(given: string): readonly string[] {
    if (given.length > this.longestWord + MOST_SLIPS) return [];
    const known = this.read.get(given);
    if (known) return known;
    const alike = [...(this.byFirstLetter.get(given.charAt(0)) ?? [])];
    const found = alike.filter((word) => word === given || isTypoOf(given, word));
    this.read.set(given, found);
    return found;
  }
}

function isExactAt({ words: said }: Phrase, text: readonly string[], at: number): boolean {
  for (let i = 0; i < said.length; i++) if (said[i] !== text[at + i]) return false;
  return true;
}

function longest(phrases: readonly Phrase[]): Phrase | undefined {
  return phrases.reduce<Phrase | undefined>(
    (best, phrase) => (best && best.words.length >= phrase.words.length ? best : phrase),
    undefined,
  );
}

/** One slip: a letter too many, too few or two swapped; one replaced in longer words; two slips from nine letters. */
function isTypoOf(given: string, word: string): boolean {
  const shorter = Math.min(given.length, word.length);
  if (shorter < TYPO_FROM - 1 || word.length < TYPO_FROM || given[0] !== word[0]) return false;
  const distance = editDistance(given, word, MOST_SLIPS);
  if (distance === 1)
    return given.length !== word.length || word.length >= REPLACE_FROM || isSwap(given, word);
  return distance === MOST_SLIPS && word.length >= 9;
}

function isSwap(given: string, word: string): boolean {
  const letters = (text: string) => [...text].sort().join('');
  return letters(given) === letters(word);
}

function add<V>(groups: Map<string, V[]>, key: string, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
