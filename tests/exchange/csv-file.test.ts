import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCsvFile } from '../../src/features/exchange/import/csv-file.js';
import { temporaryFolder } from './exchange-files.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('a spreadsheet shows what is written, and carries none of it out', async () => {
  const path = join(folder.path, 'written.csv');
  const texts = [
    '=1+1',
    '+44 1603',
    '-2+3',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '＝1',
    'a=b',
    'St Mary’s, Norwich',
    'says "no"',
  ];
  await writeCsvFile(
    { path, what: 'file', option: '--file' },
    ['text', 'number'],
    texts.map((text) => [text, -5]),
  );
  expect(readFileSync(path, 'utf8')).toBe(
    [
      'text,number',
      "'=1+1,-5",
      "'+44 1603,-5",
      "'-2+3,-5",
      "'@SUM(A1),-5",
      "'\tx,-5",
      `"'\rx",-5`,
      "'＝1,-5",
      'a=b,-5',
      '"St Mary’s, Norwich",-5',
      '"says ""no""",-5',
      '',
    ].join('\n'),
  );
});
