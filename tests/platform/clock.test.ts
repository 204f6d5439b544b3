import {
  dateOfEpochDay,
  epochDay,
  isInstant,
  isLocalDate,
  londonDay,
  systemClock,
} from '../../src/platform/clock.js';

describe('londonDay', () => {
  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05', 'midnight in winter'],
    ['2026-01-04T23:59:59.999Z', '2026-01-04', 'the last moment of a winter day'],
    ['2026-07-01T22:59:59.999Z', '2026-07-01', 'the last moment of a summer day, an hour ahead of UTC'],
    ['2026-07-01T23:00:00Z', '2026-07-02', 'midnight in summer'],
    ['2026-03-29T00:59:59Z', '2026-03-29', 'just before the clocks go forward'],
    ['2026-10-25T23:59:59Z', '2026-10-25', 'the evening after the clocks went back'],
    ['2028-02-29T12:00:00Z', '2028-02-29', 'a leap day'],
  ])('%s is %s: %s', (instant, day) => {
    expect(londonDay(Date.parse(instant))).toBe(day);
  });
});

describe('epochDay', () => {
  it('counts whole days from 1970-01-01, before it too', () => {
    expect(epochDay('1970-01-01')).toBe(0);
    expect(epochDay('1970-01-02')).toBe(1);
    expect(epochDay('1969-12-31')).toBe(-1);
    expect(epochDay('2027-01-05')).toBe(20_823);
  });

  it('steps by one over a change of the clocks and over a leap day', () => {
    expect(epochDay('2026-03-30') - epochDay('2026-03-29')).toBe(1);
    expect(epochDay('2028-03-01') - epochDay('2028-02-28')).toBe(2);
  });
});

describe('dateOfEpochDay', () => {
  it('undoes epochDay for every day of four years', () => {
    const first = epochDay('2025-01-01');
    for (let day = first; day < first + 1_461; day++) expect(epochDay(dateOfEpochDay(day))).toBe(day);
    expect(dateOfEpochDay(first + 1_461)).toBe('2029-01-01');
  });
});

describe('systemClock', () => {
  it('goes with the machine', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('isLocalDate', () => {
  it.each(['0001-01-01', '2028-02-29', '9999-12-31'])('%s is a date', (text) => {
    expect([isLocalDate(text), isInstant(`${text}T23:59:59.999999Z`)]).toEqual([true, true]);
  });

  it.each(['0000-05-05', '2026-02-29', '2026-00-01', '10000-01-01', '-001-01-01', ''])(
    '%s is none',
    (text) => {
      expect([isLocalDate(text), isInstant(`${text}T00:00:00.000000Z`)]).toEqual([false, false]);
    },
  );
});

describe('isInstant', () => {
  it.each([
    '2026-11-23T12:00:00.123Z',
    '2026-11-23T24:00:00.000000Z',
    '2026-11-23T23:60:00.000000Z',
    '2026-11-23T23:59:60.000000Z',
    '2026-11-23T12:00:00.123456+01:00',
    '2026-11-23',
  ])('%s is none to the microsecond in UTC', (text) => {
    expect(isInstant(text)).toBe(false);
  });
});
