/**
 * A set of slots, one bit each: slot `s` is bit `s & 31` of word `s >>> 5`.
 * Words are signed, because V8 keeps those as small integers. Missing words at the end count as empty.
 */
export type Bits = Int32Array<ArrayBuffer>;

/** An empty set with space for slots below `capacity`. */
export function emptyBits(capacity: number): Bits {
  return new Int32Array((capacity + 31) >>> 5);
}

/** Whether the set holds the slot. */
export function hasBit(bits: Bits, slot: number): boolean {
  const word = slot >>> 5;
  return word < bits.length && (bits[word]! & (1 << (slot & 31))) !== 0;
}

/** Adds a slot that is within the set's capacity. */
export function addBit(bits: Bits, slot: number): void {
  const word = slot >>> 5;
  bits[word] = bits[word]! | (1 << (slot & 31));
}

/** Removes a slot. */
export function dropBit(bits: Bits, slot: number): void {
  const word = slot >>> 5;
  if (word < bits.length) bits[word] = bits[word]! & ~(1 << (slot & 31));
}

/**
 * The words of a set to look at, ascending: those that can hold a match. Near a place these are a few hundred of
 * thousands. The other words of a set are left unchanged and have no meaning.
 */
export type Words = Int32Array<ArrayBuffer>;

/** The words of a set that hold any slot. The result uses the memory of `room`. */
export function wordsOf(bits: Bits, room: Words): Words {
  let n = 0;
  for (let w = 0; w < bits.length; w++) if (bits[w] !== 0) room[n++] = w;
  return room.subarray(0, n);
}

/** `target = target AND other` in some words. */
export function intersect(target: Bits, other: Bits, words: Words): void {
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    target[w] = w < other.length ? target[w]! & other[w]! : 0;
  }
}

/** `target = target OR other` in some words. `other` must not hold slots beyond the target's capacity. */
export function unite(target: Bits, other: Bits, words: Words): void {
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    if (w < other.length) target[w] = target[w]! | other[w]!;
  }
}

/** `target = target AND NOT other` in some words. */
export function subtract(target: Bits, other: Bits, words: Words): void {
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    if (w < other.length) target[w] = target[w]! & ~other[w]!;
  }
}

/** Empties some words. */
export function clear(target: Bits, words: Words): void {
  for (let i = 0; i < words.length; i++) target[words[i]!] = 0;
}

/** The number of bits set in one word. */
function popcount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  n = (n + (n >>> 4)) & 0x0f0f0f0f;
  return Math.imul(n, 0x01010101) >>> 24;
}

/**
 * The size of `a AND b`, by the Harley-Seal method: carry-save adders turn eight words into one in which every bit counts eight,
 * so one popcount serves eight words (Mula, Kurz and Lemire, "Faster Population Counts Using AVX2 Instructions", 2018).
 */
export function countShared(a: Bits, b: Bits): number {
  const shared = Math.min(a.length, b.length);
  const blocks = shared & ~7;
  let ones = 0;
  let twos = 0;
  let fours = 0;
  let eights = 0;
  for (let w = 0; w < blocks; w += 8) {
    let x = a[w]! & b[w]!;
    let y = a[w + 1]! & b[w + 1]!;
    let sum = ones ^ x;
    let twosA = (ones & x) | (sum & y);
    ones = sum ^ y;
    x = a[w + 2]! & b[w + 2]!;
    y = a[w + 3]! & b[w + 3]!;
    sum = ones ^ x;
    let twosB = (ones & x) | (sum & y);
    ones = sum ^ y;
    sum = twos ^ twosA;
    const foursA = (twos & twosA) | (sum & twosB);
    twos = sum ^ twosB;
    x = a[w + 4]! & b[w + 4]!;
    y = a[w + 5]! & b[w + 5]!;
    sum = ones ^ x;
    twosA = (ones & x) | (sum & y);
    ones = sum ^ y;
    x = a[w + 6]! & b[w + 6]!;
    y = a[w + 7]! & b[w + 7]!;
    sum = ones ^ x;
    twosB = (ones & x) | (sum & y);
    ones = sum ^ y;
    sum = twos ^ twosA;
    const foursB = (twos & twosA) | (sum & twosB);
    twos = sum ^ twosB;
    sum = fours ^ foursA;
    eights += popcount((fours & foursA) | (sum & foursB));
    fours = sum ^ foursB;
  }
  let total = 8 * eights + 4 * popcount(fours) + 2 * popcount(twos) + popcount(ones);
  for (let w = blocks; w < shared; w++) total += popcount(a[w]! & b[w]!);
  return total;
}

/** How many of the listed slots the set holds. All must be within its capacity. Without a branch, which would mispredict. */
export function countListed(bits: Bits, slots: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    total += (bits[slot >>> 5]! >>> (slot & 31)) & 1;
  }
  return total;
}

/** Writes the slots that the set has in some words into `out`, ascending, and returns how many there are. */
export function listSlots(bits: Bits, words: Words, out: Int32Array): number {
  let n = 0;
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    let word = bits[w]!;
    while (word !== 0) {
      out[n++] = (w << 5) + 31 - Math.clz32(word & -word);
      word &= word - 1;
    }
  }
  return n;
}
