import fc from 'fast-check';
import pg from 'pg';
import {
  readTextArray,
  readTimestamp,
  useValueParsers,
} from '../../../src/platform/database/value-parsers.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** What Postgres writes for a value of a type. */
async function written(values: readonly unknown[], type: string): Promise<string[]> {
  const { rows } = await database.pool.query({
    text: `select value::${type}::text as written from unnest($1::text[]) with ordinality as given (value, n) order by n`,
    values: [values.map((value) => (value instanceof Date ? value.toISOString() : String(value)))],
  });
  return rows.map((row) => row.written);
}

describe('an instant', () => {
  it('is read as it was stored, cut to the millisecond', async () => {
    const days = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    const instants = fc.sample(days, 500);
    expect((await written(instants, 'timestamptz')).map(readTimestamp)).toEqual(instants);
  });

  it.each([
    ['2026-11-23 12:00:00.123999+00', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23 12:00:00.5+00', '2026-11-23T12:00:00.500Z'],
    ['2026-11-23 12:00:00+00', '2026-11-23T12:00:00.000Z'],
    ['2026-07-01 12:00:00+01', '2026-07-01T11:00:00.000Z'],
    ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
    ['12026-11-23 12:00:00+00', '+012026-11-23T12:00:00.000Z'],
  ])('written as %s is %s', (text, instant) => {
    expect(readTimestamp(text).toISOString()).toBe(instant);
  });

  it('may be endless', () => {
    expect(readTimestamp('infinity')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an array of texts', () => {
  it('is read as it was stored', async () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('A', 'b', '_', ' ', ',', '"', '\\', '{', '}', "'", 'é', '\n') }),
      fc.constantFrom('NULL', 'null', 'ANNULLED', 'AUTUMN', ''),
    );
    const arrays = fc.sample(fc.array(fc.option(text), { maxLength: 6 }), 300);
    for (const array of arrays) {
      const { rows } = await database.pool.query({
        text: 'select $1::text[] as read, $1::text[]::text as written',
        values: [array],
        types: { getTypeParser: () => String },
      } as pg.QueryConfig);
      expect(readTextArray(rows[0].written)).toEqual(array);
    }
  });

  it('may hold arrays', () => {
    expect(readTextArray('{{A,B},{C,D}}')).toEqual([
      ['A', 'B'],
      ['C', 'D'],
    ]);
  });
});

describe('a connection', () => {
  it('reads instants, days and arrays so', async () => {
    useValueParsers();
    const { rows } = await database.pool.query(
      `select '2026-11-23'::date as day, '2026-11-23 12:00+00'::timestamptz as instant, array['A', null, 'B,C'] as list`,
    );
    expect(rows).toEqual([
      { day: '2026-11-23', instant: new Date('2026-11-23T12:00:00Z'), list: ['A', null, 'B,C'] },
    ]);
  });
});
