import type { Offering } from './offering.entity.js';

/** What a school day costs, as the public sees it: bounds in pence, both inclusive; null: no upper one. */
export interface PriceBand {
  readonly minDailyPence: number;
  readonly maxDailyPence: number | null;
}

/**
 * The bands, cheapest first. The choice is ours, since no source publishes any: steps of £50, wide enough that a band says
 * what to expect and not what a provider charges. A full-time place funded at £10,000 a year is £53 a school day (190 days).
 */
export const priceBands: readonly PriceBand[] = [
  { minDailyPence: 0, maxDailyPence: 50_00 },
  { minDailyPence: 50_01, maxDailyPence: 100_00 },
  { minDailyPence: 100_01, maxDailyPence: 150_00 },
  { minDailyPence: 150_01, maxDailyPence: 200_00 },
  { minDailyPence: 200_01, maxDailyPence: null },
];

/** What decides the price of a day. */
export type Priced = Pick<Offering, 'pricePence' | 'priceUnit' | 'hoursPerWeek' | 'days'>;

/** The parts of a school day that a price unit stands for; there are two sessions a day (380 in 190 days). */
const unitsPerDay: Readonly<Record<string, number>> = { DAY: 1, HALF_DAY: 2, SESSION: 2 };

/**
 * What a day costs in pence: a day rate as it is, a half-day or session twice, an hour times the hours of a day of this
 * offering. Null when there is no price, or an hourly one without hours and days.
 */
export function dailyPricePence({ pricePence, priceUnit, hoursPerWeek, days }: Priced): number | null {
  if (pricePence === null || priceUnit === null) return null;
  const hoursPerDay = hoursPerWeek && days.length > 0 ? hoursPerWeek / days.length : undefined;
  const units = priceUnit === 'HOUR' ? hoursPerDay : unitsPerDay[priceUnit];
  return units === undefined ? null : Math.round(pricePence * units);
}

/** The band of what a day costs; null when that is not known. */
export function priceBandOf(offering: Priced): PriceBand | null {
  const pence = dailyPricePence(offering);
  if (pence === null) return null;
  return priceBands.find(({ maxDailyPence }) => maxDailyPence === null || pence <= maxDailyPence) ?? null;
}

const pounds = (pence: number) => `£${Math.floor(pence / 100)}`;

/** A band as sentences say it: "Over £50, up to £100 a day". */
export function priceBandInWords({ minDailyPence, maxDailyPence }: PriceBand): string {
  if (maxDailyPence === null) return `Over ${pounds(minDailyPence)} a day`;
  if (minDailyPence === 0) return `Up to ${pounds(maxDailyPence)} a day`;
  return `Over ${pounds(minDailyPence)}, up to ${pounds(maxDailyPence)} a day`;
}
