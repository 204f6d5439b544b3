import { z } from 'zod';
import { range } from '../../src/features/search/field-kinds.js';
import { searchFilter } from '../../src/features/search/search.rules.js';

describe('a range that is searched', () => {
  it('has bounds of its own, or does not compile', () => {
    // @ts-expect-error what may be asked for is missing
    range('A week of the year', () => [1, 52]);
    expect(range(z.int().min(1).max(53), 'A week of the year', () => [1, 52]).asked.maxValue).toBe(53);
  });

  it.each([
    ['yearGroup', -1, 0, 14, 15],
    ['age', 1, 2, 25, 26],
  ])('%s may be asked for between its own bounds', (name, below, first, last, above) => {
    const fits = (value: number) => searchFilter.safeParse({ [name]: value }).success;
    expect([below, first, last, above].map(fits)).toEqual([false, true, true, false]);
  });
});
