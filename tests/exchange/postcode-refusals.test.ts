import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { importPostcodes } from '../../src/features/exchange/import/postcode-import.js';
import { describePostcodes } from '../../src/features/exchange/import/postcode-report.js';
import { waitingForLock } from '../support/waiting-for-lock.js';
import { exchangeDatabase } from './exchange-database.js';
import { codePointMembers, quietly, sample, tarOf, zipOf } from './exchange-files.js';

const exchange = exchangeDatabase();

/** Does something while another session holds a lock. */
async function during(lock: string, work: () => Promise<void>): Promise<void> {
  const session = await exchange.database().pool.connect();
  try {
    await session.query(`begin; ${lock}`);
    await work();
  } finally {
    await session.query('rollback');
    session.release();
  }
}

describe('an import that is refused changes nothing', () => {
  const line = (unit: string, easting = '624073') => `NR98 1${unit},10,${easting},308352,a,b,c,d,E07000148,e`;
  const units = Array.from({ length: 200 }, (_, i) =>
    String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26)),
  );

  async function refused(path: string, message: RegExp) {
    await exchange.postcodes(sample('code-point'));
    const before = await exchange.postcodeVersions();
    const [runs] = await exchange.rows('select count(*)::int as n from import_run');
    await expect(exchange.postcodes(path)).rejects.toThrow(message);
    expect(await exchange.postcodeVersions()).toEqual(before);
    expect(await exchange.rows('select count(*)::int as n from import_run')).toEqual([runs]);
  }

  it('with more than one malformed row in a hundred', async () => {
    const bad = units.map((unit, i) => line(unit, i % 50 === 49 ? 'x' : undefined));
    await refused(
      exchange.folder.write('bad.csv', bad.join('\n')),
      /^4 of 200 rows are malformed\. That is more than 1 in 100.+bad\.csv, line 50: the easting and northing of NR98 1BX/,
    );
  });

  it('but goes on without a row or two that the database refuses, and says which', async () => {
    await exchange.rows(
      `alter table postcode add constraint no_such check (postcode not in ('NR98 1BX', 'NR98 1AB'))`,
    );
    const path = exchange.folder.write('refused.csv', units.map((unit) => line(unit)).join('\n'));
    expect(await exchange.postcodes(path)).toMatchObject({
      added: 198,
      malformed: 2,
      examples: [
        'NR98 1AB breaks the rule no_such of the database',
        'NR98 1BX breaks the rule no_such of the database',
      ],
    });
  });

  it('with the same postcodes twice, as of two editions', async () => {
    await refused(
      exchange.folder.write('twice.csv', [...units, ...units].map((unit) => line(unit)).join('\n')),
      /lists 200 postcodes more than once, as if it contained two editions/,
    );
  });

  it('with more than one in twenty of the stored postcodes missing, unless that is allowed', async () => {
    const whole = exchange.folder.write('whole.csv', units.map((unit) => line(unit)).join('\n'));
    await exchange.postcodes(whole);
    const most = exchange.folder.write(
      'most.csv',
      units
        .slice(10)
        .map((unit) => line(unit))
        .join('\n'),
    );
    expect(await exchange.postcodes(most)).toMatchObject({ removed: 10 });
    await exchange.postcodes(whole);
    const half = exchange.folder.write(
      'half.csv',
      units
        .slice(100)
        .map((unit) => line(unit))
        .join('\n'),
    );
    const before = await exchange.postcodeVersions();
    await expect(exchange.postcodes(half)).rejects.toThrow(
      'The file would remove 100 of the 200 postcodes that are stored for what it covers. That is more than 1 in 20, as if part ' +
        'of the file were missing, so nothing was changed. Download it again, or allow this with --allow-shrink.',
    );
    expect(await exchange.postcodeVersions()).toEqual(before);
    expect(await exchange.postcodes(half, { allowShrink: true })).toMatchObject({ removed: 100 });
  });

  it('with positions that are swapped, or far from the area of their postcodes', async () => {
    const swapped = units.map((unit) => `NR98 1${unit},10,308352,624073,a,b,c,d,E07000148,e`);
    await refused(
      exchange.folder.write('swapped.csv', swapped.join('\n')),
      /^200 of 200 rows are malformed.+line 1: the position of NR98 1AA is not near the other postcodes of its area/,
    );
  });

  it('with only a header, or with carriage returns alone', async () => {
    const [header] = readFileSync(sample('ONSPD_NOV_2025_UK.csv'), 'utf8').split('\n');
    await refused(exchange.folder.write('onspd.csv', `${header}\n`), /No postcodes were found/);
    const lines = readFileSync(sample('ONSPD_NOV_2025_UK.csv'), 'utf8').replaceAll(/\r?\n/g, '\r');
    await refused(exchange.folder.write('old.csv', lines), /end in a carriage return alone/);
  });

  it('with two products', async () => {
    const both = zipOf([...codePointMembers, ['ONSPD.csv', readFileSync(sample('ONSPD_NOV_2025_UK.csv'))]]);
    await refused(
      exchange.folder.write('both.zip', both),
      /contains ONSPD and OS Code-Point Open\. Import one product at a time\./,
    );
  });

  it('with nothing that is recognised', async () => {
    await refused(
      sample('gias_invented.csv'),
      /No postcodes were found in .+gias_invented\.csv .+Give OS Code-Point Open, ONSPD or NSPL: a CSV file/,
    );
  });

  it('when the archive ends too soon', async () => {
    const archive = gzipSync(await tarOf(codePointMembers)).subarray(0, -60);
    await refused(
      exchange.folder.write('short.tar.gz', archive),
      /short\.tar\.gz cannot be read: .+damaged or incomplete/,
    );
  });

  it('and takes up to one malformed row in a hundred, with its line', async () => {
    const mixed = units.map((unit, i) =>
      i === 99 ? 'only,three,fields' : line(unit, i === 149 ? '' : undefined),
    );
    const report = await exchange.postcodes(exchange.folder.write('mixed.csv', mixed.join('\n')));
    expect(report).toMatchObject({ rows: 200, added: 198, malformed: 2 });
    expect(report.examples).toEqual([
      expect.stringMatching(/mixed\.csv, line 100: the row has the wrong number of fields$/),
      expect.stringMatching(
        /mixed\.csv, line 150: the easting and northing of NR98 1FT are not on the National Grid$/,
      ),
    ]);
    expect(describePostcodes(report)).toMatch(/200 rows read.+\n.+198 new.+\n.+2 malformed/);
  });
});

describe('an import that is stopped changes nothing', () => {
  it('while it reads', async () => {
    await exchange.postcodes(sample('code-point'));
    const before = await exchange.postcodeVersions();
    const stop = new AbortController();
    const control = quietly(() => stop.abort(new Error('stopped')), stop.signal);
    await expect(
      importPostcodes(exchange.database().pool, sample('code-point/Data/CSV/nr.csv'), control),
    ).rejects.toThrow('stopped');
    expect(await exchange.postcodeVersions()).toEqual(before);
  });

  it('while it stores, without waiting for the statement to end', async () => {
    await exchange.postcodes(sample('code-point'));
    const before = await exchange.postcodeVersions();
    const stop = new AbortController();
    const control = {
      signal: stop.signal,
      progress: () => ({
        advance: () => {},
        phase: () =>
          void waitingForLock(exchange.database().pool, 'postcode').then(() =>
            stop.abort(new Error('stopped')),
          ),
        stop: () => {},
      }),
    };
    await during('lock table postcode in access exclusive mode', () =>
      expect(importPostcodes(exchange.database().pool, sample('code-point'), control)).rejects.toThrow(
        'stopped',
      ),
    );
    expect(await exchange.postcodeVersions()).toEqual(before);
  });

  it('because another one is running, which it says at once', async () => {
    await during('select pg_advisory_xact_lock(71204113, 1)', () =>
      expect(exchange.postcodes(sample('code-point'))).rejects.toThrow(
        /Another import of this kind is running/,
      ),
    );
    expect(await exchange.postcodes(sample('code-point'))).toMatchObject({ added: 7 });
  });
});
