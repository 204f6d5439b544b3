import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { type GiasOptions, importGias } from '../../src/features/exchange/import/gias-import.js';
import { importPostcodes, type PostcodeOptions } from '../../src/features/exchange/import/postcode-import.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { quietly, sample, temporaryFolder } from './exchange-files.js';

/** A fresh database for every test of the file that calls this, and a folder for all of them. */
export function exchangeDatabase() {
  const folder = temporaryFolder();
  const errorsPath = join(folder.path, 'errors.csv');
  const duplicatesPath = join(folder.path, 'duplicates.csv');
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());
  afterAll(() => folder.remove());

  const rows = async (sql: string) => (await database.pool.query(sql)).rows;
  return {
    folder,
    errorsPath,
    duplicatesPath,
    rows,
    database: () => database,
    postcodes: (path: string, options?: PostcodeOptions) =>
      importPostcodes(database.pool, path, quietly(), options),
    gias: (path: string, options: Partial<GiasOptions> = {}) =>
      importGias(
        database.pool,
        path,
        { errorsPath, duplicatesPath, dryRun: false, force: false, ...options },
        quietly(),
      ),
    /** The invented GIAS extract with some texts replaced, as a file in its own encoding. */
    editedGias(name: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
      const text = changes.reduce((before, [from, to]) => {
        if (!before.includes(from)) throw new Error(`The invented extract has no "${from}".`);
        return before.replaceAll(from, to);
      }, inventedGias);
      return folder.write(name, iconv.encode(text, 'windows-1252'));
    },
    /** Every stored postcode, sector and outcode with its xmin, which changes whenever a row is written. */
    postcodeVersions: () =>
      rows(`
      select 'postcode' as t, postcode as key, xmin::text from postcode
      union all select 'sector', sector, xmin::text from postcode_sector
      union all select 'outcode', outcode, xmin::text from postcode_outcode order by 1, 2`),
  };
}

/** The text of the invented GIAS extract. */
export const inventedGias = iconv.decode(readFileSync(sample('gias_invented.csv')), 'windows-1252');
