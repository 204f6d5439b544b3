import fc from 'fast-check';
import { copyLine, copyRows } from '../../src/features/exchange/import/copy-rows.repository.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const signal = new AbortController().signal;

describe('rows through COPY', () => {
  it('arrive as they were sent, whatever characters they hold', async () => {
    // Postgres has no zero byte; lone surrogates are not text
    const special = fc.constantFrom('\\', '\t', '\n', '\r', 'N', '.', 'é', '😀', '"', ' ', '\u0007');
    const value = fc.option(
      fc.oneof(fc.string({ unit: special }), fc.integer().map(String), fc.constant('\\N')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 20 }), async (rows) => {
        const db = await database.pool.connect();
        try {
          await db.query('begin; create temp table sent (n serial, a text, b text) on commit drop');
          async function* lines() {
            for (const row of rows) yield copyLine(row);
          }
          await copyRows(db, 'sent (a, b)', lines(), signal);
          const stored = await db.query('select a, b from sent order by n');
          expect(stored.rows.map((row) => [row.a, row.b])).toEqual(rows);
        } finally {
          await db.query('rollback');
          db.release();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('fail with what the source failed with, and the connection can be used again', async () => {
    const db = await database.pool.connect();
    try {
      await db.query('begin; create temp table sent (a text) on commit drop');
      async function* lines() {
        yield copyLine(['one']);
        throw new Error('the source is broken');
      }
      await expect(copyRows(db, 'sent', lines(), signal)).rejects.toThrow('the source is broken');
      await db.query('rollback');
      expect((await db.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    } finally {
      db.release();
    }
  });

  it('fail with the words of Postgres when they do not fit', async () => {
    const db = await database.pool.connect();
    try {
      await db.query('begin; create temp table sent (a integer) on commit drop');
      async function* lines() {
        yield copyLine(['not a number']);
      }
      await expect(copyRows(db, 'sent', lines(), signal)).rejects.toThrow(
        /invalid input syntax for type integer/,
      );
    } finally {
      await db.query('rollback');
      db.release();
    }
  });
});
