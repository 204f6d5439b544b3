import { type Bits, emptyBits, type Words } from './bits.js';

/**
 * Sets to work with while one query is answered. A search takes several of the index's whole capacity, and answers before
 * the next one begins, so they are used again instead of being left to the garbage collector.
 */
export class BitsPool {
  private readonly sets: Bits[] = [];
  private taken = 0;
  private capacity = 0;
  /** Every word of a set. */
  everyWord: Words = new Int32Array(0);
  /** Room for as many. */
  wordRoom: Words = new Int32Array(0);

  /** Sets taken from now on have room for slots below `capacity`. */
  grow(capacity: number): void {
    this.capacity = capacity;
    this.everyWord = Int32Array.from(emptyBits(capacity), (_, w) => w);
    this.wordRoom = new Int32Array(this.everyWord.length);
    this.sets.length = 0;
    this.taken = 0;
  }

  /** An empty set, to be used until `takeBack`. */
  take(): Bits {
    const set = this.sets[this.taken];
    if (set) set.fill(0);
    const given = set ?? emptyBits(this.capacity);
    this.sets[this.taken++] = given;
    return given;
  }

  /** Takes every set back: whoever still has one must not use it any more. */
  takeBack(): void {
    this.taken = 0;
  }
}
