import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describePostcodes } from '../../src/features/exchange/import/postcode-report.js';
import { placeAgain } from '../../src/features/provider/placing.service.js';
import { exchangeDatabase } from './exchange-database.js';
import { sample } from './exchange-files.js';

const exchange = exchangeDatabase();
const NR = sample('code-point/Data/CSV/nr.csv');

interface Stored {
  readonly latitude: number | null;
  readonly position_precision: string | null;
  readonly district_code: string | null;
  readonly version: number;
}

async function aStoredSite(postcode: string, values: Record<string, unknown> = {}): Promise<string> {
  const { pool } = exchange.database();
  const [provider, id] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
     values ($1, 'Placed provider', 'PRU', 'REGISTERED_SCHOOL', '926', $2, 'LISTED')`,
    [provider, values.urn ?? String(Math.trunc(200_000 + (parseInt(id.slice(0, 6), 16) % 700_000)))],
  );
  await pool.query(
    `insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code,
                       address_visibility, state, version, is_demonstration)
     values ($1, $2, 'Placed site', $3, $4, $5, $6, $7, 'FULL', 'LISTED', 3, $8)`,
    [
      id,
      provider,
      postcode,
      values.latitude ?? null,
      values.longitude ?? null,
      values.precision ?? null,
      values.district ?? null,
      values.isDemonstration ?? false,
    ],
  );
  return id;
}

const siteNow = async (id: string): Promise<Stored> =>
  (
    await exchange.rows(
      `select latitude, position_precision, district_code, version from site where id = '${id}'`,
    )
  )[0];
const changesOf = (id: string) =>
  exchange.rows(
    `select actor, reason, new, version_before, version_after from change where entity_id = '${id}' and operation = 'UPDATE'`,
  );
const anyPostcode = async () =>
  (await exchange.rows('select * from postcode order by postcode limit 1'))[0] as {
    postcode: string;
    latitude: number;
    longitude: number;
    district_code: string;
  };

describe('after an import of postcodes', () => {
  it('a site whose position came from its sector is at its postcode, without a new version', async () => {
    await exchange.postcodes(NR);
    const { postcode, latitude } = await anyPostcode();
    await exchange.rows('delete from postcode');
    const coarse = await aStoredSite(postcode, { latitude: 52.9, longitude: 1.2, precision: 'SECTOR' });
    const unplaced = await aStoredSite(postcode);
    const report = await exchange.postcodes(NR);
    expect(report.placed).toMatchObject({ sites: 2, schools: 0, coarse: 0, unplaced: 0 });
    expect(describePostcodes(report)).toContain('2 sites and 0 schools placed again');
    for (const id of [coarse, unplaced]) {
      expect(await siteNow(id)).toMatchObject({ latitude, position_precision: 'POSTCODE', version: 3 });
      expect(await changesOf(id)).toEqual([
        {
          actor: 'import postcodes',
          reason: 'nr.csv: placed again by its postcode',
          new: expect.objectContaining({ position_precision: 'POSTCODE', latitude }),
          version_before: 3,
          version_after: 3,
        },
      ]);
    }
    expect((await exchange.postcodes(NR)).placed).toMatchObject({ sites: 0 });
  });

  it('a position that was given stays, and so does one that nothing better is known for', async () => {
    await exchange.postcodes(NR);
    const { postcode } = await anyPostcode();
    const given = await aStoredSite(postcode, { latitude: 52.9, longitude: 1.2, precision: 'POINT' });
    const invented = await aStoredSite(postcode, {
      latitude: 52.9,
      longitude: 1.2,
      precision: 'SECTOR',
      isDemonstration: true,
    });
    const gone = await aStoredSite('NR21 9ZZ', { latitude: 52.9, longitude: 1.2, precision: 'POSTCODE' });
    await exchange.postcodes(NR);
    for (const id of [given, invented, gone]) {
      expect(await siteNow(id)).toMatchObject({ latitude: 52.9, version: 3 });
      expect(await changesOf(id)).toEqual([]);
    }
  });

  it('a site follows a postcode that moved, and keeps a district that nobody knows', async () => {
    await exchange.postcodes(NR);
    const { postcode, longitude } = await anyPostcode();
    const moved = await aStoredSite(postcode, { latitude: 52.9, longitude, precision: 'POSTCODE' });
    await exchange.rows(
      `update postcode set district_code = 'E07999999', latitude = 52.95 where postcode = '${postcode}'`,
    );
    const placed = await placeAgain(exchange.database().pool, { actor: 'test' });
    expect(placed).toMatchObject({ sites: 1, inUnknownDistricts: 1 });
    expect(await siteNow(moved)).toMatchObject({ latitude: 52.95, district_code: 'E07999999' });
  });

  it('a school without a position of its own is at its postcode', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange
      .database()
      .pool.query(`insert into postcode values ('NR98 2AA', 52.64, 1.25, 'E07000144')`);
    const placed = await placeAgain(exchange.database().pool, { actor: 'test' });
    expect(placed).toMatchObject({ sites: 1, schools: 1 });
    const [school] = await exchange.rows(
      `select latitude, position_precision, version from school where urn = '900004'`,
    );
    expect(school).toEqual({ latitude: 52.64, position_precision: 'POSTCODE', version: 1 });
    const again = await exchange.gias(sample('gias_invented.csv'));
    expect(again).toMatchObject({ schools: { added: 0, changed: 0 }, placed: { sites: 0, schools: 0 } });
  });

  it('says which districts the hub does not know', async () => {
    await exchange.rows(`delete from district where code = 'E07000148'`);
    const report = await exchange.postcodes(NR);
    expect(report.unknownDistricts).toEqual([{ code: 'E07000148', postcodes: expect.any(Number) }]);
    expect(describePostcodes(report)).toMatch(
      /districts that the hub does not know: E07000148 \(\d+ postcodes\)/,
    );
  });
});

describe('after an import of grid references', () => {
  it('a site at the postcode of its school is where GIAS says', async () => {
    const site = await aStoredSite('NR98 1AB', {
      urn: '900002',
      latitude: 52.9,
      longitude: 1.2,
      precision: 'OUTCODE',
    });
    const report = await exchange.gias(sample('gias_invented.csv'));
    expect(report.placed).toMatchObject({ sites: 1 });
    const [school] = await exchange.rows(`select latitude from school where urn = '900002'`);
    expect(await siteNow(site)).toMatchObject({
      latitude: school.latitude,
      position_precision: 'POINT',
      version: 3,
    });
  });
});

describe('an import with a new code for a district', () => {
  const formers = (place: string) =>
    exchange.rows(`select district_code from former_district where place = '${place}'`);
  const before = [{ district_code: 'E07000148' }];
  const edited = (name: string, from: string, to: string) =>
    exchange.folder.write(name, readFileSync(NR, 'utf8').replaceAll(from, to));

  it('keeps the district before, however often it is repeated', async () => {
    await exchange.postcodes(NR);
    const report = await exchange.postcodes(edited('nr1.csv', 'E07000148', 'E06999991'));
    expect(report).toMatchObject({ followed: 2, changed: 2 });
    expect(describePostcodes(report)).toMatch(
      /2 postcodes have a new district\. They also keep the one before/,
    );
    expect(await formers('NR98 1AA')).toEqual(before);
    expect(await formers('NR98 1')).toEqual(before);
    expect(await formers('NR98 1AC')).toEqual([]);
    const again = await exchange.postcodes(edited('nr1.csv', 'E07000148', 'E06999991'));
    expect(again).toMatchObject({ followed: 0, changed: 0, centroidsChanged: 0 });
  });

  it('keeps it of an area of which only the sectors were known', async () => {
    await exchange.rows(`insert into postcode_sector (sector, latitude, longitude, district_code, postcodes)
      values ('NR98 1', 52.6, 1.3, 'E07000148', 3)`);
    await exchange.postcodes(edited('nr2.csv', 'E07000148', 'E06999991'));
    expect(await formers('NR98 1AA')).toEqual(before);
  });

  it('keeps nothing where a boundary moved between two districts', async () => {
    await exchange.postcodes(NR);
    const report = await exchange.postcodes(edited('nr3.csv', 'E07000148', 'E07000144'));
    expect(report).toMatchObject({ followed: 0 });
    expect(await formers('NR98 1AA')).toEqual([]);
  });

  it('keeps it where the successions say so', async () => {
    await exchange.postcodes(NR);
    await exchange.rows(
      `insert into area_succession values ('DISTRICT', 'E07000148', 'E07000144', '2028-04-01', 'WHOLE')`,
    );
    await exchange.postcodes(edited('nr4.csv', 'E07000148', 'E07000144'));
    expect(await formers('NR98 1AA')).toEqual(before);
  });
});
