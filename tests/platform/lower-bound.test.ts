import fc from 'fast-check';
import { lowerBound } from '../../src/platform/lower-bound.js';

describe('lowerBound', () => {
  it.each([
    [[], 5, 0],
    [[5], 4, 0],
    [[5], 5, 0],
    [[5], 6, 1],
    [[1, 3, 3, 3, 7], 3, 1],
    [[1, 3, 3, 3, 7], 4, 4],
    [[1, 3, 3, 3, 7], 7, 4],
    [[1, 3, 3, 3, 7], 8, 5],
    [[1, 3, 3, 3, 7], 0, 0],
  ])('in %j, of %i, is place %i', (numbers, value, place) => {
    expect(lowerBound(numbers, value)).toBe(place);
  });

  it('is as many as are below, looking at few of many', () => {
    const numbersAndValue = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 50 })),
      fc.integer({ min: -1, max: 51 }),
    );
    fc.assert(
      fc.property(numbersAndValue, ([numbers, value]) => {
        const ascending = numbers.sort((a, b) => a - b);
        expect(lowerBound(ascending, value)).toBe(ascending.filter((number) => number < value).length);
      }),
    );
    let seen = 0;
    const many = new Proxy(
      Array.from({ length: 1_000 }, (_, i) => i),
      {
        get(all, key) {
          if (key !== 'length') seen++;
          return all[key as unknown as number];
        },
      },
    );
    expect(lowerBound(many, 700)).toBe(700);
    expect(seen).toBeLessThanOrEqual(11);
    seen = 0;
    expect(lowerBound(many, 1_000)).toBe(1_000);
    expect(seen).toBe(1);
  });
});
