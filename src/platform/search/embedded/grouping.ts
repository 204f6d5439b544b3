import { grown } from './columns.js';

const EXACT = { share: 0, most: 0 };
/** The end of a group's chain. */
const NONE = -1;

/**
 * The slots that a query matches, by the value that they share. Its working arrays live as long as the index. A stamp per value
 * says in which query it was met, so nothing has to be cleared between queries.
 */
export class Grouping {
  /** By value id: the round in which the value was met last, its number in that round, and the last slot met with it. */
  private stamps = new Int32Array(0);
  private numbers = new Int32Array(0);
  private lasts = new Int32Array(0);
  /** By slot, the next slot of its group. */
  private next = new Int32Array(0);
  /** The first slot of each group, by number. */
  firsts = new Int32Array(0);
  /** The best sort key of each group, by number. */
  keys = new Float64Array(0);
  private round = 0;
  private valueBySlot: Int32Array = new Int32Array(0);
  private size = 0;

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.next = new Int32Array(capacity);
    this.firsts = new Int32Array(capacity);
    this.keys = new Float64Array(capacity);
  }

  /** How many groups the last call of `build` found. */
  get count(): number {
    return this.size;
  }

  /** Groups slots by their value ids, which are below `values`. Groups are numbered in the order of their first slots. */
  build(valueBySlot: Int32Array, values: number, slots: Int32Array, length: number): void {
    if (values > this.stamps.length) {
      for (const name of ['stamps', 'numbers', 'lasts'] as const) this[name] = grown(this[name], values * 2);
    }
    if (++this.round === 2 ** 31 - 1) {
      this.stamps.fill(0);
      this.round = 1;
    }
    const { stamps, numbers, lasts, next, firsts, round } = this;
    let groups = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const value = valueBySlot[slot]!;
      if (stamps[value] === round) {
        next[lasts[value]!] = slot;
      } else {
        stamps[value] = round;
        numbers[value] = groups;
        firsts[groups++] = slot;
      }
      lasts[value] = slot;
      next[slot] = NONE;
    }
    this.valueBySlot = valueBySlot;
    this.size = groups;
  }

  /** The first slots of the groups that have several. */
  withSeveral(): number[] {
    const { firsts, next, size } = this;
    const found: number[] = [];
    for (let i = 0; i < size; i++) if (next[firsts[i]!] !== NONE) found.push(firsts[i]!);
    return found;
  }

  /** The slots of a group, given one of them, in the order in which they were grouped. */
  members(slot: number): number[] {
    const found: number[] = [];
    const first = this.firsts[this.numbers[this.valueBySlot[slot]!]!]!;
    for (let at = first; at !== NONE; at = this.next[at]!) found.push(at);
    return found;
  }

  /** The next slot of the same group, or a negative number after the last one. */
  after(slot: number): number {
    return this.next[slot]!;
  }

  /**
   * Moves the best slot of each group to its number in `slots`, which must be those that were grouped. Returns their keys, by number.
   * `tie` decides between two slots of the same key: negative if the first is better. `slack`: how far keys can be apart, as a share
   * and in all, and still count as the same.
   */
  keepBest(
    slots: Int32Array,
    length: number,
    key: (slot: number, at: number) => number,
    tie: (a: number, b: number) => number,
    slack = EXACT,
  ): Float64Array {
    const { numbers, valueBySlot, keys } = this;
    let met = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const number = numbers[valueBySlot[slot]!]!;
      const own = key(slot, i);
      if (number === met) {
        met++;
      } else {
        const best = keys[number]!;
        if (own > best * (1 + slack.share) + slack.most) continue;
        if (own >= best * (1 - slack.share) - slack.most && tie(slot, slots[number]!) >= 0) continue;
      }
      // A group's number is never above the position of its slots, so nothing is overwritten that is still to be read.
      slots[number] = slot;
      keys[number] = own;
    }
    return keys;
  }
}
