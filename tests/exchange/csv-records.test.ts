import { Readable } from 'node:stream';
import fc from 'fast-check';
import { z } from 'zod';
import { type CsvRecord, csvRecords, plainRecord } from '../../src/features/exchange/import/csv-records.js';

async function read(chunks: string[], columns?: (header: string[]) => (string | null)[]) {
  const form = columns ? z.record(z.string(), z.string()) : plainRecord;
  const found: CsvRecord<z.output<typeof form>>[] = [];
  for await (const batch of csvRecords(Readable.from(chunks), form, columns)) found.push(...batch);
  return found;
}

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe('CSV records', () => {
  it('come back as they were written, however the bytes are cut into chunks', async () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n', '\t') });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, end) => {
          const text = rows.map((row) => row.map(quoted).join(',') + end).join('');
          const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
          expect((await read(chunks)).map((record) => record.values)).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of another length are reported by line, and a stray quotation mark spoils no other line', async () => {
    const text = 'a,b\r\nc,d\r\ntoo,many,fields\r\nfew\r\n\r\nx"y,z\r\n"p"q,r\r\ne,f';
    expect(await read([text])).toEqual([
      { line: 1, values: ['a', 'b'] },
      { line: 2, values: ['c', 'd'] },
      { line: 3, values: null },
      { line: 4, values: null },
      { line: 6, values: ['x"y', 'z'] },
      { line: 7, values: ['"p"q', 'r'] },
      { line: 8, values: ['e', 'f'] },
    ]);
  });

  it('hold the named columns only', async () => {
    const records = await read(['\ufeffkey,secret,other\n1,hidden,2\n'], (header) => {
      expect(header).toEqual(['key', 'secret', 'other']);
      return ['id', null, 'rest'];
    });
    expect(records).toEqual([{ line: 2, values: { id: '1', rest: '2' } }]);
  });

  it('end with what the header is refused for', async () => {
    const refuse = () => {
      throw new Error('no such column');
    };
    await expect(read(['a,b\n1,2\n'], refuse)).rejects.toThrow('no such column');
    await expect(read(['a,b\n', '1,2\n'], refuse)).rejects.toThrow('no such column');
    await expect(read(['a,b'], refuse)).rejects.toThrow('no such column');
  });

  it.each([
    ['at the end', 'a,b\n"c,d\ne,f\n'],
    ['in a long file', `a,b\n"c,d\n${'e,f\n'.repeat(300_000)}`],
  ])('refuse a quote that is never closed %s', async (_where, text) => {
    await expect(read([text])).rejects.toThrow(
      /quotation mark at or before line \d+ of the file is never closed/,
    );
  });

  it('are none in an empty file', async () => {
    expect(await read([])).toEqual([]);
    expect(await read([''])).toEqual([]);
  });
});
