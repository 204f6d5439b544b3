import { editDistance } from '../../platform/edit-distance.js';
import { findWithinTypos, type SortedWords } from '../../platform/search/lookup/typo-search.js';
import type { Slices } from '../../platform/slices.js';
import { compareEntries, type GazetteerEntry } from './gazetteer.entry.js';

/** Names that are this long, without spaces, may have one mistake; longer ones two. */
const SHORTEST_WITH_MISTAKE = 5;
const SHORTEST_WITH_TWO = 9;

/** How many spelling mistakes are forgiven in a name, by the rule for sentences. */
export function mistakesForgiven(key: string): number {
  const letters = key.replaceAll(' ', '').length;
  return letters < SHORTEST_WITH_MISTAKE ? 0 : letters < SHORTEST_WITH_TWO ? 1 : 2;
}

/** A name, what has it, and how many mistakes are between it and what was typed. */
export interface NearName {
  readonly key: string;
  readonly entries: readonly GazetteerEntry[];
  readonly distance: number;
}

/** Names of places, found as a whole, by their beginning and by how they are nearly spelt. */
export class GazetteerIndex {
  private readonly names = new Map<string, readonly GazetteerEntry[]>();
  /** The first words of names that have more: “great”, “wells next”. */
  private readonly beginnings = new Map<string, number>();
  /** By their first letter, so that sorting after a change takes little time. */
  private readonly letters = new Map<string, { readonly keys: string[]; isSorted: boolean }>();

  /** Adds a name of a place. The same name twice is as if it was once. */
  add(key: string, entry: GazetteerEntry): void {
    if (key === '') return;
    const known = this.names.get(key);
    if (known?.includes(entry)) return;
    this.names.set(key, known ? [...known, entry].sort(compareEntries) : [entry]);
    if (known) return;
    this.eachBeginning(key, (beginning, n) => this.beginnings.set(beginning, n + 1));
    const letter = this.letters.get(key[0]!);
    if (!letter) this.letters.set(key[0]!, { keys: [key], isSorted: true });
    else {
      letter.keys.push(key);
      letter.isSorted = false;
    }
  }

  /** Takes a name from a place. */
  remove(key: string, entry: GazetteerEntry): void {
    const left = this.names.get(key)?.filter((one) => one !== entry);
    if (!left) return;
    if (left.length > 0) {
      this.names.set(key, left);
      return;
    }
    this.names.delete(key);
    const { keys } = this.letters.get(key[0]!)!;
    keys.splice(keys.indexOf(key), 1);
    this.eachBeginning(key, (beginning, n) => {
      if (n > 1) this.beginnings.set(beginning, n - 1);
      else this.beginnings.delete(beginning);
    });
  }

  /** Sorts the names, so that no search has to. */
  async settle(slices: Slices): Promise<void> {
    for (const letter of this.letters.keys()) {
      if (slices.due) await slices.pause();
      this.sorted(letter);
    }
  }

  /** What has this name, best first. */
  get(key: string): readonly GazetteerEntry[] | undefined {
    return this.names.get(key);
  }

  /** Whether a longer name begins with these words. */
  hasLonger(words: string): boolean {
    return this.beginnings.has(words);
  }

  /** The names that begin with the same letter and have up to `most` mistakes, in the order of the alphabet. */
  nearlySpelt(key: string, most: number): NearName[] {
    const found: NearName[] = [];
    const within = this.range(key.slice(0, 1));
    findWithinTypos(within, key, most, false, (from, to, distance) => {
      for (let at = from; at < to; at++) {
        const name = within.at(at);
        if (distance > 0 && mistakesForgiven(name) > 0) {
          found.push({ key: name, entries: this.names.get(name)!, distance });
        }
      }
    });
    return found;
  }

  /** The names that begin with these letters. */
  beginningWith(letters: string): NearName[] {
    const within = this.range(letters);
    return Array.from({ length: within.length }, (_, at) => {
      const key = within.at(at);
      return { key, entries: this.names.get(key)!, distance: key.length - letters.length };
    });
  }

  /** The sorted names that begin with these letters. */
  private range(letters: string): SortedWords {
    const sorted = this.sorted(letters[0]!);
    const from = firstFrom(sorted, letters);
    const to = firstFrom(sorted, `${letters}\uffff`);
    return { length: to - from, at: (index) => sorted[from + index]! };
  }

  private sorted(letter: string): readonly string[] {
    const found = this.letters.get(letter);
    if (!found) return [];
    if (!found.isSorted) found.keys.sort();
    found.isSorted = true;
    return found.keys;
  }

  private eachBeginning(key: string, visit: (beginning: string, times: number) => void): void {
    for (let space = key.indexOf(' '); space > 0; space = key.indexOf(' ', space + 1)) {
      const beginning = key.slice(0, space);
      visit(beginning, this.beginnings.get(beginning) ?? 0);
    }
  }
}

function firstFrom(sorted: readonly string[], text: string): number {
  let from = 0;
  let end = sorted.length;
  while (from < end) {
    const middle = (from + end) >>> 1;
    if (sorted[middle]! < text) from = middle + 1;
    else end = middle;
  }
  return from;
}

/**
 * Whether someone may have meant a name and typed these words: no more mistakes in any word than its length allows, and none in a
 * word that is English, because “north waltz” does not mean a place.
 */
export function isMisspelt(typed: string, name: string, isEnglish: (word: string) => boolean): boolean {
  const words = typed.split(' ');
  const others = name.split(' ');
  if (words.length !== others.length) return words.every((word) => !isEnglish(word));
  return words.every((word, at) => {
    const other = others[at]!;
    if (word === other) return true;
    if (isEnglish(word) || word[0] !== other[0]) return false;
    const most = Math.max(1, mistakesForgiven(other));
    return Math.min(word.length, other.length) > 2 && editDistance(word, other, most) <= most;
  });
}
