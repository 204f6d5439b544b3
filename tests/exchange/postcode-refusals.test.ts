import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { importPostcodes } from '../../src/features/exchange/import/postcode-import.js';
import { describePostcodes } from '../../src/features/exchange/import/postcode-report.js';
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
    await expect(exchange.postcodes(path)).rejects.toThrow(message);
    expect(await exchange.postcodeVersions()).toEqual(before);
    expect(await exchange.rows('select count(*)::int as n from import_run')).toEqual([{ n: 1 }]);
  }

  it('with more than one malformed row in a hundred', async () => {
    const bad = units.map((unit, i) => line(unit, i % 50 === 49 ? 'x' : undefined));
    await refused(
      exchange.folder.write('bad.csv', bad.join('\n')),
      /^4 of 200 rows are malformed, more than one in a hundred.+bad\.csv, line 50: easting and northing of NR98 1BX/,
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
        'NR98 1AB is refused by the rule no_such of the database',
        'NR98 1BX is refused by the rule no_such of the database',
      ],
    });
  });

  it('with the same postcodes twice, as of two editions', async () => {
    await refused(
      exchange.folder.write('twice.csv', [...units, ...units].map((unit) => line(unit)).join('\n')),
      /lists 200 postcodes more than once, as if it held two editions/,
    );
  });

  it('with two products', async () => {
    const both = zipOf([...codePointMembers, ['ONSPD.csv', readFileSync(sample('ONSPD_NOV_2025_UK.csv'))]]);
    await refused(
      exchange.folder.write('both.zip', both),
      /holds ONSPD and OS Code-Point Open\. Import one at a time\./,
    );
  });

  it('with nothing that is recognised', async () => {
    await refused(
      sample('gias_invented.csv'),
      /No postcodes were recognised in .+gias_invented\.csv .+Give OS Code-Point Open, ONSPD or NSPL: a CSV file/,
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
      expect.stringMatching(/mixed\.csv, line 100: not a row of this file$/),
      expect.stringMatching(
        /mixed\.csv, line 150: easting and northing of NR98 1FT are not on the National Grid$/,
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
        phase: () => setTimeout(() => stop.abort(new Error('stopped')), 200),
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
