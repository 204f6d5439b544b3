import { nameForms, readings } from '../../text.js';
import { type Bits, emptyBits } from '../embedded/bits.js';
import { TYPO_PENALTY } from '../embedded/relevance.js';
import { TextIndex } from '../embedded/text-index.js';

/** No more words are used: the scorer has space for fifteen, and people do not type more than ten for a name. */
const MOST_WORDS = 10;
const FIELD = 'name';

/**
 * How well a thing fits what was typed. Lower is better. Add one if the match is with another name than its first.
 * With typing mistakes, the grade is higher than the last of these by the number of mistakes.
 */
export const Grade = {
  /** The text is the whole name. */
  WHOLE: 0,
  /** The name begins with the text. */
  BEGINNING: 2,
  /** The name contains the words of the text. */
  WORDS: 4,
  /** The other names contain them, together. */
  OTHER_WORDS: 5,
} as const;
const OTHER_NAME = 1;

/** The grade of a fit. */
export function gradeOf(fit: number): number {
  return Math.ceil(fit) + 0; // never -0
}

/** If a name begins as typed, there was no mistake: leaves out what fits only with mistakes. Otherwise returns all, unchanged. */
export function withoutNeedlessMistakes<T extends { readonly grade: number }>(found: readonly T[]): T[] {
  const isTypedWell = found.some(({ grade }) => grade < Grade.WORDS);
  return found.filter(({ grade }) => !isTypedWell || grade <= Grade.OTHER_WORDS);
}

/**
 * Names of things, found while they are being typed. Every word must occur. The last one may be only a beginning. Typing
 * mistakes are allowed by the rule of the search engines (`typosAllowed`; two swapped letters are one mistake).
 *
 * Names are only a few words long, so the usual ranking of texts (how often, how rare) hardly separates them: grades come first.
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

  /** Adds a thing with all its names, one of which must fit. Returns the slot that represents it until it is removed. */
  add(names: readonly string[]): number {
    const slot = this.free.pop() ?? this.folded.length;
    if (slot >= this.found.length) this.grow(Math.max(1_024, slot * 2));
    const [first = '', ...others] = names;
    const folded = [...nameForms(first), ...others.flatMap(nameForms)];
    this.texts.put(slot, { [FIELD]: folded.join(' ') });
    this.folded[slot] = folded;
    return slot;
  }

  /** Removes a thing. Its slot will be reused for another one. */
  remove(slot: number): void {
    this.texts.remove(slot);
    this.folded[slot] = [];
    this.free.push(slot);
  }

  /**
   * Calls `visit` once for each thing that fits, in no order, with how well it fits. The lower `fit` is, the better, and
   * `gradeOf(fit)` is its grade. Nothing fits a text without a letter or digit.
   */
  find(text: string, visit: (slot: number, fit: number) => void): void {
    const [meant, ...others] = readings(text);
    if (!meant) return;
    if (others.length === 0) {
      this.findWords(meant, visit);
      return;
    }
    const best = new Map<number, number>();
    for (const typed of [meant, ...others]) {
      this.findWords(typed, (slot, fit) => best.set(slot, Math.min(fit, best.get(slot) ?? fit)));
    }
    for (const [slot, fit] of best) visit(slot, fit);
  }

  private findWords(all: readonly string[], visit: (slot: number, fit: number) => void): void {
    const typed = all.slice(0, MOST_WORDS);
    const whole = typed.join(' ');
    const asked = typed.map((text) => ({ text }));
    const count = this.texts.match(asked, this.everySlot, this.size, this.found);
    for (let i = 0; i < count; i++) {
      const slot = this.found[i]!;
      const score = this.texts.score(slot);
      // A mistake reduces the score by TYPO_PENALTY, and so makes the fit worse by one.
      const grade = score < 0 ? Grade.OTHER_WORDS : gradeOfNames(this.folded[slot]!, typed, whole);
      visit(slot, grade - score / TYPO_PENALTY);
    }
  }

  private grow(capacity: number): void {
    this.texts.grow(capacity);
    this.everySlot = emptyBits(capacity).fill(-1);
    this.found = new Int32Array(capacity);
  }
}

/** The grade of folded names, the first one first, that contain all the words typed. `whole` is these words in one string. */
function gradeOfNames(names: readonly string[], typed: readonly string[], whole: string): number {
  const first = names[0]!;
  const begins = first.startsWith(whole);
  if (begins && first.length === whole.length) return Grade.WHOLE;
  if (names.length === 1) return begins ? Grade.BEGINNING : Grade.WORDS;
  if (names.includes(whole)) return Grade.WHOLE + OTHER_NAME;
  if (begins) return Grade.BEGINNING;
  if (names.some((name) => name.startsWith(whole))) return Grade.BEGINNING + OTHER_NAME;
  const isInFirst = typed.every((word) => ` ${first}`.includes(` ${word}`));
  return isInFirst ? Grade.WORDS : Grade.OTHER_WORDS;
}
