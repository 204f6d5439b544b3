// npm run build && node tests/bench/change-chain.mjs [rows of the large transaction, 50000 unless given]: what the digests of the
// change log cost, and how fast they are compared, on a Postgres of its own. Nothing here passes or fails.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { asOfRepository } from '../../dist/src/features/memory/as-of.repository.js';
import { verifyChain } from '../../dist/src/platform/database/changes/change-chain.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const ROWS = Number(process.argv[2] ?? 50_000);
const COMMITS = 2_000;
const ROUNDS = 5;

/** How commits were numbered before they were chained. */
const UNCHAINED = `create or replace function number_commit() returns trigger language plpgsql as $$
  declare
    commit_number bigint;
  begin
    perform pg_advisory_xact_lock(4118927303);
    insert into change_commit (tx, content) values (new.tx, '') returning number into commit_number;
    perform pg_notify('register_changed', commit_number::text);
    return null;
  end $$`;

async function milliseconds(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** One entry that is changed by many small commits, and many new ones by a large one. */
async function measure(pool) {
  const small = [];
  const { rows } = await pool.query('select id from provider limit 1');
  for (let i = 0; i < COMMITS; i++) {
    small.push(
      await milliseconds(() =>
        pool.query('update provider set description = $2 where id = $1', [rows[0].id, `${i}`]),
      ),
    );
  }
  const large = await milliseconds(() =>
    pool.query(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, description)
       select gen_random_uuid(), 'Bench ' || gen_random_uuid(), 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED',
              repeat('It teaches outdoors. ', 10) from generate_series(1, $1::int)`,
      [ROWS],
    ),
  );
  return { small: median(small), large };
}

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-chain-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
try {
  await prepareDatabase(postgres.url);
  await pool.query(`
    insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    values (gen_random_uuid(), 'Bench', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`);
  const { rows } = await pool.query(`select pg_get_functiondef('number_commit'::regproc) as chained`);
  const results = { chained: [], unchained: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, definition] of [
      ['unchained', UNCHAINED],
      ['chained', rows[0].chained],
    ]) {
      await pool.query(definition);
      await pool.query('select chain_commits()');
      results[name].push(await measure(pool));
    }
  }
  for (const [name, found] of Object.entries(results)) {
    const [small, large] = ['small', 'large'].map((what) => median(found.map((one) => one[what])));
    console.log(`${name}: commit of one row ${small.toFixed(3)} ms, of ${ROWS} rows ${large.toFixed(0)} ms`);
  }
  let report;
  const took = await milliseconds(async () => {
    report = await verifyChain(pool);
  });
  const { rows: counted } = await pool.query('select count(*)::int as n from change');
  console.log(`compared ${report.commits} commits, ${counted[0].n} changes in ${(took / 1000).toFixed(1)} s`);
  const past = asOfRepository(pool);
  const { rows: times } = await pool.query(
    'select max(at) as end, min(at) + (max(at) - min(at)) / 2 as middle, min(at) as start from change_commit',
  );
  const { rows: entry } = await pool.query(`select id from provider where name = 'Bench'`);
  for (const [name, at] of Object.entries(times[0])) {
    const page = await milliseconds(() =>
      past.register(at, null, { after: null, before: null, isBackwards: false, limit: 21 }),
    );
    const one = await milliseconds(() => past.one('provider', entry[0].id, at));
    console.log(
      `as of the ${name}: a page of the register ${page.toFixed(0)} ms, one entry ${one.toFixed(1)} ms`,
    );
  }
} finally {
  await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
