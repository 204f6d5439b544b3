import { importLinks } from '../../src/features/exchange/import/link-import.js';
import { exchangeDatabase, inventedGias } from './exchange-database.js';
import { quietly, sample, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();
const HEADER = 'URN,LinkURN,LinkName,LinkType,LinkEstablishedDate';
const rows = Array.from(
  { length: 40 },
  (_, i) => `${900_001 + i},${900_101 + i},Invented ${i},Successor,01-09-2014`,
);
const file = (lines: readonly string[], header = HEADER) =>
  exchange.folder.write('links.csv', [header, ...lines].join('\r\n'));
const imported = (path: string, allowShrink = false) =>
  importLinks(exchange.database().pool, path, quietly(), { allowShrink });
const stored = () => exchange.rows('select *, established_on::text from school_link order by urn');

describe('importing the links of GIAS', () => {
  it('stores them once, and changes what has changed', async () => {
    expect(await imported(file(rows))).toMatchObject({ rows: 40, added: 40, changed: 0, removed: 0 });
    expect((await stored())[0]).toEqual({
      urn: '900001',
      link_urn: '900101',
      link_type: 'Successor',
      link_name: 'Invented 0',
      established_on: '2014-09-01',
    });
    expect(await imported(file([...rows, rows[0]!]))).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 40,
      removed: 0,
    });
    const renamed = rows.map((row) => row.replace('Invented 1,', 'Renamed,'));
    expect(await imported(file(renamed))).toMatchObject({ added: 0, changed: 1, unchanged: 39 });
    const archive = exchange.folder.write(
      'links.zip',
      zipOf([['links.csv', Buffer.from([HEADER, ...rows].join('\n'))]]),
    );
    expect(await imported(archive)).toMatchObject({ changed: 1 });
  });

  it('refuses a file that would remove more than one in twenty, unless that is allowed', async () => {
    await imported(file(rows));
    expect(await imported(file(rows.slice(2)))).toMatchObject({ removed: 2 });
    await expect(imported(file(rows.slice(20)))).rejects.toThrow(
      /would remove 18 of the 38 links that are stored .+--allow-shrink/,
    );
    expect(await stored()).toHaveLength(38);
    expect(await imported(file(rows.slice(20)), true)).toMatchObject({ removed: 18 });
  });

  it('leaves out what is not a link, and a date that cannot be read', async () => {
    const some = [
      ...rows.slice(1),
      '900001,,Nowhere,Successor,',
      '900099,900100,Invented,Successor,last autumn',
    ];
    expect(await imported(file(some))).toMatchObject({
      rows: 41,
      added: 40,
      malformed: 1,
      examples: ['line 41: URN and LinkURN must have six digits'],
    });
    const notes = await exchange.rows(
      `select outcome, line, key, detail from import_note where outcome <> 'ADDED' order by 1`,
    );
    expect(notes).toEqual([
      {
        outcome: 'LEFT_OUT',
        line: 42,
        key: '900099',
        detail: expect.stringMatching(/^LinkEstablishedDate is not a date/),
      },
      { outcome: 'REFUSED', line: 41, key: '900001', detail: 'URN and LinkURN must have six digits' },
    ]);
  });

  it.each([
    ['another file', () => file(rows, 'URN,Other,LinkName,LinkType,x'), /does not name "LinkURN"/],
    ['only a header', () => file([]), /has no rows/],
    ['a spoilt file', () => file(rows.map((row) => row.slice(1))), /40 of 40 rows are malformed/],
    [
      'the extract',
      () => exchange.folder.write('x.csv', inventedGias),
      /does not name "LinkURN", "LinkType"/,
    ],
    ['a folder', () => sample('code-point'), /is a folder/],
  ])('refuses %s', async (_what, path, message) => {
    await expect(imported(path())).rejects.toThrow(message);
  });
});

it('a school that closes: its entry is put up for review, and its vacancies stop being confirmed', async () => {
  await exchange.gias(sample('gias_invented.csv'));
  await exchange.rows(`
    insert into offering (id, provider_id, title, tier, delivery_modes, primary_needs, min_year, max_year, state)
      select '0199a000-0000-7000-8000-000000000001', id, 'Invented', 'TIER_2', '{OUTREACH}', '{SEMH}', 7, 9, 'LISTED'
        from provider where urn = '900003';
    insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at, expires_at)
      values ('0199a000-0000-7000-8000-000000000002', '0199a000-0000-7000-8000-000000000001', 'CAPACITY', 2, 'FTE',
              '2026-01-01', 7, 9, '2026-01-01', '2100-01-01')`);
  const vacancy = async () =>
    (await exchange.rows("select version, expires_at from vacancy where id::text like '0199a%'"))[0];
  await exchange.gias(sample('gias_invented.csv'));
  expect(await vacancy()).toMatchObject({ version: 1 });
  const closed = exchange.editedGias('closed.csv', [',42,,,,1,Open', ',42,,,,2,Closed']);
  await exchange.gias(closed);
  expect(await vacancy()).toMatchObject({ version: 2, expires_at: new Date('2026-01-01T00:00:00.001Z') });
  expect(
    await exchange.rows(`select key, subject, detail from import_note where outcome = 'REVIEW'`),
  ).toEqual([{ key: '900003', subject: 'ENTRY', detail: 'The school has closed' }]);
  await exchange.gias(closed);
  expect(await vacancy()).toMatchObject({ version: 2 });
});
