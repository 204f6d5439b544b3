import type { Range } from './offering-kind.js';

/** A repeatable source of choices. */
export interface Dice {
  /** A whole number; both ends are possible. */
  between(range: Range): number;
  /** True in about this share of cases (0 to 1). */
  chance(share: number): boolean;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** Up to `count` different items of the list, in its order. */
  some<T>(list: readonly T[], count: number): T[];
}

/**
 * Dice that always give the same results for the same key, so that no row's choices depend on another row. The key is
 * hashed with FNV-1a and drives the mulberry32 generator; both are in the public domain.
 */
export function dice(key: string): Dice {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(key)) state = Math.imul(state ^ byte, 0x01000193);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = ([from, to]: Range) => from + Math.floor(next() * (to - from + 1));
  function pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error(`There is nothing to pick from for "${key}".`);
    return list[between([0, list.length - 1])] as T;
  }
  return {
    between,
    pick,
    chance: (share) => next() < share,
    some: (list, count) => {
      const left = [...list];
      while (left.length > count) left.splice(between([0, left.length - 1]), 1);
      return left;
    },
  };
}
