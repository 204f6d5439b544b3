/** When the first record was entered; each further one a millisecond later. */
const FIRST_INSTANT = Date.UTC(2025, 8, 1);

/**
 * Numbers that look random and are the same for the same seed, on every machine: sfc32 (Chris Doty-Humphrey, PractRand).
 * A bench that compares runs must not roll new dice.
 */
export class Random {
  #a;
  #b = 0x9e3779b9 | 0;
  #c = 0x243f6a88 | 0;
  #counter = 1;
  #uuids = 0;

  constructor(seed) {
    this.#a = seed | 0;
    for (let i = 0; i < 20; i++) this.next(); // the first numbers of neighbouring seeds are alike
  }

  /** From 0 up to, not including, 1. */
  next() {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return (result >>> 0) / 2 ** 32;
  }

  /** Whole, both bounds included. */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share) {
    return this.next() < share;
  }

  pick(list) {
    return list[this.between(0, list.length - 1)];
  }

  /** Each entry of `[value, share]` with its own probability; never none: the first replaces it. */
  some(shares) {
    const chosen = shares.filter(([, share]) => this.chance(share)).map(([value]) => value);
    return chosen.length > 0 ? chosen : [shares[0][0]];
  }

  /** One entry, heavier ones more often. */
  weighted(list, weightOf) {
    const total = list.reduce((sum, entry) => sum + weightOf(entry), 0);
    let left = this.next() * total;
    for (const entry of list) {
      left -= weightOf(entry);
      if (left < 0) return entry;
    }
    return list[list.length - 1];
  }

  /** Bell-shaped around 0 with a standard deviation of 1: twelve dice, exact enough to scatter places. */
  scatter() {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return sum;
  }

  /** The next version 7 UUID, as the hub gives to records that are entered one after the other. */
  uuid() {
    const time = (FIRST_INSTANT + this.#uuids++).toString(16).padStart(12, '0');
    const hex = (digits) =>
      Math.floor(this.next() * 16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(8)}${hex(4)}`;
  }
}
