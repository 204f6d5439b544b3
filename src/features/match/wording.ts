import { yearInWords } from '../offering/school-years.rules.js';

export { yearsInWords } from '../offering/school-years.rules.js';

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

/** "Year 8", "Year 7 or Year 8": the years that a pupil can be in. */
export function eitherYear(years: readonly number[]): string {
  return years.map(yearInWords).join(' or ');
}
