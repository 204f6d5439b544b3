// npm run build && node tests/bench/change-log.mjs [rows, 10000000 unless given]: whether reading and writing the change log
// stay fast as it grows, on a Postgres of its own. Needs about 8 GB of disk for ten million rows. Nothing here passes or fails.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ChangeLog } from '../../dist/src/platform/database/changes/change-log.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const ROWS = Number(process.argv[2] ?? 10_000_000);
const PER_COMMIT = 4;
const PER_ENTITY = 20;
const STEP = 500_000;
const REPEATS = 300;

const HISTORY = `
  select operation, version_before, version_after, old, new, actor, reason, at from change
   where table_name = $1 and entity_id = $2 order by id desc limit 50`;

/** Invented changes in the place of real ones: written without triggers, with every index in place. */
async function fill(pool, rows) {
  const client = await pool.connect();
  try {
    await client.query(`set session_replication_role = replica; set statement_timeout = 0`);
    const { rows: found } = await client.query('select coalesce(max(tx), 0)::float8 as tx from change');
    const start = found[0].tx + 1;
    const entities = Math.ceil(rows / PER_ENTITY);
    for (let from = 0; from < rows; from += STEP) {
      const to = Math.min(from + STEP, rows) - 1;
      await client.query(
        `insert into change (tx, table_name, entity_id, parent_id, operation, version_before, version_after, old, new, actor)
         select $1::bigint + n / $2, 'vacancy', md5((n % $3)::text)::uuid, md5((n % 1000)::text)::uuid, 'UPDATE',
                n / $3 + 1, n / $3 + 2, jsonb_build_object('places_available', n % 7, 'confirmed_at', '2026-11-23T12:00:00Z'),
                jsonb_build_object('places_available', n % 5, 'confirmed_at', '2026-11-24T12:00:00Z'), 'bench'
           from generate_series($4::bigint, $5::bigint) n order by n`,
        [start, PER_COMMIT, entities, from, to],
      );
      process.stderr.write(`\r${to + 1} rows`);
    }
    await client.query(
      'insert into change_commit (tx, content) select tx, change_content(tx) from (select distinct tx from change where tx >= $1 order by tx) t',
      [start],
    );
    await client.query(`select setval('change_transaction', (select max(tx) from change))`);
    process.stderr.write('\n');
  } finally {
    client.release(true);
  }
  await pool.query('vacuum analyze change');
  await pool.query('vacuum analyze change_commit');
}

/** Median and 99th percentile of what it takes, in milliseconds. */
async function timed(work) {
  const took = [];
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share) => Number(took[Math.ceil(share * REPEATS) - 1].toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

async function measured(pool) {
  const log = new ChangeLog(pool);
  const head = await log.head();
  const { rows } = await pool.query('select count(*)::float8 as n from change');
  const { rows: entities } = await pool.query('select entity_id from change order by random() limit $1', [
    REPEATS,
  ]);
  const spread = (i) => Math.floor(((head - 300) * i) / REPEATS);
  const provider = (await pool.query('select id from provider limit 1')).rows[0].id;
  return {
    changes: rows[0].n,
    'the number of the last commit': await timed(() => log.head()),
    'nothing new': await timed(() => log.following(head, head + 1)),
    'the last commit': await timed(() => log.following(head - 1, head)),
    '1,000 changes up to the end': await timed(() => log.following(Math.max(0, head - 250), head)),
    '1,000 changes from anywhere': await timed((i) => log.following(spread(i), head)),
    'the history of one row': await timed((i) =>
      pool.query({
        name: 'history',
        text: HISTORY,
        values: ['vacancy', entities[i % entities.length].entity_id],
      }),
    ),
    'an update of one row with its commit': await timed((i) =>
      pool.query('update provider set description = $1 where id = $2', [`Change ${i}`, provider]),
    ),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-changes-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({
  dataDir: folder,
  database: 'bench',
  settings: { shared_buffers: '256MB', max_wal_size: '4GB', synchronous_commit: 'off' },
});
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
try {
  await prepareDatabase(postgres.url);
  await pool.query(`
    insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    values (gen_random_uuid(), 'Bench', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`);
  await fill(pool, 2_000); // so that a batch is as large as it will be later
  const small = await measured(pool);
  await fill(pool, ROWS);
  const large = await measured(pool);
  const { rows } = await pool.query(`
    select pg_size_pretty(pg_total_relation_size('change')) as change, pg_size_pretty(pg_indexes_size('change')) as indexes,
           pg_size_pretty(pg_total_relation_size('change_commit')) as commits`);
  console.log(
    `milliseconds (p50 / p99 of ${REPEATS}) with ${small.changes} and with ${large.changes} changes`,
  );
  for (const [what, figures] of Object.entries(large).slice(1)) {
    const [before, after] = [small[what], figures].map(({ p50, p99 }) => `${p50} / ${p99}`.padEnd(14));
    console.log(`${what.padEnd(38)} ${before} ${after}`);
  }
  console.log(`size: ${rows[0].change} (of which indexes ${rows[0].indexes}), commits ${rows[0].commits}`);
} finally {
  await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
