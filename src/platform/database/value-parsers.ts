import pg from 'pg';

const { DATE, TIMESTAMPTZ } = pg.types.builtins;
/** Of `text[]`, which pg has no name for (pg_type.oid). */
const TEXT_ARRAY = 1009 as number;

const anyTimestamp: (text: string) => Date = pg.types.getTypeParser(TIMESTAMPTZ);
const anyArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY);

/** What every connection of the hub asks for: ISO 8601 in UTC, such as `2026-11-23 12:00:00.123456+00`. */
const UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
/** What makes an array more than words between commas: quotes, escapes, arrays in arrays, and null. */
const HARD = /["\\]|^\{.*\{|NULL/s;

/**
 * Reads values as they leave Postgres. Arrays of codes and instants are most of what a register holds, and what
 * the driver's parsers took most of their time for; anything unusual is still their work.
 */
export function useValueParsers(): void {
  // A date has no time zone: keep it the 'yyyy-mm-dd' that was stored.
  pg.types.setTypeParser(DATE, (text) => text);
  pg.types.setTypeParser(TIMESTAMPTZ, readTimestamp);
  pg.types.setTypeParser(TEXT_ARRAY, readTextArray);
}

/** The instant, to the millisecond; fractions of one are cut off. Infinities are numbers, as pg has them. */
export function readTimestamp(text: string): Date {
  if (!UTC.test(text)) return anyTimestamp(text);
  const two = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const year = two(0) * 100 + two(2);
  if (year < 100) return anyTimestamp(text); // Date.UTC takes these for years of the twentieth century
  const milliseconds = text.length > 22 ? 1000 * Number(text.slice(19, -3)) : 0;
  return new Date(Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), milliseconds));
}

/** The texts of a `text[]`. */
export function readTextArray(text: string): (string | null)[] {
  if (text === '{}') return [];
  return HARD.test(text) ? anyArray(text) : text.slice(1, -1).split(',');
}
