import type { DistanceUnit } from './question.js';

const METRES: Readonly<Record<DistanceUnit, number>> = { km: 1_000, miles: 1_609.344 };
const listing = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** “A”, “B” and “C”. */
export function quoted(labels: readonly string[]): string {
  return listing.format(labels.map((label) => `“${label}”`));
}

/** Monday, Tuesday and Friday. */
export function listed(words: readonly string[]): string {
  return listing.format(words);
}

/** "1 place", "3 places". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Metres in a unit, to a tenth: "3.2 km". */
export function distanceInWords(metres: number, unit: DistanceUnit): string {
  const amount = Math.round((metres / METRES[unit]) * 10) / 10;
  return unit === 'miles' && amount === 1 ? '1 mile' : `${amount} ${unit}`;
}

/** The metres of the next whole kilometre or mile. */
export function wholeUnitsUp(metres: number, unit: DistanceUnit): number {
  return Math.ceil(metres / METRES[unit]) * METRES[unit];
}

/** "Reception", "Year 8". */
export function yearInWords(year: number): string {
  return year === 0 ? 'Reception' : `Year ${year}`;
}

/** "Year 8", "Years 7 to 9", "Reception to Year 6". */
export function yearsInWords(first: number, last: number): string {
  if (first === last) return yearInWords(first);
  return first === 0 ? `Reception to ${yearInWords(last)}` : `Years ${first} to ${last}`;
}

/** "Year 8", "Year 7 or Year 8": the years that a pupil may be in. */
export function eitherYear(years: readonly number[]): string {
  return years.map(yearInWords).join(' or ');
}
