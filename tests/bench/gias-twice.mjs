// npm run --silent build && node tests/bench/gias-twice.mjs <file>: imports an extract of GIAS twice into an empty hub, and prints the report of
// each, with milliseconds, processor time of Node and of Postgres (Linux only), and the most memory that Node had.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { importGias } from '../../dist/src/features/exchange/import/gias-import.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const file = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'ap-hub-gias-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
process.chdir(folder); // where the lists of errors and possible duplicates go
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
try {
  await prepareDatabase(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url });
  const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  for (const run of ['first', 'second']) {
    const [began, node, server] = [performance.now(), process.cpuUsage(), serverSeconds(postmaster)];
    const silent = { advance() {}, phase() {}, stop() {} };
    const report = await importGias(
      pool,
      file,
      {},
      { signal: new AbortController().signal, progress: () => silent },
    );
    const milliseconds = performance.now() - began;
    const { user, system } = process.cpuUsage(node);
    console.log(
      `${run}: ${milliseconds.toFixed(0)} ms, CPU ${((user + system) / 1e6).toFixed(2)} s of Node and ` +
        `${(serverSeconds(postmaster) - server).toFixed(2)} s of Postgres, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
    );
    console.log(JSON.stringify(report, (_, value) => (Array.isArray(value) ? value.length : value)));
  }
  await pool.end();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds of processor time of a server, with all its processes that are running or have ended. */
function serverSeconds(postmaster) {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    } catch {
      continue; // it has ended
    }
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    if (Number(pid) === postmaster) ticks += fields[11] + fields[12] + fields[13] + fields[14];
    else if (fields[1] === postmaster) ticks += fields[11] + fields[12];
  }
  return ticks / 100;
}
