import { endOfPrefix, findWithinTypos, type SortedWords } from '../lookup/typo-search.js';
import { ownCopy } from './columns.js';
import { isNumber, typosAllowed } from './relevance.js';

/** A known word that a query word may mean. */
export interface Expansion {
  readonly token: number;
  readonly typos: number;
  /** True if the query word is only the beginning of the word. */
  readonly prefix: boolean;
}

/** The distinct words of an index, numbered, and sorted for each first letter. Numbers are reused. */
export class TokenDictionary {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];
  private readonly freeIds: number[] = [];
  private readonly shelves = new Map<string, Shelf>();

  /** The number of a word. A new word gets a number. */
  add(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const text = ownCopy(word);
    const id = this.freeIds.pop() ?? this.texts.length;
    this.ids.set(text, id);
    this.texts[id] = text;
    const initial = text.charAt(0);
    let shelf = this.shelves.get(initial);
    if (!shelf) {
      shelf = new Shelf(this.texts);
      this.shelves.set(initial, shelf);
    }
    shelf.insert(id);
    return id;
  }

  /** The number of a known word. */
  find(word: string): number | undefined {
    return this.ids.get(word);
  }

  /** The word with a number. */
  text(id: number): string {
    return this.texts[id]!;
  }

  /** Forgets a word. */
  remove(id: number): void {
    const text = this.texts[id]!;
    this.ids.delete(text);
    const shelf = this.shelves.get(text.charAt(0))!;
    shelf.remove(id);
    if (shelf.length === 0) this.shelves.delete(text.charAt(0));
    this.texts[id] = '';
    this.freeIds.push(id);
  }

  /** The words that a query word may mean: itself, with `asPrefix` the longer words that begin with it, and near misspellings. */
  expand(word: string, asPrefix: boolean): Expansion[] {
    const found = new Map<number, Expansion>();
    const note = (token: number, typos: number) => {
      if (typos > 0 && isNumber(this.texts[token]!)) return;
      const known = found.get(token);
      const prefix = asPrefix && typos === 0 && this.texts[token]!.length > word.length;
      if (!known || typos < known.typos) found.set(token, { token, typos, prefix });
    };
    const max = typosAllowed(word);
    const shelf = this.shelves.get(word.charAt(0));
    if (max === 0) {
      this.lookUp(word, asPrefix, (token) => note(token, 0));
    } else {
      if (shelf) {
        findWithinTypos(shelf, word, max, asPrefix, (from, to, typos) => {
          for (let i = from; i < to; i++) note(shelf.id(i), typos);
        });
      }
      // A wrong first letter counts as two typos, so nothing else may be wrong: there are few such words to try.
      if (max === 2) {
        for (const other of this.otherBeginnings(word))
          this.lookUp(other, asPrefix, (token) => note(token, 2));
      }
    }
    return [...found.values()];
  }

  /** The word itself or, as a prefix, every word that begins with it. */
  private lookUp(word: string, asPrefix: boolean, found: (token: number) => void): void {
    if (!asPrefix) {
      const id = this.ids.get(word);
      if (id !== undefined) found(id);
      return;
    }
    const shelf = this.shelves.get(word.charAt(0));
    if (!shelf) return;
    const from = shelf.lowerBound(word);
    if (from === shelf.length || !shelf.at(from).startsWith(word)) return;
    const to = endOfPrefix(shelf, from, word);
    for (let i = from; i < to; i++) found(shelf.id(i));
  }

  /** Every string one typo away from the word, with a different first letter that occurs in the index. */
  private *otherBeginnings(word: string): Generator<string> {
    const [first, second] = [word.charAt(0), word.charAt(1)];
    const rest = word.slice(1);
    if (second !== first) {
      yield rest;
      yield second + first + word.slice(2);
    }
    for (const initial of this.shelves.keys()) {
      if (initial === first) continue;
      yield initial + word;
      yield initial + rest;
    }
  }
}

/** The words that begin with one letter, in order. */
class Shelf implements SortedWords {
  private readonly ids: number[] = [];

  constructor(private readonly texts: readonly string[]) {}

  get length(): number {
    return this.ids.length;
  }

  at(index: number): string {
    return this.texts[this.ids[index]!]!;
  }

  id(index: number): number {
    return this.ids[index]!;
  }

  insert(id: number): void {
    this.ids.splice(this.lowerBound(this.texts[id]!), 0, id);
  }

  remove(id: number): void {
    this.ids.splice(this.lowerBound(this.texts[id]!), 1);
  }

  /** The index of the first word that is not before `text`. */
  lowerBound(text: string): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
