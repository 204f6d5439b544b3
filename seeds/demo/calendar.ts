import { DAY } from '../../src/platform/clock.js';

/** The `yyyy-mm-dd` date some days after (or, if negative, before) another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The date itself, or the Monday after a weekend. */
export function schoolDay(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(date, 2) : weekday === 0 ? addDays(date, 1) : date;
}

/** Roughly when terms and half terms begin. This is not a real calendar. */
const TERM_STARTS = ['01-04', '02-22', '04-14', '06-01', '09-03', '11-01'];

/** The starts of terms and half terms within a number of days after a date, soonest first. */
export function termStarts(after: string, within: number): string[] {
  const year = Number(after.slice(0, 4));
  const last = addDays(after, within);
  return [year, year + 1]
    .flatMap((each) => TERM_STARTS.map((start) => schoolDay(`${each}-${start}`)))
    .filter((start) => start > after && start <= last);
}

/** The instant a number of days before a date, at an hour and minute (UTC). */
export function instantBefore(date: string, days: number, hour: number, minute: number): string {
  const at = Date.parse(`${addDays(date, -days)}T00:00:00Z`) + hour * 3_600_000 + minute * 60_000;
  return new Date(at).toISOString();
}
