import pg from 'pg';

const { DATE, TIMESTAMPTZ } = pg.types.builtins;
/** The type of `text[]`, which pg has no name for (pg_type.oid). */
const TEXT_ARRAY = 1009 as number;

const anyTimestamp: (text: string) => Date = pg.types.getTypeParser(TIMESTAMPTZ);
const anyArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY);

/** The format that every connection of the hub asks for: ISO 8601 in UTC, such as `2026-11-23 12:00:00.123456+00`. */
const UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
/** Contents that make an array more than words separated by commas: quotes, escapes, nested arrays and null. */
const HARD = /["\\]|^\{.*\{|NULL/s;

/**
 * Reads values as they come from Postgres. Most values of a register are arrays of codes and instants, and the driver's own parsers
 * spent most of their time on them. Unusual values still go to the driver's parsers.
 */
export function useValueParsers(): void {
  // A date has no time zone, so it stays the 'yyyy-mm-dd' that was stored.
  pg.types.setTypeParser(DATE, (text) => text);
  pg.types.setTypeParser(TIMESTAMPTZ, readTimestamp);
  pg.types.setTypeParser(TEXT_ARRAY, readTextArray);
}

/** The instant, to the millisecond; smaller fractions are cut off. Infinities are numbers, as in pg. */
export function readTimestamp(text: string): Date {
  if (!UTC.test(text)) return anyTimestamp(text);
  const two = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const year = two(0) * 100 + two(2);
  if (year < 100) return anyTimestamp(text); // Date.UTC treats these as years of the twentieth century
  const milliseconds = text.length > 22 ? 1000 * Number(text.slice(19, -3)) : 0;
  return new Date(Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), milliseconds));
}

/** The texts in a `text[]`. */
export function readTextArray(text: string): (string | null)[] {
  if (text === '{}') return [];
  return HARD.test(text) ? anyArray(text) : text.slice(1, -1).split(',');
}
