import { lowerBound } from '../../lower-bound.js';
import {
  addBit,
  type Bits,
  clear,
  countListed,
  countShared,
  dropBit,
  emptyBits,
  hasBit,
  intersect,
  subtract,
  unite,
  type Words,
} from './bits.js';

/** Up to this many slots, a list is smaller and faster than bits, whatever the size of the index. */
const SMALL = 32;

/**
 * The slots that share one keyword value: a sorted list if they are few, bits if they are many. So a field with
 * tens of thousands of values (the id of an owner) costs no more than one with ten.
 */
export class SlotSet {
  private list: number[] | null = [];
  private bits: Bits | null = null;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds a slot of an index with space for `capacity` slots. Adding it twice has no effect. */
  add(slot: number, capacity: number): void {
    if (this.list) {
      const at = lowerBound(this.list, slot);
      if (this.list[at] === slot) return;
      this.list.splice(at, 0, slot);
      this.count++;
      if (this.count > Math.max(SMALL, capacity >>> 6)) this.becomeBits(capacity);
      return;
    }
    if (this.bits!.length << 5 <= slot) {
      const wider = emptyBits(capacity);
      wider.set(this.bits!);
      this.bits = wider;
    }
    if (hasBit(this.bits!, slot)) return;
    addBit(this.bits!, slot);
    this.count++;
  }

  /** Removes a slot. Has no effect if the slot is not there. */
  remove(slot: number): void {
    if (this.list) {
      const at = lowerBound(this.list, slot);
      if (this.list[at] !== slot) return;
      this.list.splice(at, 1);
      this.count--;
      return;
    }
    if (!hasBit(this.bits!, slot)) return;
    dropBit(this.bits!, slot);
    this.count--;
    // Well below the limit for growing, so that a size near the limit does not switch on every change.
    if (this.count < Math.max(SMALL, this.bits!.length >>> 1) >>> 2) this.becomeList();
  }

  /** Whether the set holds the slot. */
  has(slot: number): boolean {
    if (this.bits) return hasBit(this.bits, slot);
    return this.list![lowerBound(this.list!, slot)] === slot;
  }

  /** `target = target OR this`, at least in some words. */
  uniteInto(target: Bits, words: Words): void {
    if (this.bits) unite(target, this.bits, words);
    else for (const slot of this.list!) addBit(target, slot);
  }

  /** `target = target AND this` in the words in which `target` has slots. */
  intersectInto(target: Bits, words: Words): void {
    if (this.bits) {
      intersect(target, this.bits, words);
      return;
    }
    const kept = this.list!.filter((slot) => hasBit(target, slot));
    clear(target, words);
    for (const slot of kept) addBit(target, slot);
  }

  /** `target = target AND NOT this`, at least in some words. */
  subtractFrom(target: Bits, words: Words): void {
    if (this.bits) subtract(target, this.bits, words);
    else for (const slot of this.list!) dropBit(target, slot);
  }

  /** How many of these slots are in `bits`, which has the same capacity as the index. */
  countIn(bits: Bits): number {
    return this.bits ? countShared(this.bits, bits) : countListed(bits, this.list!);
  }

  /** The cost of `countIn`, in steps. */
  get countingCost(): number {
    return this.bits ? this.bits.length : this.count;
  }

  private becomeBits(capacity: number): void {
    const bits = emptyBits(capacity);
    for (const slot of this.list!) addBit(bits, slot);
    this.bits = bits;
    this.list = null;
  }

  private becomeList(): void {
    const list: number[] = [];
    for (let w = 0; w < this.bits!.length; w++) {
      for (let word = this.bits![w]!; word !== 0; word &= word - 1) {
        list.push((w << 5) + 31 - Math.clz32(word & -word));
      }
    }
    this.list = list;
    this.bits = null;
  }
}
