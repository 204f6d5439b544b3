import {
  addBit,
  type Bits,
  dropBit,
  emptyBits,
  hasBit,
  listSlots,
} from '../../src/platform/search/embedded/bits.js';
import { BitsPool } from '../../src/platform/search/embedded/bits-pool.js';
import { GridRow } from '../../src/platform/search/embedded/grid-row.js';
import { KeywordIndex } from '../../src/platform/search/embedded/keyword-index.js';
import { OpeningColumn } from '../../src/platform/search/embedded/opening-column.js';
import { OpeningEnds } from '../../src/platform/search/embedded/opening-ends.js';
import { PlaceColumn } from '../../src/platform/search/embedded/place-column.js';
import { RaggedColumn } from '../../src/platform/search/embedded/ragged-column.js';
import { Chance } from '../support/chance.js';

/** What parts of the engine do with more than they have room for at first, and with what comes twice. */

const CAPACITY = 2_048;
const NOON = Date.parse('2026-11-23T12:00:00Z');
const everyWord = Int32Array.from(emptyBits(CAPACITY), (_, w) => w);
const slotsOf = (bits: Bits) => {
  const out = new Int32Array(CAPACITY);
  return [...out.subarray(0, listSlots(bits, everyWord, out))];
};

describe('a pool of sets', () => {
  it('gives a set again, empty, once it was taken back', () => {
    const pool = new BitsPool();
    pool.grow(CAPACITY);
    const [first, second] = [pool.take(), pool.take()];
    expect(second).not.toBe(first);
    addBit(first, 7);
    pool.takeBack();
    expect(pool.take()).toBe(first);
    expect(slotsOf(first)).toEqual([]);
    expect(pool.take()).toBe(second);
  });

  it('gives sets with room for all, after it has grown', () => {
    const pool = new BitsPool();
    pool.grow(32);
    const small = pool.take();
    pool.grow(CAPACITY);
    expect(pool.take()).not.toBe(small);
    pool.takeBack();
    expect(pool.take()).toHaveLength(CAPACITY / 32);
    expect([pool.everyWord, pool.wordRoom.length]).toEqual([everyWord, everyWord.length]);
  });
});

describe('a set of slots', () => {
  it('holds nothing beyond its room', () => {
    const bits = emptyBits(32);
    addBit(bits, 31);
    dropBit(bits, 40);
    expect([hasBit(bits, 31), hasBit(bits, 32), hasBit(bits, 63)]).toEqual([true, false, false]);
  });
});

describe('a row of the grid', () => {
  const held = (row: GridRow, west = 0, east = 9) => {
    const bits = emptyBits(CAPACITY);
    row.uniteInto(bits, west, east);
    return slotsOf(bits);
  };

  it('holds a slot once, however often it is added', () => {
    const row = new GridRow();
    for (const slot of [3, 4, 3, 40, 4]) row.add(5, slot);
    expect(held(row)).toEqual([3, 4, 40]);
    row.remove(5, 3);
    expect(held(row)).toEqual([4, 40]);
    row.remove(5, 4);
    row.remove(5, 40);
    expect(held(row)).toEqual([]);
  });

  it('tells neighbours of a word and of a cell apart', () => {
    const row = new GridRow();
    row.add(5, 3);
    row.add(6, 3);
    row.add(6, 4);
    row.remove(6, 3);
    expect([held(row), held(row, 5, 5), held(row, 6, 6)]).toEqual([[3, 4], [3], [4]]);
  });
});

describe('codes', () => {
  const index = () => {
    const pool = new BitsPool();
    pool.grow(CAPACITY);
    const made = new KeywordIndex(['needs'], pool);
    made.grow(CAPACITY);
    return made;
  };
  const many = Array.from({ length: 300 }, (_, i) => `CODE_${i}`);
  const counts = (of: KeywordIndex, slots: number[]) =>
    of.count(['needs'], Int32Array.from(slots), slots.length).needs!;

  it('of one document are all kept, however many', () => {
    const codes = index();
    codes.put(0, () => many);
    codes.put(1, () => many.slice(0, 2));
    expect(counts(codes, [0]).size).toBe(300);
    expect(counts(codes, [0, 1]).get('CODE_1')).toBe(2);
    codes.remove(0);
    expect([...counts(codes, [1])]).toEqual([
      ['CODE_0', 1],
      ['CODE_1', 1],
    ]);
    expect(codes.slotsOf('needs', 'CODE_299')).toBeNull();
  });
});

describe('lists of numbers, one for each slot', () => {
  it('are replaced where they lie, and empty once they are cleared', () => {
    const column = new RaggedColumn();
    column.grow(CAPACITY);
    const held = (slot: number) => [
      ...column.cells(slot).subarray(column.start(slot), column.start(slot) + column.length(slot)),
    ];
    column.put(0, [1, 2, 3]);
    const start = column.start(0);
    column.put(0, [4, 5, 6, 7], 3);
    expect([column.start(0), held(0)]).toEqual([start, [4, 5, 6]]);
    column.clear(0);
    expect(column.length(0)).toBe(0);
    column.put(1, [7, 8, 9]);
    expect([column.start(1), held(1), column.length(0)]).toEqual([start, [7, 8, 9], 0]);
    column.put(1, []);
    expect(column.length(1)).toBe(0);
  });
});

describe('places', () => {
  it('on the very edge of a distance are within it, whatever rounding makes of it', () => {
    const places = new PlaceColumn();
    places.grow(CAPACITY);
    const centre = { lat: 52.83, lng: 0.85 };
    const chance = new Chance(1);
    const slots = Int32Array.from({ length: 1_000 }, (_, slot) => slot);
    for (const slot of slots) {
      places.put(slot, { lat: 50 + chance.share() * 5, lng: chance.share() * 3 - 1 });
    }
    const reach = new Uint8Array(CAPACITY);
    for (const slot of slots) {
      const metres = places.metres(slot, centre);
      expect(places.keepWithin(Int32Array.of(slot), 1, centre, metres, null, reach)).toBe(1);
      expect(places.keepWithin(Int32Array.of(slot), 1, centre, metres - 0.001, null, reach)).toBe(0);
    }
  });
});

describe('openings', () => {
  const opening = (fromDay: number, until?: number) => ({
    places: 1,
    fromDay,
    minGroup: 0,
    maxGroup: 14,
    ...(until !== undefined && { until }),
  });

  it('of one document are all kept, with their ends, however many', () => {
    const column = new OpeningColumn();
    column.grow(CAPACITY);
    column.put(
      7,
      Array.from({ length: 40 }, (_, i) => opening(20_000 + i, NOON + i)),
    );
    for (const ended of [0, 1, 20, 38]) {
      column.close(NOON + ended);
      expect(column.earliest({ places: 1 })(7)).toBe(20_001 + ended);
    }
    column.close(NOON + 39);
    expect(column.earliest({ places: 1 })(7)).toBe(Number.POSITIVE_INFINITY);
  });

  it('that end are closed a thousand slots at a time, and it is said whether there are more', () => {
    const column = new OpeningColumn();
    column.grow(CAPACITY);
    for (let slot = 0; slot < 1_500; slot++) column.put(slot, [opening(20_000, NOON)]);
    const open = () => {
      const earliest = column.earliest({ places: 1 });
      return Array.from({ length: 1_500 }, (_, slot) => earliest(slot)).filter(Number.isFinite).length;
    };
    expect([column.close(NOON - 1), open()]).toEqual([false, 1_500]);
    expect([column.close(NOON), open()]).toEqual([true, 500]);
    expect([column.close(NOON), open()]).toEqual([false, 0]);
  });

  it('have nothing due before the first one ends', () => {
    const ends = new OpeningEnds();
    ends.grow(CAPACITY);
    expect(ends.due(NOON, 10)).toEqual([]);
    ends.put(3, [opening(20_000, NOON)]);
    ends.put(4, [opening(20_000)]);
    expect(ends.due(NOON - 1, 10)).toEqual([]);
    expect(ends.due(NOON, 10)).toEqual([3]);
    expect([ends.of(3, 0), NOON]).toEqual([NOON, NOON]);
  });
});
