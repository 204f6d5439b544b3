// npm run --silent build && node tests/bench/placing-index.mjs [offerings, 100000 unless given]: the search index of a hub that serves, while
// every site is placed again and the index follows, compared with a rebuild of all of it. For both: milliseconds, of them the hub's
// processor time, and how long the event loop was held at most. Placing itself is done by the database, in the same time.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import '../../dist/src/start/memory-mode.js'; // as the server
import pg from 'pg';
import { createHub } from '../../dist/src/app.js';
import { placeAgain } from '../../dist/src/features/provider/placing.service.js';
import { searchFeature } from '../../dist/src/features/search/search.feature.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { leaveOutPairs, loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';
import { watch, watchedAll } from './watch.mjs';

const SIZE = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'ap-hub-placing-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
try {
  await prepareDatabase(postgres.url);
  const tables = inventRegister(SIZE);
  for (const site of tables.site) site.position_precision = 'SECTOR';
  await loadRegister(postgres.url, tables);
  await leaveOutPairs(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  await pool.query(
    `insert into postcode select distinct on (postcode) postcode, latitude + 0.001, longitude + 0.001, district_code from site`,
  );
  await settle(postgres.url);
  const hub = await createHub({ url: postgres.url, log: { warn: console.error, error: console.error } });
  const { engine } = hub.of(searchFeature);
  await sleep(2_000); // what a start leaves behind is swept by then, as in a hub that serves
  const rebuild = async () => {
    const { generation } = engine.status();
    await hub.source.query('update postcode_outcode set postcodes = postcodes'); // "places" have changed
    while (engine.status().generation === generation) await sleep(5);
  };
  const follow = async () => {
    const placed = await placeAgain(pool, { actor: 'bench' });
    const { rows } = await pool.query('select max(number)::int as number from change_commit');
    while (engine.status().appliedChange < rows[0].number) await sleep(5);
    return placed;
  };
  console.log(`${engine.status().documents} documents`);
  say('rebuild', await watch(rebuild));
  const { result, figures } = await watch(follow);
  say(`${result.sites} sites placed, and followed`, { figures });
  say('rebuild', await watch(rebuild));
  await hub.close();
  await pool.end();
  watchedAll();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function say(what, { figures: { milliseconds, cpuMs, longestHoldMs, longestRunMs } }) {
  const held = longestRunMs === null ? '' : `, of which on a core ${longestRunMs.toFixed(0)}`;
  console.log(
    `${what}: ${milliseconds.toFixed(0)} ms, CPU ${cpuMs.toFixed(0)} ms, event loop held for ${longestHoldMs.toFixed(0)} ms at most${held}`,
  );
}
