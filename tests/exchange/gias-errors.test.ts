import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describeGias } from '../../src/features/exchange/import/gias-report.js';
import { exchangeDatabase, inventedGias } from './exchange-database.js';
import { sample, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();
const school = async (urn: string) =>
  (await exchange.rows(`select *, opened_on::text, closed_on::text from school where urn = '${urn}'`))[0];
const imported = `urn like '90000%'`;

describe('rows with errors', () => {
  it('are passed over and listed with line, URN and column', async () => {
    const path = exchange.editedGias(
      'wrong.csv',
      ['Invented Primary School', 'Y'],
      ['900006', '900001'],
      ['900007', '90007'],
      ['Invented AP Academy', 'X'],
    );
    const report = await exchange.gias(path);
    expect(report).toMatchObject({
      rows: 8,
      rowsInError: 3,
      errorsPath: exchange.errorsPath,
      schools: { added: 5 },
    });
    // the row of URN 900004 takes two lines, 5 and 6
    expect(readFileSync(exchange.errorsPath, 'utf8')).toBe(
      [
        'line,urn,column,message',
        '2,900001,EstablishmentName,must have 2 to 200 characters',
        '4,900003,EstablishmentName,must have 2 to 200 characters',
        '9,90007,URN,must have six digits',
        '',
      ].join('\n'),
    );
    expect(await school('900001')).toMatchObject({ name: 'Invented Independent School' });
    expect(await school('900003')).toBeUndefined();
    expect(describeGias(report)).toContain(`3 rows left out, listed in ${exchange.errorsPath}`);
  });

  it('are a URN that was there before, and a row of another length', async () => {
    const path = exchange.editedGias('twice.csv', ['900006', '900002'], ['900008,', '900008,one,too,many,']);
    expect(await exchange.gias(path)).toMatchObject({ rowsInError: 2 });
    expect(readFileSync(exchange.errorsPath, 'utf8').split('\n').slice(1, 3)).toEqual([
      '8,900002,URN,is the same as on line 3',
      '10,,,the row has more fields or fewer fields than the header',
    ]);
  });

  it('are names that cannot be shown; other texts that cannot are left out, and no file fails for them', async () => {
    const path = exchange.editedGias(
      'unshowable.csv',
      ['Invented Primary School', 'Invented\u001b[2J School'],
      ['Invented AP Academy', `Invented ${'x'.repeat(200)}`],
      ['Line one', 'Line\u0007 one'],
      ['2 Fictional Road', `2 ${'Fictional '.repeat(30)}Road`],
      ['https://imaginaire.example/', 'https://gov.uk@imaginaire.example/'],
      ['Invented Special School, Norfolk', 'Invented  Special\u00ad\tSchool'],
    );
    const report = await exchange.gias(path, { force: true });
    expect(report).toMatchObject({ rowsInError: 2 });
    expect(readFileSync(exchange.errorsPath, 'utf8').split('\n').slice(1, 3)).toEqual([
      '2,900001,EstablishmentName,contains a character that cannot be shown',
      '4,900003,EstablishmentName,must have 2 to 200 characters',
    ]);
    expect(report.leftOut).toMatchObject({ Street: { values: 2, firstLine: 3 } });
    expect(await school('900004')).toMatchObject({ street: null });
    expect(await school('900002')).toMatchObject({ street: null, website: null });
    expect(await school('900008')).toMatchObject({ name: 'Invented Special School' });
  });

  it('are rows that the database refuses, for any table and rule: the others are stored, and no part of these is', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange.rows(`
      alter table provider add constraint no_renamed check (name not like 'Renamed%');
      alter table school add constraint no_special check (name not like '%Special!%');
      alter table district add constraint no_such_district check (name <> 'Refused District');`);
    const before = await exchange.rows(`select name, version from provider where ${imported} order by urn`);
    const path = exchange.editedGias(
      'refused.csv',
      ['Invented AP Academy', 'Renamed AP Academy'],
      ['Invented Special School, Norfolk', 'Invented Special! School, Norfolk'],
      ['North Norfolk', 'Refused District'],
      ['Invented Primary School', 'Renewed Primary School'],
    );
    const report = await exchange.gias(path, { force: true });
    expect(report).toMatchObject({
      rowsInError: 3,
      schools: { added: 0, changed: 1 },
      entries: { changed: 0 },
    });
    expect(readFileSync(exchange.errorsPath, 'utf8').split('\n').slice(1, -1).sort()).toEqual([
      '10,900008,,breaks the rule no_special of the database',
      '4,900003,,breaks the rule no_renamed of the database',
      '8,900006,DistrictAdministrative (code),breaks the rule no_such_district of the database',
    ]);
    expect(await school('900001')).toMatchObject({ name: 'Renewed Primary School' });
    expect(await school('900003')).toMatchObject({ name: 'Invented AP Academy', version: 1 });
    expect(await exchange.rows(`select name, version from provider where ${imported} order by urn`)).toEqual(
      before,
    );
  });

  it('are a URN that begins with 0; a day of the year 0 costs only itself', async () => {
    const path = exchange.editedGias('year.csv', ['01-09-1999', '01-09-0000'], ['900006', '000006']);
    expect(await exchange.gias(path)).toMatchObject({
      rowsInError: 1,
      leftOut: { OpenDate: { values: 1, firstLine: 2 } },
    });
    expect(readFileSync(exchange.errorsPath, 'utf8').split('\n').slice(1, -1)).toEqual([
      '8,000006,URN,cannot begin with 0',
    ]);
  });

  it('are not establishments that went to an authority with the same external reference', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange.rows(`
      insert into local_authority (code, name) values ('999', 'Elsewhere');
      insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        values ('0199a000-0000-7000-8000-00000000000a', 'There', 'PRU', 'NOT_STATED', '999', '900100', 'LISTED');
      insert into external_reference (id, source, kind, entry_id, reference)
        values (gen_random_uuid(), 'LA:999', 'PROVIDER', '0199a000-0000-7000-8000-00000000000a', 'C-2');
      insert into external_reference (id, source, kind, entry_id, reference)
        select gen_random_uuid(), 'LA:926', 'PROVIDER', id, 'C-2' from provider where urn = '900003'`);
    const path = exchange.editedGias('moved.csv', ['900003,926', '900003,999']);
    expect(await exchange.gias(path)).toMatchObject({ rowsInError: 0, entries: { changed: 1 } });
    expect(await exchange.rows(`select local_authority_code from provider where urn = '900003'`)).toEqual([
      { local_authority_code: '999' },
    ]);
  });

  it('refuse the whole file when they are many, unless forced', async () => {
    const line = (index: number) => `${900_100 + index},Invented ${index},926,1,${index < 30 ? '?' : '1'},`;
    const key = [
      'URN',
      'EstablishmentName',
      'LA (code)',
      'TypeOfEstablishment (code)',
      'EstablishmentStatus (code)',
      'OpenDate',
    ];
    const path = exchange.folder.write(
      'many.csv',
      [key.join(','), ...Array.from({ length: 500 }, (_, i) => line(i))].join('\r\n'),
    );
    await expect(exchange.gias(path)).rejects.toThrow(
      /^30 of 500 rows have errors\. That is more than 1 in 20, so nothing was changed\. The errors are listed in .+errors\.csv\. Correct the rows, or import the other rows with --force\.$/,
    );
    expect(await exchange.rows(`select urn from school where urn like '9001%'`)).toEqual([]);
    expect(readFileSync(exchange.errorsPath, 'utf8').split('\n')).toHaveLength(32);
    expect(await exchange.gias(path, { force: true })).toMatchObject({
      rowsInError: 30,
      schools: { added: 470 },
    });
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
    const path = exchange.folder.write(
      'key.csv',
      iconv.encode(inventedGias.replace(column, 'Renamed'), 'windows-1252'),
    );
    await expect(exchange.gias(path)).rejects.toThrow(message);
  });

  it('lacks several key columns, and says which', async () => {
    const path = exchange.folder.write('other.csv', 'name,URN\nx,1\n');
    await expect(exchange.gias(path)).rejects.toThrow(
      /columns "EstablishmentName", "LA \(code\)", "TypeOfEstablishment \(code\)", "EstablishmentStatus \(code\)"/,
    );
  });

  it('is empty, a folder, or a zip without a CSV file', async () => {
    await expect(exchange.gias(exchange.folder.write('empty.csv', ''))).rejects.toThrow(
      /empty\.csv is empty/,
    );
    await expect(exchange.gias(sample('code-point'))).rejects.toThrow(
      /is a folder\. Give the path of the GIAS extract itself/,
    );
    await expect(
      exchange.gias(exchange.folder.write('a.zip', zipOf([['a.txt', Buffer.from('x')]]))),
    ).rejects.toThrow(/does not contain a CSV file/);
  });

  it('cannot have its errors written', async () => {
    const path = exchange.editedGias('wrong.csv', ['Invented Primary School', 'Y']);
    const nowhere = join(exchange.folder.path, 'no/such/exchange.folder.csv');
    await expect(exchange.gias(path, { errorsPath: nowhere })).rejects.toThrow(
      /cannot be written \(ENOENT\), so nothing was changed/,
    );
    expect(await school('900002')).toBeUndefined();
  });
});

it('does the same in a dry run, and changes nothing', async () => {
  const real = await exchange.gias(sample('gias_invented.csv'), { dryRun: true });
  expect(
    await exchange.rows(
      `select 1 from school where ${imported} union all select 1 from provider where ${imported}`,
    ),
  ).toEqual([]);
  expect(await exchange.rows('select 1 from import_run')).toEqual([]);
  expect(describeGias(real)).toMatch(/^Dry run: nothing was changed\. .+\n.+8 rows read\n.+8 new/);
  expect(await exchange.gias(sample('gias_invented.csv'))).toMatchObject({
    schools: real.schools,
    entries: real.entries,
  });
});

it('never reads a head teacher: the name is nowhere in the database, the errors or the report', async () => {
  const path = exchange.editedGias(
    'heads.csv',
    ['Invented Primary School', 'Y'],
    ['900008,', '900008,shifted,'],
  );
  const report = await exchange.gias(path);
  const names = /zebedee|quillfeather/i;
  expect(inventedGias).toMatch(names);
  expect(report.rowsInError).toBe(2);
  expect(readFileSync(exchange.errorsPath, 'utf8')).not.toMatch(names);
  expect(describeGias(report) + JSON.stringify(report)).not.toMatch(names);
  const tables = await exchange.rows(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  expect(tables.map((table) => table.name)).toEqual(
    expect.arrayContaining(['school', 'provider', 'site', 'import_run']),
  );
  for (const { name } of tables) {
    expect(await exchange.rows(`select 1 from ${name} t where t::text ~* 'zebedee|quillfeather'`)).toEqual(
      [],
    );
  }
});
