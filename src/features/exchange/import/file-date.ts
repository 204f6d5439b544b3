import { isLocalDate } from '../../../platform/clock.js';

/** A date as a file has it. */
export type FileDate =
  /** `yyyy-mm-dd`. `form` says whether the same text with day and month the other way round is a date too. */
  | { readonly day: string; readonly form: 'DAY_FIRST' | 'EITHER' | 'PLAIN' }
  /** Only a date if the month is first. */
  | 'MONTH_FIRST'
  /** Not a date. */
  | null;

const ISO = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const NUMBERS = /^(\d\d?)[-/.](\d\d?)[-/.](\d{4})$/;
const NAMED = /^(\d\d?)[- ]([a-z]{3,9})[- ](\d{4})$/i;
/** A time of midnight, which programs add to a date. */
const MIDNIGHT = /[T ]0{1,2}:00(?::00(?:\.0{1,6})?)?Z?$/;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Reads a date with four digits for the year: ISO, `d/m/yyyy`, `dd-mm-yyyy`, `dd.mm.yyyy` or `31 August 2023`. The day is before the
 * month, as GIAS and spreadsheets in Britain write it.
 */
export function fileDate(text: string): FileDate {
  const value = text.replace(MIDNIGHT, '');
  const [, isoYear, isoMonth, isoDay] = ISO.exec(value) ?? [];
  if (isoYear !== undefined) return plain(isoYear, isoMonth!, isoDay!);
  const [, namedDay, name, namedYear] = NAMED.exec(value) ?? [];
  if (name !== undefined) {
    const month = MONTHS.findIndex((one) => [one, one.slice(0, 3)].includes(name.toLowerCase()));
    return plain(namedYear!, String(month + 1), namedDay!);
  }
  const [, first, second, year] = NUMBERS.exec(value) ?? [];
  if (first === undefined) return null;
  const day = iso(year!, second!, first);
  const swapped = iso(year!, first, second!);
  if (day === null) return swapped === null ? null : 'MONTH_FIRST';
  return { day, form: swapped === null ? 'DAY_FIRST' : 'EITHER' };
}

function plain(year: string, month: string, day: string): FileDate {
  const date = iso(year, month, day);
  return date === null ? null : { day: date, form: 'PLAIN' };
}

function iso(year: string, month: string, day: string): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) ? date : null;
}
