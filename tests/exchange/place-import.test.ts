import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadReference } from '../../seeds/load-reference.js';
import { importPlaces, type PlaceOptions } from '../../src/features/exchange/import/place-import.js';
import { exchangeDatabase } from './exchange-database.js';
import { quietly, sample, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();
const folder = sample('open-names');
const places = (path = folder, options: PlaceOptions = {}) =>
  importPlaces(exchange.database().pool, path, quietly(), options);
const stored = () =>
  exchange.rows(`select source_id, name, folded_name, other_names, kind, latitude, longitude, district_code, source, version
    from named_place where source like 'OS Open Names%' order by source_id`);
const member = (name: string): [string, Buffer] => [name, readFileSync(join(folder, name))];
const tile = readFileSync(join(folder, 'Data/TG00.csv'), 'utf8');

describe('importing OS Open Names', () => {
  it('stores the settlements of England and reports what it did', async () => {
    expect(await places()).toMatchObject({
      product: 'OS Open Names',
      rows: 10,
      settlements: 6,
      elsewhere: 1,
      malformed: 0,
      added: 6,
      changed: 0,
      unchanged: 0,
      removed: 0,
      repeated: 0,
      byPosition: 1,
      ignored: ['Doc/OS_Open_Names_Header.csv', 'Doc/readme.txt'],
    });
    const rows = await stored();
    expect(rows.map(({ name, kind, district_code }) => [name, kind, district_code])).toEqual([
      ['Quillbury', 'TOWN', 'E07000148'],
      ['Nether Quill', 'VILLAGE', 'E07000147'],
      ['Little Quill', 'HAMLET', 'E07000147'],
      ['Dereham', 'TOWN', 'E07000143'],
      ['Quill End', 'SUBURB', 'E06000023'],
      ['Quill Parva', 'OTHER', 'E07000147'],
    ]);
    expect(rows[0]).toEqual({
      source_id: 'osgb9900000000000001',
      name: 'Quillbury',
      folded_name: 'quillbury',
      other_names: [],
      kind: 'TOWN',
      latitude: expect.closeTo(52.62842, 4),
      longitude: expect.closeTo(1.29361, 4),
      district_code: 'E07000148',
      source: 'OS Open Names (OGL v3)',
      version: 1,
    });
  });

  it('stores those of Wales and Scotland too if that is wanted, with both names', async () => {
    expect(await places(folder, { greatBritain: true })).toMatchObject({
      settlements: 7,
      elsewhere: 0,
      added: 7,
    });
    expect((await stored()).find(({ name }) => name === 'Cwilldref')).toMatchObject({
      other_names: ['Quillham'],
    });
  });

  it('changes nothing the second time, and leaves what came with the hub', async () => {
    await places();
    const before = await exchange.rows('select id, xmin::text from named_place order by id');
    expect(await places()).toMatchObject({ added: 0, changed: 0, unchanged: 6, removed: 0 });
    expect(await exchange.rows('select id, xmin::text from named_place order by id')).toEqual(before);
    expect(await loadReference(exchange.database().pool)).toEqual({ changed: 0 });
    expect(before.length).toBeGreaterThan(550 + 6);
  });

  it('gives the same from a zip, without the header file, and with the header in each file', async () => {
    await places();
    const expected = await stored();
    const again = async (name: string, members: readonly (readonly [string, Buffer])[]) => {
      await exchange.rows(`delete from named_place where source like 'OS Open Names%'`);
      await places(exchange.folder.write(name, zipOf(members)));
      return stored();
    };
    const data = [member('Data/TG00.csv'), member('Data/ST56.csv')] as const;
    const [, header] = member('Doc/OS_Open_Names_Header.csv');
    expect(await again('whole.zip', [member('Doc/OS_Open_Names_Header.csv'), ...data])).toEqual(expected);
    expect(await again('data.zip', data)).toEqual(expected);
    const headed = data.map(([name, rows]): [string, Buffer] => [name, Buffer.concat([header, rows])]);
    expect(await again('headed.zip', headed)).toEqual(expected);
  });

  it('reads the columns where the header says they are', async () => {
    const [header = '', ...rows] =
      `${readFileSync(join(folder, 'Doc/OS_Open_Names_Header.csv'), 'utf8')}${tile}`
        .replace('\uFEFF', '')
        .trim()
        .split(/\r?\n/);
    const turned = [header, ...rows].map((row) => row.split(',').reverse().join(','));
    const path = exchange.folder.write('turned.csv', `${turned.join('\n')}\n`);
    expect(await places(path)).toMatchObject({ settlements: 4, added: 4 });
  });

  it('writes only what has changed, and notes it', async () => {
    await places();
    const path = exchange.folder.write(
      'changed.zip',
      zipOf([
        ['TG00.csv', Buffer.from(tile.replace('Nether Quill', 'Upper Quill'))],
        member('Data/ST56.csv'),
      ]),
    );
    expect(await places(path)).toMatchObject({ added: 0, changed: 1, unchanged: 5, removed: 0 });
    expect((await stored())[1]).toMatchObject({ name: 'Upper Quill', version: 2 });
    const notes = await exchange.rows(`
      select outcome, subject, key, detail from import_note join import_run r on r.id = import_id
       where file_name = 'changed.zip' order by position`);
    expect(notes).toEqual([
      {
        outcome: 'CHANGED',
        subject: 'NAMED_PLACE',
        key: 'osgb9900000000000002',
        detail: 'name, folded_name',
      },
    ]);
  });

  it('refuses files that would remove many places, unless that is allowed', async () => {
    await places();
    const part = exchange.folder.write('TG00.csv', tile);
    await expect(places(part)).rejects.toThrow(/would remove 2 of the 6 places.*--allow-shrink/);
    expect(await stored()).toHaveLength(6);
    expect(await places(part, { allowShrink: true })).toMatchObject({ removed: 2, unchanged: 4 });
    expect(await stored()).toHaveLength(4);
  });

  it('leaves out a malformed row, says why, and fails if there are many', async () => {
    const good = Array.from({ length: 120 }, (_, n) =>
      tile.split('\r\n')[0]!.replace('osgb9900000000000001', `osgb99000000000001${n}`),
    );
    const bad = good[0]!.replace(',623000,', ',6.23E+05,');
    const one = exchange.folder.write('one-bad.csv', `${[...good, bad].join('\r\n')}\r\n`);
    expect(await places(one)).toMatchObject({
      malformed: 1,
      added: 120,
      examples: [`${one}, line 121: GEOMETRY_X and GEOMETRY_Y of osgb990000000000010 are not whole metres`],
    });
    const many = exchange.folder.write('many-bad.csv', `${[...good, bad, bad].join('\r\n')}\r\n`);
    await expect(places(many)).rejects.toThrow(/2 of 122 settlements are malformed.*nothing was changed/);
  });

  it('uses the last of rows that have the same identifier', async () => {
    const [first = ''] = tile.split('\r\n');
    const path = exchange.folder.write(
      'twice.csv',
      `${first}\r\n${first.replace('Quillbury', 'Quilltown')}\r\n`,
    );
    expect(await places(path)).toMatchObject({ added: 1, repeated: 1 });
    expect((await stored()).map(({ name }) => name)).toEqual(['Quilltown']);
  });

  it('says what is wrong with a file that is something else', async () => {
    await expect(places(sample('code-point'))).rejects.toThrow(/No rows of OS Open Names were found/);
    await expect(places(exchange.folder.write('empty.csv', ''))).rejects.toThrow(/No rows of OS Open Names/);
    const road = tile.split('\r\n')[2]!;
    await expect(places(exchange.folder.write('roads.csv', `${road}\r\n`))).rejects.toThrow(/no settlements/);
    await expect(places(exchange.folder.write('Wales.csv', readWelsh()))).rejects.toThrow(/--great-britain/);
  });
});

function readWelsh(): string {
  return readFileSync(join(folder, 'Data/ST56.csv'), 'utf8').split('\r\n')[1]!;
}
