/** Where "now" comes from. Tests set their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds in a day in UTC. */
export const DAY = 86_400_000;

const londonDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const MINUTE = 60_000;
let lastMinute = Number.NaN;
let lastDay = '';

/** The calendar date in Europe/London at an instant, as `yyyy-mm-dd`. */
export function londonDay(instant: number): string {
  // Formatting is slow and every search needs the day. Days begin on a minute, so the result for the last minute still holds.
  const minute = Math.floor(instant / MINUTE);
  if (minute !== lastMinute) {
    lastDay = londonDate.format(instant);
    lastMinute = minute;
  }
  return lastDay;
}

/** The calendar date in Europe/London now, as `yyyy-mm-dd`. */
export function londonToday(clock: Clock): string {
  return londonDay(clock.now());
}

/** Whole days from 1970-01-01 to a `yyyy-mm-dd` date. */
export function epochDay(date: string): number {
  return Date.parse(date) / DAY; // a date without a time is in UTC
}

/** The `yyyy-mm-dd` date that many days after 1970-01-01. */
export function dateOfEpochDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

const dayMonthYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A `yyyy-mm-dd` date as people write it: 2027-01-04 as "4 January 2027". */
export function dateInWords(date: string): string {
  return dayMonthYear.format(epochDay(date) * DAY);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const YEAR_ZERO = '0000';
const INSTANT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** Whether a text is a date that exists, as `yyyy-mm-dd`. Neither the calendar nor the database has a year 0. */
export function isLocalDate(text: string): boolean {
  if (!DATE.test(text) || text.startsWith(YEAR_ZERO)) return false;
  // A Date turns 30 February into a day in March: only a day that exists keeps its number. Others are not a number at all.
  return new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
}

/** Whether a text is an instant that exists, to the microsecond and in UTC, such as 2026-11-23T12:00:00.123456Z. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && isLocalDate(text.slice(0, 10));
}
