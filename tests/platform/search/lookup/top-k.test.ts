import fc from 'fast-check';
import { TopK } from '../../../../src/platform/search/lookup/top-k.js';

const bySlot = (a: number, b: number) => a - b;
const kept = (limit: number, offers: readonly (readonly [key: number, slot: number])[], tie = bySlot) => {
  const top = new TopK(limit, tie);
  for (const [key, slot] of offers) top.offer(key, slot);
  return top;
};

describe('the smallest of many', () => {
  it('are those with the smallest keys, best first', () => {
    const top = kept(3, [
      [5, 0],
      [1, 1],
      [4, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(top.sorted()).toEqual([1, 3, 4]);
    expect(top.entries()).toEqual([
      { slot: 1, key: 1 },
      { slot: 3, key: 2 },
      { slot: 4, key: 3 },
    ]);
  });

  it('are, of equal keys, those that come first by their tie, whenever they are offered', () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
      [2, 0, 3, 1],
    ]) {
      expect(
        kept(
          2,
          order.map((slot) => [7, slot] as const),
        ).sorted(),
      ).toEqual([0, 1]);
      expect(
        kept(
          2,
          order.map((slot) => [7, slot] as const),
          (a, b) => b - a,
        ).sorted(),
      ).toEqual([3, 2]);
    }
  });

  it('are none where none are wanted', () => {
    const none = kept(0, [
      [1, 1],
      [0, 2],
    ]);
    expect([none.sorted(), none.worstKey]).toEqual([[], Number.NEGATIVE_INFINITY]);
  });

  it('tell the key beyond which nothing gets in, once there is no room', () => {
    const top = kept(2, [[5, 0]]);
    expect(top.worstKey).toBe(Number.POSITIVE_INFINITY);
    top.offer(3, 1);
    expect(top.worstKey).toBe(5);
    top.offer(4, 2);
    expect(top.worstKey).toBe(4);
    top.offer(9, 3);
    expect(top.worstKey).toBe(4);
  });

  it('are what sorting all would give', () => {
    const offers = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), offers, (limit, keys) => {
        const all = keys.map((key, slot) => ({ slot, key })).sort((a, b) => a.key - b.key || a.slot - b.slot);
        expect(
          kept(
            limit,
            keys.map((key, slot) => [key, slot] as const),
          ).entries(),
        ).toEqual(all.slice(0, limit));
      }),
    );
  });
});
