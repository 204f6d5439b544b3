import fc from 'fast-check';
import { editDistance } from '../../src/platform/edit-distance.js';
import {
  addBit,
  countShared,
  emptyBits,
  listSlots,
  wordsOf,
} from '../../src/platform/search/embedded/bits.js';
import { BlockPool } from '../../src/platform/search/embedded/block-pool.js';
import { PostingLists, postedLevel, postedSlot } from '../../src/platform/search/embedded/posting-lists.js';
import { RaggedColumn } from '../../src/platform/search/embedded/ragged-column.js';
import {
  LEVEL_WEIGHTS,
  levelOf,
  PREFIX_SHARE,
  saturation,
} from '../../src/platform/search/embedded/relevance.js';
import { SlotSet } from '../../src/platform/search/embedded/slot-set.js';
import { TokenDictionary } from '../../src/platform/search/embedded/token-dictionary.js';
import { TopK } from '../../src/platform/search/lookup/top-k.js';
import { findWithinTypos } from '../../src/platform/search/lookup/typo-search.js';
import { standsFor } from './brute-force.js';

const CAPACITY = 2048;
const slot = fc.integer({ min: 0, max: CAPACITY - 1 });

function bitsOf(slots: Iterable<number>) {
  const bits = emptyBits(CAPACITY);
  for (const one of slots) addBit(bits, one);
  return bits;
}

const everyWord = Int32Array.from(emptyBits(CAPACITY), (_, w) => w);

function slotsOf(bits: ReturnType<typeof emptyBits>): number[] {
  const out = new Int32Array(CAPACITY);
  return [...out.subarray(0, listSlots(bits, everyWord, out))];
}

const wordsWithSlots = (bits: ReturnType<typeof emptyBits>) => wordsOf(bits, new Int32Array(bits.length));

const ascending = (slots: Iterable<number>) => [...slots].sort((a, b) => a - b);

describe('slot sets', () => {
  it('hold what was added and not removed, as a list or as bits', () => {
    const changes = fc.array(fc.tuple(fc.boolean(), slot), { maxLength: 400 });
    const others = fc.uniqueArray(slot, { maxLength: 300 });
    fc.assert(
      fc.property(changes, changes, others, (growing, shrinking, other) => {
        const set = new SlotSet();
        const model = new Set<number>();
        const change = (add: boolean, one: number) => {
          if (add) set.add(one, CAPACITY);
          else set.remove(one);
          if (add) model.add(one);
          else model.delete(one);
        };
        for (const [often, one] of growing) change(often || one % 3 > 0, one);
        for (const [seldom, one] of shrinking) change(seldom && one % 3 === 0, one);
        for (const one of ascending(model).slice(5)) {
          if (one % 2 > 0) change(false, one);
        }
        const united = bitsOf(other);
        set.uniteInto(united, everyWord);
        const shared = bitsOf(other);
        set.intersectInto(shared, wordsWithSlots(shared));
        const rest = bitsOf(other);
        set.subtractFrom(rest, wordsWithSlots(rest));
        expect({
          size: set.size,
          united: slotsOf(united),
          shared: slotsOf(shared),
          rest: slotsOf(rest),
          counted: set.countIn(bitsOf(other)),
          held: other.filter((one) => set.has(one)),
        }).toEqual({
          size: model.size,
          united: ascending(new Set([...model, ...other])),
          shared: ascending(other.filter((one) => model.has(one))),
          rest: ascending(other.filter((one) => !model.has(one))),
          counted: other.filter((one) => model.has(one)).length,
          held: other.filter((one) => model.has(one)),
        });
      }),
    );
  });

  it('are counted eight words at a time and one by one alike', () => {
    const words = fc.int32Array({ maxLength: 70 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [x, y] = [Int32Array.from(a), Int32Array.from(b)];
        let expected = 0;
        for (let w = 0; w < Math.min(x.length, y.length); w++) {
          expected += ((x[w]! & y[w]!) >>> 0).toString(2).replaceAll('0', '').length;
        }
        expect(countShared(x, y)).toBe(expected);
      }),
    );
  });
});

describe('block pool', () => {
  it('has a class for every length, at most a quarter larger', () => {
    for (let cells = 1; cells < 100_000; cells += 1 + (cells >>> 6)) {
      const sizeClass = BlockPool.classOf(cells);
      const room = BlockPool.cellsIn(sizeClass);
      expect(room).toBeGreaterThanOrEqual(cells);
      expect(room).toBeLessThanOrEqual(Math.ceil(cells * 1.25));
      if (sizeClass > 0) expect(BlockPool.cellsIn(sizeClass - 1)).toBeLessThan(cells);
    }
  });

  it('uses a freed block again, large or small', () => {
    const pool = new BlockPool();
    for (const cells of [1, 7, 300, 8192, 9000, 70_000]) {
      const sizeClass = BlockPool.classOf(cells);
      const first = pool.allocate(sizeClass);
      pool.release(first, sizeClass);
      expect(pool.allocate(sizeClass)).toBe(first);
    }
  });
});

describe('ragged columns', () => {
  it('hold the latest values of each slot, in memory that does not grow with writes', () => {
    const column = new RaggedColumn();
    column.grow(10);
    const pages = new Set<Int32Array>();
    for (let i = 0; i < 20_000; i++) {
      column.put(i % 10, [i, i, i].slice(0, i % 4));
      if (column.length(i % 10) > 0) pages.add(column.cells(i % 10));
    }
    for (const i of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const latest = 19_990 + i;
      const length = column.length(i);
      const start = length > 0 ? column.start(i) : 0;
      const held = length > 0 ? [...column.cells(i).slice(start, start + length)] : [];
      expect(held).toEqual([latest, latest, latest].slice(0, latest % 4));
    }
    expect(pages.size).toBe(1);
  });
});

describe('posting lists', () => {
  it('hold each slot with its level, ascending, whatever comes and goes', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 200 }), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 1500 }), fc.nat(200), (changes, most) => {
        const lists = new PostingLists();
        lists.grow(3);
        const model = [0, 1, 2].map(() => new Map<number, number>());
        const toggle = (token: number, one: number, level: number) => {
          if (model[token]!.delete(one)) {
            expect(lists.remove(token, one)).toBe(model[token]!.size);
          } else {
            lists.add(token, one, level);
            model[token]!.set(one, level);
          }
        };
        for (const [token, one, level] of changes) toggle(token, one, level);
        for (const one of [...model[1]!.keys()].slice(most)) toggle(1, one, 0);
        for (const [token, expected] of model.entries()) {
          const size = lists.size(token);
          const start = size > 0 ? lists.start(token) : 0;
          const cells = size > 0 ? lists.cells(token).slice(start, start + size) : [];
          expect(Array.from(cells, (cell) => [postedSlot(cell), postedLevel(cell)])).toEqual(
            [...expected].sort(([a], [b]) => a - b),
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('top k', () => {
  it('keeps the first of a sorted list', () => {
    const keys = fc.array(
      fc.constantFrom(0, 1, 2, 3.5, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(keys, fc.nat(30), (list, limit) => {
        const top = new TopK(limit, (a, b) => b - a);
        for (const [i, key] of list.entries()) top.offer(key, i);
        const sorted = list
          .map((key, i) => ({ key, i }))
          .sort((a, b) => (a.key === b.key ? b.i - a.i : a.key < b.key ? -1 : 1));
        expect(top.entries()).toEqual(sorted.slice(0, limit).map(({ key, i }) => ({ key, slot: i })));
        expect(top.sorted()).toEqual(sorted.slice(0, limit).map(({ i }) => i));
        // A caller that relies on this leaves out what can no longer get in.
        const worst = limit === 0 ? Number.NEGATIVE_INFINITY : sorted[limit - 1]?.key;
        expect(top.worstKey).toBe(worst ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('typo search', () => {
  const word = (min: number, max: number) =>
    fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: min, maxLength: max })
      .map((letters) => letters.join(''));

  it('finds what the edit distance finds, in whole words and in beginnings', () => {
    const lists = fc.uniqueArray(word(1, 11), { maxLength: 60 }).map((words) => words.sort());
    fc.assert(
      fc.property(lists, word(5, 9), fc.constantFrom(1, 2), fc.boolean(), (list, query, max, prefix) => {
        const found: [string, number][] = [];
        const sorted = { length: list.length, at: (i: number) => list[i]! };
        findWithinTypos(sorted, query, max, prefix, (from, to, typos) => {
          for (const text of list.slice(from, to)) found.push([text, typos]);
        });
        const expected = list.flatMap((text): [string, number][] => {
          const beginnings = prefix ? Array.from(text, (_, i) => text.slice(0, i + 1)) : [text];
          const typos = Math.min(...beginnings.map((beginning) => editDistance(query, beginning, max)));
          return typos <= max ? [[text, typos]] : [];
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('expands a word to what it may stand for, and to nothing forgotten', () => {
    const lists = fc.uniqueArray(word(1, 11), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lists, word(1, 11), fc.boolean(), fc.nat(59), (list, query, asPrefix, forgotten) => {
        const dictionary = new TokenDictionary();
        const numbers = new Map(list.map((text) => [dictionary.add(text), text]));
        const stays = list.filter((_, i) => i > forgotten);
        for (const [number, text] of numbers) if (!stays.includes(text)) dictionary.remove(number);
        const found = dictionary.expand(query, asPrefix).map(({ token }) => numbers.get(token)!);
        expect(found.sort()).toEqual(stays.filter((text) => standsFor(query, text, asPrefix)).sort());
      }),
      { numRuns: 500 },
    );
  });
});

describe('relevance', () => {
  it('never lets a prefix outweigh the word itself in the same field', () => {
    const least = LEVEL_WEIGHTS[levelOf(saturation(1, 1_000_000))]!;
    const most = LEVEL_WEIGHTS[levelOf(saturation(1_000_000, 1_000_000))]!;
    const shortest = LEVEL_WEIGHTS[levelOf(saturation(1000, 1000))]!;
    expect(PREFIX_SHARE * Math.max(most, shortest)).toBeLessThan(least);
  });

  it('stores weights within 3 %', () => {
    for (let weight = 0.002; weight < 11; weight *= 1.01) {
      expect(Math.abs(LEVEL_WEIGHTS[levelOf(weight)]! / weight - 1)).toBeLessThan(0.03);
    }
  });
});
