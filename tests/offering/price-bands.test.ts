import { priceBandInWords, priceBandOf, priceBands } from '../../src/features/offering/price.rules.js';

const aPrice = (pricePence: number | null, priceUnit: string | null, hoursPerWeek: number | null = null) => ({
  pricePence,
  priceUnit,
  hoursPerWeek,
  days: ['MON', 'WED'],
});
const words = (...given: Parameters<typeof aPrice>) => {
  const band = priceBandOf(aPrice(...given));
  return band && priceBandInWords(band);
};

describe('a price band', () => {
  it.each([
    [0, 'Up to £50 a day'],
    [50_00, 'Up to £50 a day'],
    [50_01, 'Over £50, up to £100 a day'],
    [100_00, 'Over £50, up to £100 a day'],
    [150_00, 'Over £100, up to £150 a day'],
    [200_00, 'Over £150, up to £200 a day'],
    [200_01, 'Over £200 a day'],
    [10_000_000, 'Over £200 a day'],
  ])('of %i pence a day is "%s"', (pence, band) => {
    expect(words(pence, 'DAY')).toBe(band);
  });

  it('is of a whole day, whatever the unit', () => {
    expect(words(60_00, 'HALF_DAY')).toBe('Over £100, up to £150 a day');
    expect(words(25_01, 'SESSION')).toBe('Over £50, up to £100 a day');
    expect(words(20_00, 'HOUR', 10)).toBe('Over £50, up to £100 a day');
  });

  it('is unknown without a price, and of an hour without hours', () => {
    expect([words(null, null), words(20_00, 'HOUR'), words(20_00, 'LESSON')]).toEqual([null, null, null]);
  });

  it('leaves no amount out and none in two', () => {
    expect(priceBands[0]?.minDailyPence).toBe(0);
    expect(priceBands.at(-1)?.maxDailyPence).toBeNull();
    for (const [i, { minDailyPence }] of priceBands.entries()) {
      if (i > 0) expect(minDailyPence).toBe((priceBands[i - 1]?.maxDailyPence ?? Number.NaN) + 1);
    }
  });
});
