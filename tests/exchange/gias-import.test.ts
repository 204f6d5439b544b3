import { existsSync } from 'node:fs';
import { describeGias } from '../../src/features/exchange/import/gias-report.js';
import { exchangeDatabase, inventedGias } from './exchange-database.js';
import { published, sample, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();
const school = async (urn: string) =>
  (await exchange.rows(`select *, opened_on::text, closed_on::text from school where urn = '${urn}'`))[0];
const provider = async (urn: string) =>
  (await exchange.rows(`select * from provider where urn = '${urn}'`))[0];
const imported = `urn like '90000%'`;

describe('importing a GIAS extract', () => {
  it('makes every establishment a school', async () => {
    const report = await exchange.gias(sample('gias_invented.csv'));
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
    await exchange.gias(sample('gias_invented.csv'));
    expect(await school('900002')).toMatchObject({
      name: 'École Imaginaire – The “Short Stay” School',
      opened_on: '2004-04-01',
    });
    expect(await school('900004')).toMatchObject({ street: 'Line one\nLine two' });
    const sites = `select s.street from site s join provider p on p.id = s.provider_id where p.urn = '900004'`;
    expect(await exchange.rows(sites)).toEqual([{ street: 'Line one, Line two' }]);
  });

  it('reads the same from UTF-8 with its mark, and from a zip', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const utf8 = Buffer.from(`\ufeff${inventedGias}`);
    for (const path of [
      exchange.folder.write('utf8.csv', utf8),
      exchange.folder.write('utf8.zip', zipOf([['in.csv', utf8]])),
    ]) {
      expect(await exchange.gias(path)).toMatchObject({ rows: 8, schools: { added: 0, changed: 0 } });
    }
  });

  it('leaves out codes that stand for nothing, and values that a spreadsheet has spoilt', async () => {
    const report = await exchange.gias(sample('gias_invented.csv'));
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
    expect(existsSync(exchange.errorsPath)).toBe(false);
  });

  it('makes alternative provision that is not closed an entry awaiting review, with its site', async () => {
    const report = await exchange.gias(sample('gias_invented.csv'));
    expect(report.entries).toEqual({ added: 3, changed: 0 });
    const entries = await exchange.rows(
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
    const sites = await exchange.rows(
      `select s.* from site s join provider p on p.id = s.provider_id where p.${imported} order by p.urn`,
    );
    expect(sites).toHaveLength(3);
    expect(sites[0]).toMatchObject({
      name: 'École Imaginaire – The “Short Stay” School',
      street: '2 Fictional Road',
      postcode: 'NR98 1AB',
      position_precision: 'POINT',
      district_code: 'E07000148',
      address_visibility: 'PUBLIC',
      state: 'IN_REVIEW',
    });
    expect(sites[2]).toMatchObject({ postcode: 'NR98 2AA', latitude: null, position_precision: null });
    expect(
      await exchange.rows(
        'select count(*)::int as n from offering o join provider p on p.id = o.provider_id where p.urn is not null',
      ),
    ).toEqual([{ n: 0 }]);
  });

  it('reads a postcode as someone typed it', async () => {
    await exchange.gias(exchange.editedGias('typed.csv', ['NR98 1AA', 'nr98-IAA.']));
    expect(await exchange.rows(`select postcode from school where postcode = 'NR98 1AA'`)).not.toEqual([]);
  });

  it('takes the position of its postcode for an establishment without one', async () => {
    await exchange
      .database()
      .pool.query(`insert into postcode values ('NR98 2AA', 52.64, 1.25, 'E07000144')`);
    await exchange.gias(sample('gias_invented.csv'));
    expect(await school('900004')).toMatchObject({ latitude: 52.64, longitude: 1.25 });
    const [site] = await exchange.rows(
      `select s.latitude, s.position_precision from site s join provider p on p.id = s.provider_id where p.urn = '900004'`,
    );
    expect(site).toEqual({ latitude: 52.64, position_precision: 'POSTCODE' });
  });

  it('brings authorities and districts up to date', async () => {
    await exchange.database().pool.query(`update local_authority set name = 'Old name' where code = '926'`);
    await exchange
      .database()
      .pool.query(`update district set local_authority_code = null where code = 'E07000148'`);
    const report = await exchange.gias(sample('gias_invented.csv'));
    expect(report).toMatchObject({ authorities: { added: 1, changed: 1 }, districts: { changed: 1 } });
    expect(
      await exchange.rows(
        `select name, gss_code, version from local_authority where code in ('000', '926') order by code`,
      ),
    ).toEqual([
      { name: 'Does not apply', gss_code: null, version: 1 },
      { name: 'Norfolk', gss_code: 'E10000020', version: 2 },
    ]);
    expect(
      await exchange.rows(`select name, local_authority_code from district where code = 'E07000148'`),
    ).toEqual([{ name: 'Norwich', local_authority_code: '926' }]);
  });
});

describe('importing it again', () => {
  const state = () =>
    exchange.rows(`
    select 'school' as t, urn as key, version, xmin::text from school
    union all select 'provider', urn, version, xmin::text from provider
    union all select 'site', id::text, version, xmin::text from site
    union all select 'authority', code, version, xmin::text from local_authority
    union all select 'district', code, version, xmin::text from district order by 1, 2`);

  it('touches nothing that is the same', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const before = await state();
    const report = await exchange.gias(sample('gias_invented.csv'));
    const none = { added: 0, changed: 0 };
    expect(report).toMatchObject({ schools: none, entries: none, authorities: none, districts: none });
    expect(await state()).toEqual(before);
  });

  it('changes what differs and counts its version up', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const report = await exchange.gias(
      exchange.editedGias('renamed.csv', ['Invented Primary School', 'Renamed Primary School']),
    );
    expect(report.schools).toEqual({ added: 0, changed: 1 });
    expect(await school('900001')).toMatchObject({ name: 'Renamed Primary School', version: 2 });
    expect(await school('900006')).toMatchObject({ version: 1 });
  });

  it('keeps the state and words of an entry, and its website where it has one', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange
      .database()
      .pool.query(
        `update provider set state = 'LISTED', description = 'Our own words', website = 'https://own.example' where urn = '900002'`,
      );
    await exchange
      .database()
      .pool.query(`update provider set state = 'SUSPENDED', website = null where urn = '900003'`);
    await exchange
      .database()
      .pool.query(
        `update site set street = 'Moved by hand' where provider_id = (select id from provider where urn = '900002')`,
      );
    const path = exchange.editedGias(
      'entries.csv',
      ['École Imaginaire', 'École Nouvelle'],
      ['2 Fictional Road', '9 Elsewhere'],
      ['https://imaginaire.example/', 'https://nouvelle.example/'],
    );
    expect((await exchange.gias(path)).entries).toEqual({ added: 0, changed: 1 });
    expect(await provider('900002')).toMatchObject({
      name: 'École Nouvelle – The “Short Stay” School',
      state: 'LISTED',
      description: 'Our own words',
      website: 'https://own.example',
      version: 2,
    });
    expect(await provider('900003')).toMatchObject({ state: 'SUSPENDED', version: 1 });
    expect(
      await exchange.rows(
        `select street from site where provider_id = (select id from provider where urn = '900002')`,
      ),
    ).toEqual([{ street: 'Moved by hand' }]);
  });

  it('fills in a missing website of an entry', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange.database().pool.query(`update provider set website = null where urn = '900002'`);
    await exchange.gias(sample('gias_invented.csv'));
    expect(await provider('900002')).toMatchObject({ website: 'https://imaginaire.example/' });
  });

  it('tells of entries whose school has closed, and leaves them to a person', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const report = await exchange.gias(
      exchange.editedGias('closed.csv', ['900003,926', '900003,926'], [',42,,,,1,Open', ',42,,,,2,Closed']),
    );
    expect(report.closedInRegister).toEqual(['900003']);
    expect(await provider('900003')).toMatchObject({ state: 'IN_REVIEW', version: 1 });
    expect(describeGias(report)).toMatch(/1 in the register have closed\. Decide what to do with URN 900003/);
  });

  it('leaves alone what a column that is not in the file would have said', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    const path = exchange.editedGias(
      'fewer.csv',
      ['SchoolWebsite', 'SomethingElse'],
      ['Easting', 'EastingNew'],
    );
    const report = await exchange.gias(path);
    expect(report.schools).toEqual({ added: 0, changed: 0 });
    expect(report.missingColumns).toEqual(['Easting', 'SchoolWebsite']);
    expect(await school('900001')).toMatchObject({
      website: 'http://www.invented-primary.example',
      latitude: expect.any(Number),
    });
  });
});

const real = published('establishments/gias_full_header_sample.csv');
(real ? it : it.skip)('imports the published sample', async () => {
  const report = await exchange.gias(real!);
  expect(report).toMatchObject({
    rows: 41,
    rowsInError: 0,
    schools: { added: 41 },
    closed: 8,
    entries: { added: 2 },
  });
  expect(report.leftOut).toEqual({ UPRN: { values: 4, firstLine: 2 } });
  expect(report.missingColumns).toEqual([]);
  expect(await exchange.gias(real!)).toMatchObject({
    schools: { added: 0, changed: 0 },
    entries: { added: 0, changed: 0 },
  });
});
