import { words } from '../../text.js';
import { type Bits, emptyBits } from '../embedded/bits.js';
import { TYPO_PENALTY } from '../embedded/relevance.js';
import { TextIndex } from '../embedded/text-index.js';

/** No more words are looked at: the scorer has room for fifteen, and no name is typed with more than ten. */
const MOST_WORDS = 10;
const FIELD = 'name';

/**
 * How well a thing fits what was typed, the lower the better. One more when not its first name is meant but another one;
 * and with typing mistakes it is so many more than the last of these.
 */
export const Grade = {
  /** It is the name. */
  WHOLE: 0,
  /** The name begins with it. */
  BEGINNING: 2,
  /** The name has its words somewhere. */
  WORDS: 4,
} as const;
const OTHER_NAME = 1;

/** The grade of a fit. */
export function gradeOf(fit: number): number {
  return Math.ceil(fit) + 0; // never -0
}

/** Where a name begins as typed there was no mistake: then without what only fits with one; else all, as it came. */
export function withoutNeedlessMistakes<T extends { readonly grade: number }>(found: readonly T[]): T[] {
  const isTypedWell = found.some(({ grade }) => grade < Grade.WORDS);
  return found.filter(({ grade }) => !isTypedWell || grade <= Grade.WORDS + OTHER_NAME);
}

/**
 * Names of things, found while they are typed: every word must be there, the last one may have only begun, and typing
 * mistakes are forgiven by the rule of the search engines (`typosAllowed`; two letters swapped are one mistake).
 *
 * Names are a few words long, so what ranks texts (how often, how rare) hardly tells them apart: grades come first.
 */
export class NameIndex {
  private readonly texts = new TextIndex([{ name: FIELD, weight: 1 }]);
  private readonly folded: (readonly string[])[] = [];
  private readonly free: number[] = [];
  private everySlot: Bits = emptyBits(0);
  private found = new Int32Array(0);

  /** How many things there are. */
  get size(): number {
    return this.folded.length - this.free.length;
  }

  /** Adds a thing by all its names, one of which must fit; answers the slot that stands for it until it is removed. */
  add(names: readonly string[]): number {
    const slot = this.free.pop() ?? this.folded.length;
    if (slot >= this.found.length) this.grow(Math.max(1_024, slot * 2));
    this.texts.put(slot, { [FIELD]: names.join(' ') });
    this.folded[slot] = names.map(foldName);
    return slot;
  }

  /** Takes a thing out; its slot will stand for another one later. */
  remove(slot: number): void {
    this.texts.remove(slot);
    this.folded[slot] = [];
    this.free.push(slot);
  }

  /**
   * Calls `visit` once for each thing that fits, in no order, with how well: the lower `fit` the better, `gradeOf(fit)` is
   * its grade. Nothing fits a text without a letter or digit.
   */
  find(text: string, visit: (slot: number, fit: number) => void): void {
    const typed = words(text).slice(0, MOST_WORDS);
    if (typed.length === 0) return;
    const whole = typed.join(' ');
    const count = this.texts.match(typed, this.everySlot, this.size, this.found);
    for (let i = 0; i < count; i++) {
      const slot = this.found[i]!;
      const score = this.texts.score(slot);
      // A mistake has taken TYPO_PENALTY off the score, so it makes the fit one worse.
      const grade = score < 0 ? Grade.WORDS + OTHER_NAME : gradeOfNames(this.folded[slot]!, typed, whole);
      visit(slot, grade - score / TYPO_PENALTY);
    }
  }

  private grow(capacity: number): void {
    this.texts.grow(capacity);
    this.everySlot = emptyBits(capacity).fill(-1);
    this.found = new Int32Array(capacity);
  }
}

/** The grade of folded names, the first one first, that have all the words typed; `whole` is these words in one. */
function gradeOfNames(names: readonly string[], typed: readonly string[], whole: string): number {
  const first = names[0]!;
  const begins = first.startsWith(whole);
  if (begins && first.length === whole.length) return Grade.WHOLE;
  if (names.length === 1) return begins ? Grade.BEGINNING : Grade.WORDS;
  if (names.includes(whole)) return Grade.WHOLE + OTHER_NAME;
  if (begins) return Grade.BEGINNING;
  if (names.some((name) => name.startsWith(whole))) return Grade.BEGINNING + OTHER_NAME;
  const isInFirst = typed.every((word) => ` ${first}`.includes(` ${word}`));
  return isInFirst ? Grade.WORDS : Grade.WORDS + OTHER_NAME;
}

/** A name as it is compared: its folded words. */
export function foldName(name: string): string {
  return words(name).join(' ');
}
