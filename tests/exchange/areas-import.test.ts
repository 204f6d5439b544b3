import { importAreas } from '../../src/features/exchange/import/area-import.js';
import { describeAreas } from '../../src/features/exchange/import/areas.importer.js';
import { exchangeDatabase } from './exchange-database.js';
import { quietly } from './exchange-files.js';

const exchange = exchangeDatabase();
const file = (...lines: readonly string[]) => exchange.folder.write('areas.csv', lines.join('\r\n'));
const imported = (path: string, allowShrink = false) =>
  importAreas(exchange.database().pool, path, quietly(), { allowShrink });
const notes = (outcome: string) =>
  exchange.rows(`select subject, key, detail from import_note n join import_run r on r.id = n.import_id
    where outcome = '${outcome}' order by r.finished_at, position`);

/** Every stored district that has not ended, as ONS lists them, with some lines changed. */
async function districts(
  change: (line: string) => string | null,
  header = 'LAD27CD,LAD27NM,LAD27NMW,ObjectId',
) {
  const rows = await exchange.rows(`select code, name from district where valid_to is null order by code`);
  const lines = rows.map(({ code, name }, n) => `${code},"${name}",,${n}`);
  return file(`\uFEFF${header}`, ...lines.map(change).filter((line) => line !== null));
}
const same = (line: string) => line;

describe('a list of districts', () => {
  it('changes nothing where it says what is known, whatever its year is', async () => {
    const report = await imported(await districts(same));
    expect(report).toMatchObject({
      list: 'DISTRICTS',
      product: 'LAD27',
      rows: 350,
      added: 0,
      changed: 0,
      missing: 0,
    });
    expect(report.unchanged).toBe(350);
    expect(await imported(await districts(same, 'LAD31CD,LAD31NM,LAD31NMW,OBJECTID'))).toMatchObject({
      changed: 0,
    });
  });

  it('brings new ones and new names, and keeps those that it does not have', async () => {
    const path = await districts((line) => {
      if (line.startsWith('E07000147')) return null;
      if (line.startsWith('E07000148'))
        return 'E07000148,Norwich City,,1\r\nE06000901,New Norfolk,,2\r\nN09000001,Antrim,,3';
      return line;
    });
    const report = await imported(path);
    expect(report).toMatchObject({ added: 1, changed: 1, missing: 1, notHere: 1, unknown: 1 });
    expect(describeAreas(report)).toContain('1 stored areas are not in the list. They stay.');
    expect(await notes('REVIEW')).toEqual([
      { subject: 'DISTRICT', key: 'E07000147', detail: 'It is not in the list: say what came after it' },
      { subject: 'DISTRICT', key: 'E06000901', detail: 'The hub does not know its local authority' },
    ]);
    expect(
      await exchange.rows(`select name, local_authority_code from district where code = 'E07000148'`),
    ).toEqual([{ name: 'Norwich City', local_authority_code: '926' }]);
    expect(await imported(path)).toMatchObject({ added: 0, changed: 0 });
  });

  it('says the county of each, by which its local authority is known', async () => {
    const path = file(
      'LAD28CD,LAD28NM,CTYUA28CD,CTYUA28NM',
      'E07000901,New district,E10000020,Norfolk',
      'E07000902,Another,E10999999,Unknown county',
    );
    expect(await imported(path, true)).toMatchObject({ added: 2, unknown: 1 });
    expect(
      await exchange.rows(
        `select code, local_authority_code from district where code like 'E070009%' order by 1`,
      ),
    ).toEqual([
      { code: 'E07000901', local_authority_code: '926' },
      { code: 'E07000902', local_authority_code: null },
    ]);
  });

  it('is refused if it lacks more than 1 in 20, as an old list or half a list does', async () => {
    let n = 0;
    const path = await districts((line) => (n++ % 10 === 0 ? null : line));
    await expect(imported(path)).rejects.toThrow(
      /^The list does not have 35 of the 350 districts that are stored for its nations\./,
    );
    expect(await exchange.rows('select from import_run')).toEqual([]);
    expect(await imported(path, true)).toMatchObject({ missing: 35, changed: 0 });
  });

  it('only speaks for its own nations', async () => {
    const path = await districts((line) => (line.startsWith('E') ? line : null));
    expect(await imported(path)).toMatchObject({ missing: 0, changed: 0 });
  });
});

describe('a list of local authorities', () => {
  it('of ONS is matched by GSS codes: one without a DfE code is counted, and not invented', async () => {
    const rows = await exchange.rows(`select gss_code, name from local_authority order by code`);
    const lines = rows.map(({ gss_code, name }) => `${gss_code},"${name}",`);
    const report = await imported(
      file(
        'CTYUA28CD,CTYUA28NM,CTYUA28NMW',
        ...lines,
        'E06000901,New Norfolk,',
        'S12000036,City of Edinburgh,',
        'W06000001,Isle of Anglesey,Ynys Môn',
      ),
    );
    expect(report).toMatchObject({ list: 'AUTHORITIES', added: 0, changed: 0, unknown: 2, notHere: 1 });
    expect(describeAreas(report)).toContain(
      '2 authorities were left out, because the list does not say their DfE codes (add a column old_la_code)',
    );
    expect(await notes('LEFT_OUT')).toEqual([
      {
        subject: 'LOCAL_AUTHORITY',
        key: 'S12000036',
        detail:
          'council areas of Scotland have no DfE code, so the hub cannot have them as local authorities',
      },
    ]);
  });

  it('of DfE brings new ones with both codes, in any order of columns', async () => {
    const path = file(
      'la_name,old_la_code,new_la_code',
      'New Norfolk,996,E06000901',
      'Norfolk County,926,E10000020',
    );
    expect(await imported(path, true)).toMatchObject({ added: 1, changed: 1 });
    expect(await exchange.rows(`select name, gss_code from local_authority where code = '996'`)).toEqual([
      { name: 'New Norfolk', gss_code: 'E06000901' },
    ]);
    expect(await imported(path, true)).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  });
});

describe('a list of successions', () => {
  const HEADER = 'kind,from,to,day,extent';
  const rows = ['district,E07000147,E06000901,2028-04-01,whole', 'LOCAL_AUTHORITY,926,996,01/04/2028,WHOLE'];

  it('is stored, ends what it names, counts codes that are not known, and changes nothing again', async () => {
    const report = await imported(file(HEADER, ...rows));
    expect(report).toMatchObject({
      list: 'SUCCESSIONS',
      rows: 2,
      added: 2,
      removed: 0,
      ended: 2,
      unknown: 2,
    });
    expect(
      await exchange.rows(`select * from area_succession where day = '2028-04-01' order by kind`),
    ).toMatchObject([
      { kind: 'DISTRICT', from_code: 'E07000147', to_code: 'E06000901', extent: 'WHOLE' },
      { kind: 'LOCAL_AUTHORITY', from_code: '926', to_code: '996', extent: 'WHOLE' },
    ]);
    expect(
      await exchange.rows(`select valid_to::text from district where code = 'E07000147'
        union all select valid_to::text from local_authority where code = '926'`),
    ).toEqual([{ valid_to: '2028-03-31' }, { valid_to: '2028-03-31' }]);
    expect(await imported(file(HEADER, ...rows))).toMatchObject({ added: 0, changed: 0, ended: 0 });
    const [{ n }] = await exchange.rows(`select count(*)::int as n from import_run where kind = 'AREAS'`);
    expect(n).toBe(2);
  });

  it('replaces what was stored of the same areas, only when that is allowed', async () => {
    await imported(file(HEADER, ...rows));
    const corrected = file(HEADER, 'DISTRICT,E07000147,E06000902,2028-04-01,WHOLE');
    await expect(imported(corrected)).rejects.toThrow(
      /^The file would remove 1 of the 1 successions that are stored for what it covers\./,
    );
    expect(await imported(corrected, true)).toMatchObject({ added: 1, removed: 1, ended: 0 });
    expect(await exchange.rows(`select from area_succession where from_code = '926'`)).toHaveLength(1);
  });

  it.each([
    [
      ['DISTRICT,E07000147,E06000901,2028-04-01,WHOLE', 'DISTRICT,E07000147,E06000902,2028-04-01,PART'],
      /contradicts itself about E07000147/,
    ],
    [
      ['DISTRICT,E07000147,E06000901,2028-04-01,PART', 'DISTRICT,E07000147,E06000902,2029-04-01,PART'],
      /contradicts itself about E07000147/,
    ],
    [['WARD,E07000147,E06000901,2028-04-01,WHOLE'], /line 2: kind must be DISTRICT or LOCAL_AUTHORITY/],
    [
      ['LOCAL_AUTHORITY,E10000020,996,2028-04-01,WHOLE'],
      /line 2: from and to must be DfE codes of three digits/,
    ],
    [['LOCAL_AUTHORITY,926,926,2028-04-01,WHOLE'], /line 2: an area cannot come after itself/],
    [['LOCAL_AUTHORITY,926,996,next spring,WHOLE'], /line 2: day is not a date/],
    [['LOCAL_AUTHORITY,926,996,2028-04-01,some'], /line 2: extent must be WHOLE or PART/],
    [[], /has no rows/],
  ])('is refused: %j', async (lines, message) => {
    await expect(imported(file(HEADER, ...lines))).rejects.toThrow(message);
    expect(await exchange.rows('select from import_run')).toEqual([]);
  });
});

describe('another file', () => {
  it.each([['LAD24CD,Name'], ['code,name'], ['CTYUA24NM']])(
    'with the columns %s is refused',
    async (header) => {
      await expect(imported(file(header, 'a,b'))).rejects.toThrow(
        /^The first line of the file does not have the columns of a list of areas\./,
      );
    },
  );
});
