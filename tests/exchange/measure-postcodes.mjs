/**
 * How long an import of postcodes takes and how much memory it needs, compared with plain `psql \copy` of the same rows into
 * the same table, on the same Postgres, in the same run. Not a test: nothing here passes or fails.
 *
 *   npm run build && node tests/exchange/measure-postcodes.mjs ../shared/data/postcodes
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { importPostcodes } from '../../dist/src/features/exchange/import/postcode-import.js';
import { describePostcodes } from '../../dist/src/features/exchange/import/postcode-report.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { startProgress } from '../../dist/src/platform/progress.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('Give the path of the postcodes to import.');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-measure-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'hub' });
try {
  await prepareDatabase(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url });
  const control = {
    signal: new AbortController().signal,
    progress: (total) => startProgress(total, 'Reading', process.stderr),
  };
  for (const run of ['First import', 'Second import, nothing changed']) {
    const report = await importPostcodes(pool, path, control);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(`\n${run}:\n${describePostcodes(report)}Memory of this process: at most ${memory} MB`);
  }
  await pool.query('create table plain (like postcode including all)');
  await pool.end();

  const rows = join(folder, 'rows.tsv');
  const psql = (command) =>
    execFileSync('psql', [postgres.url, '-X', '-q', '-c', command], { stdio: 'inherit' });
  psql(`\\copy postcode to '${rows}'`);
  const started = performance.now();
  psql(`\\copy plain from '${rows}'`);
  console.log(`\npsql \\copy of the same rows: ${((performance.now() - started) / 1000).toFixed(1)} s`);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
