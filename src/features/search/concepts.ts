import { editDistance } from '../../platform/edit-distance.js';
import { words } from '../../platform/text.js';
import type { Concept } from '../vocabulary/concept.entity.js';

/** A text read with the concept table: what it stands for, and the words that are left to search for. */
export interface Understanding {
  /** Concepts in the order they were mentioned, each once, with the words that named it. */
  readonly concepts: readonly { readonly concept: Concept; readonly said: string }[];
  /** Words that no concept covers, without the ones that carry no meaning in a search. */
  readonly words: readonly string[];
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
const PREFIX_FROM = 4;

interface Phrase {
  readonly words: readonly string[];
  readonly concept: Concept;
}

/** Recognises concepts in what people type and in what providers write. */
export class ConceptTable {
  private readonly byFirstWord = new Map<string, Phrase[]>();
  private readonly phrases: Phrase[] = [];
  private readonly strong = new Map<string, string[]>();
  private readonly related = new Map<string, string[]>();
  private readonly longest: number;

  constructor(concepts: readonly Concept[]) {
    for (const concept of concepts) {
      for (const code of concept.strongCodes) add(this.strong, code, concept.id);
      for (const code of concept.relatedCodes) add(this.related, code, concept.id);
      for (const text of concept.phrases) {
        const phrase = { words: words(text), concept };
        const first = phrase.words[0];
        if (first === undefined) continue;
        this.phrases.push(phrase);
        add(this.byFirstWord, first, phrase);
      }
    }
    const longerFirst = (a: Phrase, b: Phrase) => b.words.length - a.words.length;
    for (const group of this.byFirstWord.values()) group.sort(longerFirst);
    this.phrases.sort(longerFirst);
    this.longest = this.phrases[0]?.words.length ?? 0;
  }

  /** Ids of the concepts that a `LIST:CODE` means. */
  meantBy(code: string): readonly string[] {
    return this.strong.get(code) ?? [];
  }

  /** Ids of the concepts that a `LIST:CODE` often goes with. */
  relatedTo(code: string): readonly string[] {
    return this.related.get(code) ?? [];
  }

  /** Reads a question: the longest phrases first, typos forgiven, the last word also as a beginning. */
  understand(text: string): Understanding {
    const asked = words(text);
    const found = new Map<string, { concept: Concept; said: string }>();
    const rest: string[] = [];
    for (let at = 0; at < asked.length; ) {
      const phrase = this.exactAt(asked, at) ?? this.nearAt(asked, at);
      if (phrase) {
        const said = asked.slice(at, at + phrase.words.length).join(' ');
        if (!found.has(phrase.concept.id)) found.set(phrase.concept.id, { concept: phrase.concept, said });
        at += phrase.words.length;
      } else {
        const word = asked[at++]!;
        if (!EMPTY_WORDS.has(word)) rest.push(word);
      }
    }
    return { concepts: [...found.values()], words: rest };
  }

  /** Ids of the concepts that a provider's own text mentions, letter by letter. */
  mentionedIn(text: string): string[] {
    const written = words(text);
    const found = new Set<string>();
    for (let at = 0; at < written.length; ) {
      const phrase = this.exactAt(written, at);
      if (phrase) found.add(phrase.concept.id);
      at += phrase?.words.length ?? 1;
    }
    return [...found];
  }

  private exactAt(text: readonly string[], at: number): Phrase | undefined {
    return this.byFirstWord
      .get(text[at]!)
      ?.find((phrase) => phrase.words.every((word, i) => text[at + i] === word));
  }

  private nearAt(text: readonly string[], at: number): Phrase | undefined {
    const left = Math.min(this.longest, text.length - at);
    return this.phrases.find(
      (phrase) =>
        phrase.words.length <= left &&
        phrase.words.every((word, i) => {
          const given = text[at + i]!;
          const isLast = at + i === text.length - 1;
          return given === word || isTypoOf(given, word) || (isLast && isBeginningOf(given, word, phrase));
        }),
    );
  }
}

/** "anxi" begins "anxiety", but "home" on its own does not stand for "home tuition". */
function isBeginningOf(given: string, word: string, phrase: Phrase): boolean {
  return (
    given.length >= PREFIX_FROM && word.startsWith(given) && word === phrase.words[phrase.words.length - 1]
  );
}

/** One slip: a letter too many, too few or two swapped; one replaced in longer words; two slips from nine letters. */
function isTypoOf(given: string, word: string): boolean {
  const shorter = Math.min(given.length, word.length);
  if (shorter < TYPO_FROM - 1 || word.length < TYPO_FROM || given[0] !== word[0]) return false;
  const distance = editDistance(given, word, 2);
  if (distance === 1)
    return given.length !== word.length || word.length >= REPLACE_FROM || isSwap(given, word);
  return distance === 2 && word.length >= 9;
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
