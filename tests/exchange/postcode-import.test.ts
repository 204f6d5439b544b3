import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { entriesOf, sourceFiles } from '../../src/features/exchange/import/source-entries.js';
import { haversineMetres } from '../../src/platform/geo.js';
import { exchangeDatabase } from './exchange-database.js';
import { codePointMembers, published, sample, tarOf, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();
const stored = () => exchange.rows('select * from postcode order by postcode');

describe('importing Code-Point Open', () => {
  it('stores what has a location and reports it', async () => {
    const report = await exchange.postcodes(sample('code-point'));
    expect(report).toMatchObject({
      product: 'OS Code-Point Open',
      rows: 8,
      added: 7,
      changed: 0,
      unchanged: 0,
      removed: 0,
      terminated: 0,
      withoutLocation: 1,
      malformed: 0,
      areas: 2,
      ignored: ['Doc/Code-Point_Open_Column_Headers.csv', 'Doc/readme.txt'],
    });
    expect((await stored()).map((row) => row.postcode)).toEqual([
      'NR98 1AA',
      'NR98 1AB',
      'NR98 1AC',
      'NR98 2AA',
      'NR99 9ZA',
      'ZE98 1AA',
      'ZE98 1AB',
    ]);
    expect((await stored())[0]).toEqual({
      postcode: 'NR98 1AA',
      latitude: expect.closeTo(52.62665, 4),
      longitude: expect.closeTo(1.30934, 4),
      district_code: 'E07000148',
    });
  });

  it('recomputes the sectors and outcodes of its areas, and no others', async () => {
    const others = await exchange.rows(
      `select * from postcode_outcode where outcode not like 'NR%' and outcode not like 'ZE%' order by 1`,
    );
    expect(others.length).toBeGreaterThan(2_000);
    const { sectors, outcodes } = await exchange.postcodes(sample('code-point'));
    expect([sectors, outcodes]).toEqual([4, 3]);
    const points = (await stored()).filter((row) => row.postcode.startsWith('NR98 1'));
    const [sector] = await exchange.rows(`select * from postcode_sector where sector = 'NR98 1'`);
    const mean = (key: string) => points.reduce((sum, row) => sum + row[key], 0) / points.length;
    expect(sector).toEqual({
      sector: 'NR98 1',
      latitude: expect.closeTo(mean('latitude'), 6),
      longitude: expect.closeTo(mean('longitude'), 6),
      district_code: 'E07000148',
      postcodes: 3,
    });
    expect(
      await exchange.rows(
        `select outcode, postcodes, district_codes from postcode_outcode where outcode ~ '^(NR|ZE)' order by 1`,
      ),
    ).toEqual([
      { outcode: 'NR98', postcodes: 4, district_codes: ['E07000144', 'E07000148', 'E07000149'] },
      { outcode: 'NR99', postcodes: 1, district_codes: ['E07000147'] },
      { outcode: 'ZE98', postcodes: 2, district_codes: ['S12000027'] },
    ]);
    expect(
      await exchange.rows(
        `select * from postcode_outcode where outcode not like 'NR%' and outcode not like 'ZE%' order by 1`,
      ),
    ).toEqual(others);
  });

  it('gives the same from a folder, a zip, a tar and a tar.gz', async () => {
    const archive = await tarOf(codePointMembers);
    await exchange.postcodes(sample('code-point'));
    const first = await stored();
    for (const path of [
      exchange.folder.write('codepo.zip', zipOf(codePointMembers)),
      exchange.folder.write('codepo.tar', archive),
      exchange.folder.write('codepo.tar.gz', gzipSync(archive)),
    ]) {
      expect(await exchange.postcodes(path)).toMatchObject({
        rows: 8,
        added: 0,
        changed: 0,
        unchanged: 7,
        removed: 0,
      });
    }
    expect(await stored()).toEqual(first);
  });

  it('reads semicolons, tabs and UTF-16 too', async () => {
    await exchange.postcodes(sample('code-point'));
    const nr = readFileSync(sample('code-point/Data/CSV/nr.csv'), 'utf8');
    for (const content of [
      Buffer.from(nr.replaceAll(',', ';')),
      Buffer.from(`\ufeff${nr.replaceAll(',', '\t')}`, 'utf16le'),
    ]) {
      expect(await exchange.postcodes(exchange.folder.write('nr.csv', content))).toMatchObject({
        added: 0,
        changed: 0,
        unchanged: 5,
        removed: 0,
      });
    }
  });

  it('writes nothing the second time', async () => {
    await exchange.postcodes(sample('code-point'));
    const before = await exchange.postcodeVersions();
    const report = await exchange.postcodes(sample('code-point'));
    expect(report).toMatchObject({ added: 0, changed: 0, unchanged: 7, removed: 0, centroidsChanged: 0 });
    expect(await exchange.postcodeVersions()).toEqual(before);
  });

  it('changes and removes within the areas of the file only', async () => {
    await exchange.postcodes(sample('code-point'));
    const lines = readFileSync(sample('code-point/Data/CSV/nr.csv'), 'utf8').split('\r\n');
    const [moved = '', , ...rest] = lines; // NR98 1AB has gone
    const path = exchange.folder.write('nr.csv', [moved.replace('624073', '624973'), ...rest].join('\n'));
    expect(await exchange.postcodes(path, { allowShrink: true })).toMatchObject({
      areas: 1,
      added: 0,
      changed: 1,
      unchanged: 3,
      removed: 1,
    });
    const postcodes = (await stored()).map((row) => row.postcode);
    expect(postcodes).not.toContain('NR98 1AB');
    expect(postcodes).toEqual(expect.arrayContaining(['ZE98 1AA', 'ZE98 1AB']));
    expect(await exchange.rows(`select postcodes from postcode_sector where sector = 'NR98 1'`)).toEqual([
      { postcodes: 2 },
    ]);
  });

  it('records the run, and logs that places have changed when they have', async () => {
    await exchange.postcodes(sample('code-point'));
    const logged = `select table_name, entity_id, actor, reason from change where actor = 'import postcodes' order by id`;
    const changes = await exchange.rows(logged);
    const by = { table_name: 'places', actor: 'import postcodes', reason: 'code-point' };
    expect(changes).toContainEqual({ ...by, entity_id: 'postcode_sector' });
    expect(changes).toContainEqual({ ...by, entity_id: 'postcode_outcode' });
    await exchange.postcodes(sample('code-point')); // nothing to log
    expect(await exchange.rows(logged)).toEqual(changes);

    const runs = await exchange.rows(
      'select kind, product, file_name, summary, finished_at >= started_at as ended from import_run order by id',
    );
    expect(runs).toHaveLength(2);
    expect(runs[0]).toMatchObject({
      kind: 'POSTCODES',
      product: 'OS Code-Point Open',
      file_name: 'code-point',
      ended: true,
      summary: { rows: 8, added: 7, withoutLocation: 1 },
    });
  });
});

describe('importing an ONS directory', () => {
  it.each([
    ['ONSPD', 'ONSPD_NOV_2025_UK.csv'],
    ['NSPL', 'NSPL_FEB_2026_UK.csv'],
  ])('%s skips terminated postcodes and those without a location', async (product, name) => {
    expect(await exchange.postcodes(sample(name))).toMatchObject({
      product,
      rows: 6,
      added: 3,
      terminated: 1,
      withoutLocation: 2,
      areas: 3,
    });
    expect(await stored()).toEqual([
      { postcode: 'BT98 1AA', latitude: 54.6, longitude: -5.93, district_code: 'N09000003' },
      { postcode: 'NR98 1AA', latitude: 52.62783, longitude: 1.3122, district_code: 'E07000148' },
      { postcode: 'NR98 1AB', latitude: 52.628, longitude: 1.314, district_code: 'E07000148' },
    ]);
  });

  it('does not read the copies of its rows by postcode area', async () => {
    const whole = readFileSync(sample('ONSPD_NOV_2025_UK.csv'));
    const path = exchange.folder.write(
      'onspd.zip',
      zipOf([
        ['Data/multi_csv/ONSPD_NOV_2025_UK_NR.csv', whole],
        ['Data/ONSPD_NOV_2025_UK.csv', whole],
        ['Documents/names.csv', Buffer.from('code,name\nE07000148,Norwich\n')],
      ]),
    );
    expect(await exchange.postcodes(path)).toMatchObject({
      rows: 6,
      repeated: 0,
      ignored: ['Documents/names.csv', 'Data/multi_csv/ONSPD_NOV_2025_UK_NR.csv'],
    });
  });

  it('reads the parts where the whole is not there', async () => {
    const whole = readFileSync(sample('ONSPD_NOV_2025_UK.csv'));
    const path = exchange.folder.write('parts.zip', zipOf([['multi_csv/ONSPD_NOV_2025_UK_NR.csv', whole]]));
    expect(await exchange.postcodes(path)).toMatchObject({ rows: 6, added: 3 });
  });
});

const real = published('postcodes/codepo_gb_2025.4.0.tar.gz');
(real ? describe : describe.skip)('the NR area as published', () => {
  it('is stored to 5 m of the published positions, with the published numbers of postcodes', async () => {
    for await (const { name, content } of entriesOf((await sourceFiles(real!))[0]!)) {
      if (!name.endsWith('/nr.csv')) continue;
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      exchange.folder.write('real-nr.csv', Buffer.concat(chunks));
      break;
    }
    expect(await exchange.postcodes(join(exchange.folder.path, 'real-nr.csv'))).toMatchObject({
      rows: 24_214,
      malformed: 0,
      areas: 1,
    });
    const ours = new Map((await stored()).map((row) => [row.postcode, row]));
    const table = readFileSync(published('postcodes/postcodes_norfolk_2025-10.csv')!, 'utf8')
      .trim()
      .split('\n');
    const norwich = table.map((line) => line.split(',')).filter(([postcode]) => postcode!.startsWith('NR'));
    expect(norwich.length).toBeGreaterThan(15_000);
    for (const [postcode = '', lat, lng, district] of norwich) {
      const { latitude, longitude, district_code } = ours.get(postcode);
      expect(haversineMetres(latitude, longitude, Number(lat), Number(lng))).toBeLessThan(5);
      expect(district_code).toBe(district!.trim());
    }
    const outcodes = readFileSync(published('postcodes/outcodes_gb_2025-10.csv')!, 'utf8').trim().split('\n');
    const expected = outcodes.map((line) => line.split(',')).filter(([outcode]) => /^NR\d/.test(outcode!));
    const found = await exchange.rows(
      `select outcode, postcodes, district_code from postcode_outcode where outcode ~ '^NR'`,
    );
    expect(new Set(found.map((row) => `${row.outcode} ${row.postcodes} ${row.district_code}`))).toEqual(
      new Set(expected.map((row) => `${row[0]} ${row[5]} ${row[6]?.trim()}`)),
    );
  });
});
