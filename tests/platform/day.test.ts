import type { ZodType } from 'zod';
import { day, dayBetween } from '../../src/platform/day.js';

const A_DATE = 'Give a date like 2027-01-05.';
const wrong = (rule: ZodType, given: unknown) =>
  rule.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

describe('a day', () => {
  it.each(['2027-01-05', '2028-02-29', '0001-01-01', '9999-12-31'])('may be %s', (given) => {
    expect(day.parse(given)).toBe(given);
  });

  it.each([
    '2027-02-29',
    '2027-13-01',
    '0000-05-05',
    '2027-1-5',
    '05/01/2027',
    '2027-01-05T00:00',
    '',
    20270105,
  ])('is not %j, of which one thing is said', (given) => {
    expect(wrong(day, given)).toEqual([A_DATE]);
  });
});

describe('a day between two others', () => {
  const schoolYear = dayBetween('2026-09-01', '2027-09-01');

  it.each(['2026-09-01', '2027-02-01', '2027-08-31'])('may be %s', (given) => {
    expect(wrong(schoolYear, given)).toEqual([]);
  });

  it.each(['2026-08-31', '2027-09-01', '0202-01-05', 'soon'])('is not %s', (given) => {
    expect(wrong(schoolYear, given)).toEqual([A_DATE]);
  });
});
