import { Kind } from 'graphql';
import { DateTime, LocalDate } from '../../../src/platform/graphql/scalars.js';

describe('LocalDate', () => {
  it('is a text both ways', () => {
    expect(LocalDate.parseValue('2028-02-29')).toBe('2028-02-29');
    expect(LocalDate.parseLiteral({ kind: Kind.STRING, value: '2026-09-01' })).toBe('2026-09-01');
    expect(LocalDate.serialize('2026-09-01')).toBe('2026-09-01');
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '0000-05-05',
    '0000-12-31',
    '2026-13-01',
    '2026-00-10',
    '26-01-01',
    '2026-1-1',
    '2026-01-01T00:00:00Z',
    '',
    20260101,
    null,
  ])('is not %p', (value) => {
    expect(() => LocalDate.parseValue(value)).toThrow();
  });
});

describe('DateTime', () => {
  it('takes any offset and answers UTC with milliseconds', () => {
    const instant = DateTime.parseValue('2026-07-01T09:30:00+01:00');
    expect((instant as Date).getTime()).toBe(Date.UTC(2026, 6, 1, 8, 30));
    expect(DateTime.serialize(instant)).toBe('2026-07-01T08:30:00.000Z');
  });

  it.each([
    '2026-07-01',
    '2026-07-01T09:30:00',
    '2026-02-30T00:00:00Z',
    '2026-07-01T25:00:00Z',
    'today',
    0,
    null,
  ])('is not %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow();
  });
});

it('both are described by sentences', () => {
  for (const { description } of [LocalDate, DateTime]) expect(description).toMatch(/^[A-Z].*\.$/);
});
