import type { Offering } from './offering.entity.js';

/** The price of a school day as the public sees it, in pence. Both ends are inclusive. Null means no upper end. */
export interface PriceBand {
  readonly minDailyPence: number;
  readonly maxDailyPence: number | null;
}

/**
 * The bands, cheapest first. No source publishes bands, so these are our own. Steps of £50 are wide enough to say what to
 * expect without giving away a provider's price. A full-time place funded at £10,000 a year is £53 a school day (190 days).
 */
export const priceBands: readonly PriceBand[] = [
  { minDailyPence: 0, maxDailyPence: 50_00 },
  { minDailyPence: 50_01, maxDailyPence: 100_00 },
  { minDailyPence: 100_01, maxDailyPence: 150_00 },
  { minDailyPence: 150_01, maxDailyPence: 200_00 },
  { minDailyPence: 200_01, maxDailyPence: null },
];

/** The fields that decide the price of a day. */
export type Priced = Pick<Offering, 'pricePence' | 'priceUnit' | 'hoursPerWeek' | 'days'>;

/** How many of each price unit make a school day. There are two sessions a day (380 in 190 days). */
const unitsPerDay: Readonly<Record<string, number>> = { DAY: 1, HALF_DAY: 2, SESSION: 2 };

/**
 * Returns the price of a day in pence: the day rate, twice the half-day or session rate, or the hourly rate times the hours
 * of a day of this offering. Null if there is no price, or if it is by the hour and the hours or days are not known.
 */
export function dailyPricePence({ pricePence, priceUnit, hoursPerWeek, days }: Priced): number | null {
  if (pricePence === null || priceUnit === null) return null;
  const hoursPerDay = hoursPerWeek && days.length > 0 ? hoursPerWeek / days.length : undefined;
  const units = priceUnit === 'HOUR' ? hoursPerDay : unitsPerDay[priceUnit];
  return units === undefined ? null : Math.round(pricePence * units);
}

/** Returns the band of the price of a day, or null if the price is not known. */
export function priceBandOf(offering: Priced): PriceBand | null {
  const pence = dailyPricePence(offering);
  if (pence === null) return null;
  return priceBands.find(({ maxDailyPence }) => maxDailyPence === null || pence <= maxDailyPence) ?? null;
}

const pounds = (pence: number) => `£${Math.floor(pence / 100)}`;

/** Returns a band in words: "Over £50, up to £100 a day". */
export function priceBandInWords({ minDailyPence, maxDailyPence }: PriceBand): string {
  if (maxDailyPence === null) return `Over ${pounds(minDailyPence)} a day`;
  if (minDailyPence === 0) return `Up to ${pounds(maxDailyPence)} a day`;
  return `Over ${pounds(minDailyPence)}, up to ${pounds(maxDailyPence)} a day`;
}
