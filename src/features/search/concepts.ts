import { LRUCache } from 'lru-cache';
import { editDistance } from '../../platform/edit-distance.js';
import { words, wordsOfEntry } from '../../platform/text.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import { isEnglish } from './english.js';
import { ToldPhrases } from './told.js';

/** From this length, one replaced letter is a typing mistake. In shorter words it is often another word (house, horse). */
const REPLACE_FROM = 7;
const TYPO_FROM = 5;
const MOST_SLIPS = 2;
const TWO_SLIPS_FROM = 9;
/** How many words to remember the reading of: several times those of a register. */
const REMEMBERED_WORDS = 100_000;
/** How many names to remember the reading of: a provider's name is read for each of its offerings. */
const REMEMBERED_NAMES = 5_000;

interface Phrase {
  readonly words: readonly string[];
  readonly concept: Concept;
}

/** Where some words lead that phrases begin with: the phrase that they are, if any, and the words that can follow. */
interface Step {
  phrase: Phrase | null;
  /** Null where phrases end, as most steps do: an empty map for each would be most of the table. */
  next: Map<string, Step> | null;
}

/** The numbers of concepts in a table, which are quicker to compare and collect than ids. */
export type ConceptNumbers = readonly number[];

/** The concepts that a code stands for. */
interface Meaning {
  /** The concepts that it means. */
  readonly meant: ConceptNumbers;
  /** The concepts that it is related to. */
  readonly related: ConceptNumbers;
}
const NOTHING: Meaning = { meant: [], related: [] };

/** The beginning of a code that is another concept. */
const CONCEPT = 'CONCEPT:';

/** Recognises concepts in searches and in providers' texts. */
export class ConceptTable {
  /** All phrases, word by word: thousands of them begin with the same few words. */
  private start: Step = { phrase: null, next: null };
  /** The same phrases, whoever says them of whom. */
  readonly told = new ToldPhrases();
  /** The words of all phrases, by their first letter and length (`shapeOf`). */
  private readonly byShape = new Map<string, Set<string>>();
  /** Length of the longest word in any phrase, in characters. Longer words are not looked up or remembered. */
  private longestWord = 0;
  private readonly read = new LRUCache<string, readonly string[]>({ max: REMEMBERED_WORDS });
  private readonly named = new LRUCache<string, ConceptNumbers>({ max: REMEMBERED_NAMES });
  /** By list, then by code. */
  private readonly meanings = new Map<string, Map<string, Record<keyof Meaning, number[]>>>();
  /** By id. */
  private readonly numbers = new Map<string, number>();
  /** A concept's number is its index here. */
  concepts: readonly Concept[] = [];

  constructor(concepts: readonly Concept[]) {
    this.replace(concepts);
  }

  /** Replaces all concepts in the table. */
  replace(concepts: readonly Concept[]): void {
    this.start = { phrase: null, next: null };
    const kept = [this.byShape, this.read, this.named, this.meanings, this.numbers];
    for (const one of kept) one.clear();
    this.told.clear();
    this.longestWord = 0;
    this.concepts = concepts;
    for (const [number, concept] of concepts.entries()) {
      this.numbers.set(concept.id, number);
      for (const code of concept.strongCodes) this.meaningToFill(code).meant.push(number);
      for (const code of concept.relatedCodes) this.meaningToFill(code).related.push(number);
      for (const text of concept.phrases) {
        const phrase = { words: words(text), concept };
        this.add(phrase);
        this.told.add(phrase.words, concept);
        for (const word of phrase.words) {
          const shape = shapeOf(word, word.length);
          this.longestWord = Math.max(this.longestWord, word.length);
          this.byShape.set(shape, (this.byShape.get(shape) ?? new Set()).add(word));
        }
      }
    }
  }

  /** The concepts that a code of a list stands for. */
  meaningOf(list: string, code: string): Meaning {
    return this.meanings.get(list)?.get(code) ?? NOTHING;
  }

  /** The number of a concept; -1 if it is not in this table, or no longer. */
  numberOf({ id }: Concept): number {
    return this.numbers.get(id) ?? -1;
  }

  /**
   * All concepts that a provider's text mentions, spelt correctly. Overlapping phrases all count, so that a search for any part
   * of the text finds it.
   */
  mentionedIn(text: string): ConceptNumbers {
    const written = wordsOfEntry(text);
    const found = new Set<number>();
    for (let start = 0; start < written.length; start++) {
      let step: Step | undefined = this.start;
      for (let at = start; step && at < written.length; at++) {
        step = step.next?.get(written[at]!);
        if (step?.phrase) found.add(this.numberOf(step.phrase.concept));
      }
    }
    return [...found];
  }

  /** The concepts that any part of a name would be understood as in a search, with slips forgiven. */
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

  /** The ids of the concepts that mean a concept or are related to it, and of those that mean or are related to these. */
  kinOf(concept: Concept): ReadonlySet<string> {
    const found = new Set<string>();
    const next = [concept];
    for (let one = next.pop(); one; one = next.pop()) {
      for (const code of [...one.strongCodes, ...one.relatedCodes]) {
        if (!code.startsWith(CONCEPT)) continue;
        const id = code.slice(CONCEPT.length);
        const kin = this.concepts[this.numbers.get(id) ?? -1];
        if (!kin || found.has(id)) continue;
        found.add(id);
        next.push(kin);
      }
    }
    return found;
  }

  /** The concepts of all phrases that begin at a word, with slips forgiven, and how many words each phrase has. */
  phrasesFrom(
    text: readonly string[],
    at: number,
  ): { readonly concept: Concept; readonly length: number; readonly isExact: boolean }[] {
    return this.phrasesAt(text, at).map((phrase) => ({
      concept: phrase.concept,
      length: phrase.words.length,
      isExact: isExactAt(phrase, text, at),
    }));
  }

  /**
   * All phrases that begin at a word, with slips forgiven. An English word is never taken as a slip of a one-word phrase: "heading"
   * is not "hearing". In a longer phrase it can be, because the other words confirm it ("metal health").
   */
  private phrasesAt(text: readonly string[], at: number): Phrase[] {
    const found: Phrase[] = [];
    this.follow(this.start, text, at, found);
    const given = text[at]!;
    const isSlip = ({ words: all }: Phrase) => all.length === 1 && all[0] !== given;
    return found.some(isSlip) && isEnglish(given) ? found.filter((phrase) => !isSlip(phrase)) : found;
  }

  /** Adds the phrases that a text from one of its words on leads to from a step, with slips forgiven. */
  private follow(step: Step, text: readonly string[], at: number, found: Phrase[]): void {
    const given = text[at];
    if (given === undefined || step.next === null) return;
    for (const word of this.standsFor(given)) {
      const next = step.next.get(word);
      if (!next) continue;
      if (next.phrase) found.push(next.phrase);
      this.follow(next, text, at + 1, found);
    }
  }

  private add(phrase: Phrase): void {
    let step = this.start;
    for (const word of phrase.words) {
      step.next ??= new Map();
      let next = step.next.get(word);
      if (!next) {
        next = { phrase: null, next: null };
        step.next.set(word, next);
      }
      step = next;
    }
    if (step !== this.start) step.phrase ??= phrase;
  }

  /** The meaning of a code given as `LIST:CODE`, to add concepts to. */
  private meaningToFill(listCode: string): Record<keyof Meaning, number[]> {
    const [list = '', code = ''] = listCode.split(':');
    const ofList = this.meanings.get(list) ?? new Map();
    this.meanings.set(list, ofList);
    const meaning = ofList.get(code) ?? { meant: [], related: [] };
    ofList.set(code, meaning);
    return meaning;
  }

  /** The words of phrases that a word can stand for: itself, and those that it is a slip of. None if it is too long. */
  private standsFor(given: string): readonly string[] {
    if (given.length > this.longestWord + MOST_SLIPS) return [];
    const known = this.read.get(given);
    if (known) return known;
    const found: string[] = [];
    if (this.byShape.get(shapeOf(given, given.length))?.has(given)) found.push(given);
    for (let length = given.length - MOST_SLIPS; length <= given.length + MOST_SLIPS; length++) {
      for (const word of this.byShape.get(shapeOf(given, length)) ?? [])
        if (word !== given && isTypoOf(given, word)) found.push(word);
    }
    this.read.set(given, found);
    return found;
  }
}

/** What a word shares with its own slips, save for one or two letters of length. */
function shapeOf(word: string, length: number): string {
  return `${word.charAt(0)}${length}`;
}

function isExactAt({ words: said }: Phrase, text: readonly string[], at: number): boolean {
  for (let i = 0; i < said.length; i++) if (said[i] !== text[at + i]) return false;
  return true;
}

/** One slip is a letter too many, a letter too few, two swapped or, in longer words, one replaced. Nine letters allow two slips. */
function isTypoOf(given: string, word: string): boolean {
  const shorter = Math.min(given.length, word.length);
  if (shorter < TYPO_FROM - 1 || word.length < TYPO_FROM || given[0] !== word[0]) return false;
  const most = word.length >= TWO_SLIPS_FROM ? MOST_SLIPS : 1;
  const distance = editDistance(given, word, most);
  if (distance === 1)
    return given.length !== word.length || word.length >= REPLACE_FROM || isSwap(given, word);
  return distance === MOST_SLIPS && most === MOST_SLIPS;
}

function isSwap(given: string, word: string): boolean {
  const letters = (text: string) => [...text].sort().join('');
  return letters(given) === letters(word);
}
