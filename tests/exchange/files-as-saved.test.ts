import iconv from 'iconv-lite';
import { fileDate } from '../../src/features/exchange/import/file-date.js';
import { mendedWebsite } from '../../src/features/exchange/import/file-website.js';
import { describeGias } from '../../src/features/exchange/import/gias-report.js';
import { exchangeDatabase, inventedGias } from './exchange-database.js';
import { sample } from './exchange-files.js';

const exchange = exchangeDatabase();
const school = async (urn: string) =>
  (await exchange.rows(`select *, opened_on::text, closed_on::text from school where urn = '${urn}'`))[0];
const unchanged = { rows: 8, schools: { added: 0, changed: 0 }, entries: { added: 0, changed: 0 } };
/** The extract with another separator. Its only fields with commas are in quotation marks. */
const separatedBy = (separator: string) =>
  inventedGias.replaceAll(/"[^"]*"|,/g, (found) => (found === ',' ? separator : found));

describe('an extract as people save it', () => {
  it.each([
    ['UTF-8 without a mark', Buffer.from(inventedGias)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${inventedGias}`)],
    ['windows-1252', iconv.encode(inventedGias, 'windows-1252')],
    ['UTF-16 with its mark', iconv.encode(inventedGias, 'utf-16le', { addBOM: true })],
    ['UTF-16 with the other order of bytes', iconv.encode(inventedGias, 'utf-16be', { addBOM: true })],
    ['UTF-16 without a mark', iconv.encode(inventedGias, 'utf-16le', { addBOM: false })],
    ['semicolons', Buffer.from(separatedBy(';'))],
    ['tabs, as "Unicode text" has them', iconv.encode(separatedBy('\t'), 'utf-16le', { addBOM: true })],
  ])('reads the same from %s', async (_what, content) => {
    await exchange.gias(sample('gias_invented.csv'));
    expect(await exchange.gias(exchange.folder.write('saved.csv', content))).toMatchObject(unchanged);
    expect((await school('900002')).name).toBe('École Imaginaire – The “Short Stay” School');
  });

  it('judges each line, so that a file pasted together from two is read right', async () => {
    const at = inventedGias.indexOf('900003');
    const first = iconv.encode(inventedGias.slice(0, at), 'windows-1252');
    const second = Buffer.from(inventedGias.slice(at).replace('Invented AP Academy', 'Académie Fierté'));
    await exchange.gias(exchange.folder.write('pasted.csv', Buffer.concat([first, second])));
    expect((await school('900002')).name).toMatch(/^École Imaginaire – /);
    expect((await school('900003')).name).toBe('Académie Fierté');
  });

  it('reads capitals with an accent before a quotation mark, which could also be a letter in UTF-8', async () => {
    await exchange.gias(exchange.editedGias('capitals.csv', ['Invented Primary School', 'ANDRÉ’S SCHOOL']));
    expect((await school('900001')).name).toBe('ANDRÉ’S SCHOOL');
  });

  it('reports bytes that do not stand for a character, and keeps what is stored', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const text = inventedGias
      .replace('1 Made-up Lane', '1 Made?up Lane')
      .replace('Invented AP Academy', 'Invented? Academy');
    const bytes = iconv.encode(text, 'windows-1252').map((byte) => (byte === 0x3f ? 0x81 : byte));
    const report = await exchange.gias(exchange.folder.write('bytes.csv', Buffer.from(bytes)));
    expect(report).toMatchObject({
      rowsInError: 1,
      leftOut: { Street: { values: 1, firstLine: 2 } },
      kept: { Street: 1 },
    });
    expect(await school('900001')).toMatchObject({ street: '1 Made-up Lane', version: 1 });
    expect(await school('900003')).toMatchObject({ name: 'Invented AP Academy' });
  });

  it.each([
    [
      'carriage returns alone',
      inventedGias.replaceAll('\r\n', '\r').replaceAll('\n', '\r'),
      /end in a carriage return alone/,
    ],
    ['only a header', inventedGias.split('\n', 1)[0]!, /has a header, but no rows\. Nothing was changed/],
    ['a header and empty lines', `${inventedGias.split('\n', 1)[0]}\r\n\r\n`, /has a header, but no rows/],
    ['a workbook', '\xd0\xcf\x11\xe0', /is a workbook of a spreadsheet program/],
    [
      'American dates',
      inventedGias.replace('01-09-2014', '09/13/2014').replace('31-08-2010', '08/31/2010'),
      /have the month first.+Save the file with dates like 2019-04-01/,
    ],
  ])('fails with a sentence for %s', async (_what, text, message) => {
    await exchange.gias(sample('gias_invented.csv'));
    const path = exchange.folder.write('refused.csv', iconv.encode(text, 'latin1'));
    await expect(exchange.gias(path)).rejects.toThrow(message);
  });
});

describe('a value that cannot be used', () => {
  it.each([
    ['5.9E+05', '330000', /5\.9/],
    ['0x94614', '308352', /0x/],
    ['607,700', '333000', /607/],
    ['607700.5', '333000', /607/],
    ['0', '0', /0/],
    ['308352', '624073', /308352/],
    ['10', '10', /10/],
  ])('as a position (%s, %s) never moves a school, and says so', async (easting, northing) => {
    await exchange.gias(sample('gias_invented.csv'));
    const before = await school('900001');
    const quoted = [easting, northing].map((value) => (value.includes(',') ? `"${value}"` : value)).join(',');
    const path = exchange.editedGias('moved.csv', ['624073,308352', quoted]);
    const report = await exchange.gias(path);
    expect(report).toMatchObject({
      ...unchanged,
      leftOut: { Easting: { values: 2, firstLine: 2 } },
      kept: { Easting: 2 },
    });
    expect(await school('900001')).toEqual(before);
    expect(describeGias(report)).toMatch(/Easting: 2 values left out .+\. 2 stored values stay as they are/);
  });

  it('is replaced by the position of the postcode where a school is new, or has moved', async () => {
    await exchange
      .database()
      .pool.query(`insert into postcode values ('NR98 1AA', 52.6, 1.3, null), ('NR98 1AC', 52.7, 1.4, null)`);
    await exchange.gias(exchange.editedGias('new.csv', ['624073', '6.2E+05']));
    expect(await school('900001')).toMatchObject({ latitude: 52.6, longitude: 1.3 });
    await exchange.gias(
      exchange.editedGias('new.csv', ['624073', '6.2E+05'], ['NR98 1AA,www', 'NR98 1AC,www']),
    );
    expect(await school('900001')).toMatchObject({ postcode: 'NR98 1AC', latitude: 52.7, longitude: 1.4 });
  });

  it('keeps whatever is stored, of every kind', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const before = await school('900001');
    const report = await exchange.gias(
      exchange.editedGias(
        'spoilt.csv',
        ['900001,926,Norfolk,2001', '900001,9.26E+02,Norfolk,2.0E+03'],
        ['01-09-1999', 'autumn 1999'],
        [',4,11,', ',4.0,eleven,'],
        ['10000001', '1.0E+07'],
        ['100090000001', '1.0E+11'],
        ['www.invented-primary.example', 'office@invented-primary.example'],
        ['E07000148,Norwich', 'E0700148,Norwich'],
        ['Bowthorpe', 'Bow\u0007thorpe'],
      ),
    );
    expect(report).toMatchObject({
      rowsInError: 0,
      schools: { added: 0, changed: 0 },
      kept: {
        'LA (code)': 1,
        EstablishmentNumber: 1,
        OpenDate: 1,
        StatutoryLowAge: 1,
        StatutoryHighAge: 1,
        UKPRN: 1,
        UPRN: 1,
        SchoolWebsite: 1,
        'DistrictAdministrative (code)': 4,
        Address3: 1,
      },
    });
    expect(await school('900001')).toEqual(before);
  });

  it('still gives way to nothing: an empty value empties what is stored', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange.gias(
      exchange.editedGias('emptied.csv', ['www.invented-primary.example', ''], ['01-09-1999', '']),
    );
    expect(await school('900001')).toMatchObject({ website: null, opened_on: null });
  });
});

describe('values with one reading', () => {
  it.each([
    ['2014-09-01', '2014-09-01'],
    ['2014-09-01T00:00:00', '2014-09-01'],
    ['1/9/2014', '2014-09-01'],
    ['01-09-2014', '2014-09-01'],
    ['1.9.2014', '2014-09-01'],
    ['01/09/2014 00:00', '2014-09-01'],
    ['1 September 2014', '2014-09-01'],
    ['01-Sep-2014', '2014-09-01'],
    ['01/09/14', null],
    ['41883', null],
    ['31-02-2014', null],
    ['1/9/0000', null],
    ['09/13/2014', 'MONTH_FIRST'],
  ])('the date %s', (text, day) => {
    const date = fileDate(text);
    expect(date !== null && typeof date === 'object' ? date.day : date).toBe(day);
  });

  it.each([
    ['http:www.school.example', 'http://www.school.example'],
    ['http//www.school.example/', 'http://www.school.example/'],
    ['https:/school.example', 'https://school.example'],
    ['http:\\\\www.school.example', 'http://www.school.example'],
    ['HTTPS://school.example/Home', 'https://school.example/Home'],
    ['http://https://school.example', 'https://school.example'],
    ['www,school.example', 'http://www.school.example'],
    ['www..school.example.', 'http://www.school.example'],
    ['<www.school.example>;', 'http://www.school.example'],
    ['office@school.example', null],
    ['mailto:office@school.example', null],
    ['https://gov.uk@school.example', null],
    ['n/a', null],
    ['www.one.example www.two.example', null],
  ])('the website %s', (text, address) => {
    expect(mendedWebsite(text)).toBe(address);
  });

  it('an opening date and a website, without costing the rest of the row', async () => {
    const report = await exchange.gias(
      exchange.editedGias(
        'read.csv',
        ['01-09-2014', '1/9/2014'],
        ['01-09-2018', 'autumn'],
        ['www.invented-primary', 'http:www.invented-primary'],
      ),
    );
    expect(report).toMatchObject({
      rowsInError: 0,
      schools: { added: 8 },
      leftOut: { OpenDate: { values: 1 } },
    });
    expect(await school('900003')).toMatchObject({ opened_on: '2014-09-01' });
    expect(await school('900004')).toMatchObject({ opened_on: null, name: 'Invented AP Free School' });
    expect(await school('900001')).toMatchObject({ website: 'http://www.invented-primary.example' });
  });

  it('zeros that a spreadsheet has taken away, or a program has added', async () => {
    await exchange.gias(
      exchange.editedGias(
        'zeros.csv',
        ['926,Norfolk,2001', '926,Norfolk,201'],
        ['900007,000', '900007,0'],
        [',14,Pupil referral unit,,,1,', ',014,Pupil referral unit,,,01,'],
        ['100090000001', '000090000001'],
      ),
    );
    expect(await school('900001')).toMatchObject({ establishment_number: '0201', uprn: '90000001' });
    expect(await school('900007')).toMatchObject({ local_authority_code: '000' });
    expect(await school('900002')).toMatchObject({ type_code: '14', status_code: '1' });
  });
});
