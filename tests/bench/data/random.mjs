/**
 * Numbers that look random and are the same for the same seed, on every machine: sfc32 (Chris Doty-Humphrey, PractRand).
 * A bench that compares runs must not roll new dice.
 */
export class Random {
  #a;
  #b = 0x9e3779b9 | 0;
  #c = 0x243f6a88 | 0;
  #counter = 1;

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

  /** Each entry of `[value, share]` with its own probability; never none: the first stands in. */
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

  /** A version 4 UUID. */
  uuid() {
    const hex = Array.from({ length: 4 }, () =>
      Math.floor(this.next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
