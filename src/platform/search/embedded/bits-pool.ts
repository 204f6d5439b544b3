import { type Bits, emptyBits, type Words } from './bits.js';

/**
 * Sets to work with during one query. A search needs several with the index's whole capacity, and finishes before
 * the next one begins. So they are reused, and do not burden the garbage collector.
 */
export class BitsPool {
  private readonly sets: Bits[] = [];
  private taken = 0;
  private capacity = 0;
  /** The numbers of all words of a set. */
  everyWord: Words = new Int32Array(0);
  /** Space for as many words. */
  wordRoom: Words = new Int32Array(0);

  /** Sets taken from now on have space for slots below `capacity`. */
  grow(capacity: number): void {
    this.capacity = capacity;
    this.everyWord = Int32Array.from(emptyBits(capacity), (_, w) => w);
    this.wordRoom = new Int32Array(this.everyWord.length);
    this.sets.length = 0;
    this.taken = 0;
  }

  /** An empty set, for use until `takeBack`. */
  take(): Bits {
    const set = this.sets[this.taken];
    if (set) set.fill(0);
    const given = set ?? emptyBits(this.capacity);
    this.sets[this.taken++] = given;
    return given;
  }

  /** Takes all sets back. Code that still holds one must not use it any more. */
  takeBack(): void {
    this.taken = 0;
  }
}
