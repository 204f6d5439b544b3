import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type pg from 'pg';
import { giasColumns } from '../../src/features/exchange/gias-columns.js';
import { type GiasOptions, importGias } from '../../src/features/exchange/gias-import.js';
import { describeGias } from '../../src/features/exchange/gias-report.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { published, quietly, sample, temporaryFolder, zipOf } from './exchange-files.js';

const folder = temporaryFolder();
const errorsPath = join(folder.path, 'errors.csv');
let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterEach(() => database.drop());
afterAll(() => folder.remove());

const extract = iconv.decode(readFileSync(sample('gias_invented.csv')), 'windows-1252');
const run = (path: string, options: Partial<GiasOptions> = {}) =>
  importGias(pool, path, { errorsPath, dryRun: false, force: false, ...options }, quietly());
/** The invented extract with some texts replaced, as a file in the encoding of the original. */
const edited = (name: string, ...changes: readonly [from: string, to: string][]) => {
  const text = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replaceAll(from, to);
  }, extract);
  return folder.write(name, iconv.encode(text, 'windows-1252'));
};
const rows = async (sql: string) => (await pool.query(sql)).rows;
const school = async (urn: string) =>
  (await rows(`select *, opened_on::text, closed_on::text from school where urn = '${urn}'`))[0];
const provider = async (urn: string) => (await rows(`select * from provider where urn = '${urn}'`))[0];
const imported = `urn like '90000%'`;

describe('importing a GIAS extract', () => {
  it('makes every establishment a school', async () => {
    const report = await run(sample('gias_invented.csv'));
    expect(report).toMatchObject({ rows: 8, rowsInError: 0, closed: 1, schools: { added: 8, changed: 0 } });
    expect(await school('900001')).toMatchObject({
      name: 'Invented Primary School',
      local_authority_code: '926',
      establishment_number: '2001',
      ukprn: '10000001',
      uprn: '100090000001',
      type_code: '1',
      status_code: '1',
      phase_code: '2',
      low_age: 4,
      high_age: 11,
      opened_on: '1999-09-01',
      closed_on: null,
      street: '1 Made-up Lane',
      locality: 'Earlham, Bowthorpe',
      town: 'Norwich',
      postcode: 'NR98 1AA',
      latitude: expect.closeTo(52.62665, 4),
      longitude: expect.closeTo(1.30934, 4),
      district_code: 'E07000148',
      website: 'http://www.invented-primary.example',
      is_demonstration: false,
      version: 1,
    });
    expect(await school('900005')).toMatchObject({ status_code: '2', closed_on: '2010-08-31' });
  });

  it('reads windows-1252, dates with dashes or slashes, and addresses of several lines', async () => {
    await run(sample('gias_invented.csv'));
    expect(await school('900002')).toMatchObject({
      name: 'École Imaginaire – The “Short Stay” School',
      opened_on: '2004-04-01',
    });
    expect(await school('900004')).toMatchObject({ street: 'Line one\nLine two' });
  });

  it('reads the same from UTF-8 with its mark, and from a zip', async () => {
    await run(sample('gias_invented.csv'));
    const utf8 = Buffer.from(`\ufeff${extract}`);
    for (const path of [
      folder.write('utf8.csv', utf8),
      folder.write('utf8.zip', zipOf([['in.csv', utf8]])),
    ]) {
      expect(await run(path)).toMatchObject({ rows: 8, schools: { added: 0, changed: 0 } });
    }
  });

  it('leaves out codes that stand for nothing, and values that a spreadsheet has spoilt', async () => {
    const report = await run(sample('gias_invented.csv'));
    expect(await school('900007')).toMatchObject({
      local_authority_code: '000',
      district_code: null,
      latitude: null,
    });
    expect(await school('900002')).toMatchObject({ uprn: null });
    expect(await school('900004')).toMatchObject({ website: null });
    expect(report.leftOut).toEqual({
      UPRN: { values: 1, firstLine: 3 },
      SchoolWebsite: { values: 1, firstLine: 6 },
    });
    expect(existsSync(errorsPath)).toBe(false);
  });

  it('makes alternative provision that is not closed an entry awaiting review, with its site', async () => {
    const report = await run(sample('gias_invented.csv'));
    expect(report.entries).toEqual({ added: 3, changed: 0 });
    const entries = await rows(
      `select urn, setting_type, registration, state, version from provider where ${imported} order by urn`,
    );
    const awaiting = { registration: 'REGISTERED_SCHOOL', state: 'IN_REVIEW', version: 1 };
    expect(entries).toEqual([
      { urn: '900002', setting_type: 'PRU', ...awaiting },
      { urn: '900003', setting_type: 'AP_ACADEMY', ...awaiting },
      { urn: '900004', setting_type: 'AP_FREE_SCHOOL', ...awaiting },
    ]);
    expect(await provider('900002')).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      name: 'École Imaginaire – The “Short Stay” School',
      description: '',
      local_authority_code: '926',
      ukprn: '10000002',
      postcode: 'NR98 1AB',
      website: 'https://imaginaire.example/',
      is_demonstration: false,
    });
    const sites = await rows(
      `select s.* from site s join provider p on p.id = s.provider_id where p.${imported} order by p.urn`,
    );
    expect(sites).toHaveLength(3);
    expect(sites[0]).toMatchObject({
      name: 'École Imaginaire – The “Short Stay” School',
      street: '2 Fictional Road',
      postcode: 'NR98 1AB',
      position_precision: 'POINT',
      district_code: 'E07000148',
      address_visibility: 'FULL',
      state: 'IN_REVIEW',
    });
    expect(sites[2]).toMatchObject({ postcode: 'NR98 2AA', latitude: null, position_precision: null });
    expect(
      await rows(
        'select count(*)::int as n from offering o join provider p on p.id = o.provider_id where p.urn is not null',
      ),
    ).toEqual([{ n: 0 }]);
  });

  it('takes the position of its postcode for an establishment without one', async () => {
    await pool.query(`insert into postcode values ('NR98 2AA', 52.64, 1.25, 'E07000144')`);
    await run(sample('gias_invented.csv'));
    expect(await school('900004')).toMatchObject({ latitude: 52.64, longitude: 1.25 });
    const [site] = await rows(
      `select s.latitude, s.position_precision from site s join provider p on p.id = s.provider_id where p.urn = '900004'`,
    );
    expect(site).toEqual({ latitude: 52.64, position_precision: 'POSTCODE' });
  });

  it('brings authorities and districts up to date', async () => {
    await pool.query(`update local_authority set name = 'Old name' where code = '926'`);
    await pool.query(`update district set local_authority_code = null where code = 'E07000148'`);
    const report = await run(sample('gias_invented.csv'));
    expect(report).toMatchObject({ authorities: { added: 1, changed: 1 }, districts: { changed: 1 } });
    expect(
      await rows(
        `select name, gss_code, version from local_authority where code in ('000', '926') order by code`,
      ),
    ).toEqual([
      { name: 'Does not apply', gss_code: null, version: 1 },
      { name: 'Norfolk', gss_code: 'E10000020', version: 2 },
    ]);
    expect(await rows(`select name, local_authority_code from district where code = 'E07000148'`)).toEqual([
      { name: 'Norwich', local_authority_code: '926' },
    ]);
  });
});

describe('importing it again', () => {
  const state = () =>
    rows(`
    select 'school' as t, urn as key, version, xmin::text from school
    union all select 'provider', urn, version, xmin::text from provider
    union all select 'site', id::text, version, xmin::text from site
    union all select 'authority', code, version, xmin::text from local_authority
    union all select 'district', code, version, xmin::text from district order by 1, 2`);

  it('touches nothing that is the same', async () => {
    await run(sample('gias_invented.csv'));
    const before = await state();
    const report = await run(sample('gias_invented.csv'));
    const none = { added: 0, changed: 0 };
    expect(report).toMatchObject({ schools: none, entries: none, authorities: none, districts: none });
    expect(await state()).toEqual(before);
  });

  it('changes what differs and counts its version up', async () => {
    await run(sample('gias_invented.csv'));
    const report = await run(edited('renamed.csv', ['Invented Primary School', 'Renamed Primary School']));
    expect(report.schools).toEqual({ added: 0, changed: 1 });
    expect(await school('900001')).toMatchObject({ name: 'Renamed Primary School', version: 2 });
    expect(await school('900006')).toMatchObject({ version: 1 });
  });

  it('keeps the state and words of an entry, and its website where it has one', async () => {
    await run(sample('gias_invented.csv'));
    await pool.query(
      `update provider set state = 'LISTED', description = 'Our own words', website = 'https://own.example' where urn = '900002'`,
    );
    await pool.query(`update provider set state = 'SUSPENDED', website = null where urn = '900003'`);
    await pool.query(
      `update site set street = 'Moved by hand' where provider_id = (select id from provider where urn = '900002')`,
    );
    const path = edited(
      'entries.csv',
      ['École Imaginaire', 'École Nouvelle'],
      ['2 Fictional Road', '9 Elsewhere'],
      ['https://imaginaire.example/', 'https://nouvelle.example/'],
    );
    expect((await run(path)).entries).toEqual({ added: 0, changed: 1 });
    expect(await provider('900002')).toMatchObject({
      name: 'École Nouvelle – The “Short Stay” School',
      state: 'LISTED',
      description: 'Our own words',
      website: 'https://own.example',
      version: 2,
    });
    expect(await provider('900003')).toMatchObject({ state: 'SUSPENDED', version: 1 });
    expect(
      await rows(
        `select street from site where provider_id = (select id from provider where urn = '900002')`,
      ),
    ).toEqual([{ street: 'Moved by hand' }]);
  });

  it('fills in a missing website of an entry', async () => {
    await run(sample('gias_invented.csv'));
    await pool.query(`update provider set website = null where urn = '900002'`);
    await run(sample('gias_invented.csv'));
    expect(await provider('900002')).toMatchObject({ website: 'https://imaginaire.example/' });
  });

  it('tells of entries whose school has closed, and leaves them to a person', async () => {
    await run(sample('gias_invented.csv'));
    const report = await run(
      edited('closed.csv', ['900003,926', '900003,926'], [',42,,,,1,Open', ',42,,,,2,Closed']),
    );
    expect(report.closedInRegister).toEqual(['900003']);
    expect(await provider('900003')).toMatchObject({ state: 'IN_REVIEW', version: 1 });
    expect(describeGias(report)).toMatch(/1 in the register have closed; decide on URN 900003/);
  });

  it('leaves alone what a column that is not in the file would have said', async () => {
    await run(sample('gias_invented.csv'));
    const path = edited('fewer.csv', ['SchoolWebsite', 'SomethingElse'], ['Easting', 'EastingNew']);
    const report = await run(path);
    expect(report.schools).toEqual({ added: 0, changed: 0 });
    expect(report.missingColumns).toEqual(['Easting', 'SchoolWebsite']);
    expect(await school('900001')).toMatchObject({
      website: 'http://www.invented-primary.example',
      latitude: expect.any(Number),
    });
  });
});

describe('rows with errors', () => {
  it('are passed over and listed with line, URN and column', async () => {
    const path = edited(
      'wrong.csv',
      ['01-09-1999', '31-02-1999'],
      ['900006', '900001'],
      ['900007', '90007'],
      ['Invented AP Academy', 'X'],
    );
    const report = await run(path);
    expect(report).toMatchObject({ rows: 8, rowsInError: 3, errorsPath, schools: { added: 5 } });
    // the row of URN 900004 takes two lines, 5 and 6
    expect(readFileSync(errorsPath, 'utf8')).toBe(
      [
        'line,urn,column,message',
        '2,900001,OpenDate,is not a date like 31-08-2023',
        '4,900003,EstablishmentName,must have 2 to 200 characters',
        '9,90007,URN,must have six digits',
        '',
      ].join('\n'),
    );
    expect(await school('900001')).toMatchObject({ name: 'Invented Independent School' });
    expect(await school('900003')).toBeUndefined();
    expect(describeGias(report)).toContain(`3 rows passed over, listed in ${errorsPath}`);
  });

  it('are a URN that was there before, and a row of another length', async () => {
    const path = edited('twice.csv', ['900006', '900002'], ['900008,', '900008,one,too,many,']);
    expect(await run(path)).toMatchObject({ rowsInError: 2 });
    expect(readFileSync(errorsPath, 'utf8').split('\n').slice(1, 3)).toEqual([
      '8,900002,URN,is already on line 3',
      '10,,,the row has more or fewer fields than the header',
    ]);
  });

  it('refuse the whole file when they are many, unless forced', async () => {
    const header = Object.values(giasColumns).join(',');
    const line = (index: number) =>
      `${900_100 + index},Invented ${index},926,1,1,${index < 30 ? '1999' : ''}`;
    const key = [
      'URN',
      'EstablishmentName',
      'LA (code)',
      'TypeOfEstablishment (code)',
      'EstablishmentStatus (code)',
      'OpenDate',
    ];
    expect(header).toContain(key[5]);
    const path = folder.write(
      'many.csv',
      [key.join(','), ...Array.from({ length: 500 }, (_, i) => line(i))].join('\r\n'),
    );
    await expect(run(path)).rejects.toThrow(
      /^30 of 500 rows have errors, more than one in twenty, so nothing was changed\. They are listed in .+errors\.csv; correct them, or import the others with --force\.$/,
    );
    expect(await rows(`select urn from school where urn like '9001%'`)).toEqual([]);
    expect(readFileSync(errorsPath, 'utf8').split('\n')).toHaveLength(32);
    expect(await run(path, { force: true })).toMatchObject({ rowsInError: 30, schools: { added: 470 } });
  });
});

describe('an extract that is refused', () => {
  it.each([
    [
      'lacks a key column',
      'EstablishmentStatus (code)',
      /does not name the column "EstablishmentStatus \(code\)"/,
    ],
    ['lacks the URN', 'URN', /does not name the column "URN"/],
  ])('%s', async (_what, column, message) => {
    const path = folder.write('key.csv', iconv.encode(extract.replace(column, 'Renamed'), 'windows-1252'));
    await expect(run(path)).rejects.toThrow(message);
  });

  it('lacks several key columns, and says which', async () => {
    const path = folder.write('other.csv', 'name,URN\nx,1\n');
    await expect(run(path)).rejects.toThrow(
      /columns "EstablishmentName", "LA \(code\)", "TypeOfEstablishment \(code\)", "EstablishmentStatus \(code\)"/,
    );
  });

  it('is empty, a folder, or a zip without a CSV file', async () => {
    await expect(run(folder.write('empty.csv', ''))).rejects.toThrow(/empty\.csv is empty/);
    await expect(run(sample('code-point'))).rejects.toThrow(/is a folder\. Give the GIAS extract itself/);
    await expect(run(folder.write('a.zip', zipOf([['a.txt', Buffer.from('x')]])))).rejects.toThrow(
      /holds no CSV file/,
    );
  });

  it('cannot have its errors written', async () => {
    const path = edited('wrong.csv', ['01-09-1999', '31-02-1999']);
    const nowhere = join(folder.path, 'no/such/folder.csv');
    await expect(run(path, { errorsPath: nowhere })).rejects.toThrow(
      /cannot be written \(ENOENT\), so nothing was changed/,
    );
    expect(await school('900002')).toBeUndefined();
  });
});

it('does the same in a dry run, and changes nothing', async () => {
  const real = await run(sample('gias_invented.csv'), { dryRun: true });
  expect(
    await rows(`select 1 from school where ${imported} union all select 1 from provider where ${imported}`),
  ).toEqual([]);
  expect(await rows('select 1 from import_run')).toEqual([]);
  expect(describeGias(real)).toMatch(/^Dry run: nothing was changed\. .+\n.+8 rows read\n.+8 new/);
  expect(await run(sample('gias_invented.csv'))).toMatchObject({
    schools: real.schools,
    entries: real.entries,
  });
});

it('never reads a head teacher: the name is nowhere in the database, the errors or the report', async () => {
  const path = edited('heads.csv', ['01-09-1999', '31-02-1999'], ['900008,', '900008,shifted,']);
  const report = await run(path);
  const names = /zebedee|quillfeather/i;
  expect(extract).toMatch(names);
  expect(report.rowsInError).toBe(2);
  expect(readFileSync(errorsPath, 'utf8')).not.toMatch(names);
  expect(describeGias(report) + JSON.stringify(report)).not.toMatch(names);
  const tables = await rows(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  expect(tables.map((table) => table.name)).toEqual(
    expect.arrayContaining(['school', 'provider', 'site', 'import_run']),
  );
  for (const { name } of tables) {
    expect(await rows(`select 1 from ${name} t where t::text ~* 'zebedee|quillfeather'`)).toEqual([]);
  }
});

const real = published('establishments/gias_full_header_sample.csv');
(real ? it : it.skip)('imports the published sample', async () => {
  const report = await run(real!);
  expect(report).toMatchObject({
    rows: 41,
    rowsInError: 0,
    schools: { added: 41 },
    closed: 8,
    entries: { added: 2 },
  });
  expect(report.leftOut).toEqual({ UPRN: { values: 4, firstLine: 2 } });
  expect(report.missingColumns).toEqual([]);
  expect(await run(real!)).toMatchObject({
    schools: { added: 0, changed: 0 },
    entries: { added: 0, changed: 0 },
  });
});
