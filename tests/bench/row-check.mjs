// npm run build && node tests/bench/row-check.mjs [entries, 100000 unless given]: how long `audit verify --deep` takes to compare a
// register with its record, on a Postgres of its own. Nothing here passes or fails.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { compareRows } from '../../dist/src/platform/database/changes/row-check.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const ENTRIES = Number(process.argv[2] ?? 100_000);

/** A fifth providers, three tenths sites and half offerings; every third offering was changed twice. */
const FILL = [
  `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, description)
   select gen_random_uuid(), 'Bench ' || n, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED', repeat('It teaches outdoors. ', 10)
     from generate_series(1, $1::int / 5) n`,
  `insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, address_visibility, state)
   select gen_random_uuid(), p.id, 'Site ' || n, 'NR21 9AA', 52.85, 0.85, 'POINT', 'FULL', 'LISTED'
     from generate_series(1, 3) n, (select id, row_number() over () as at from provider) p
    where n + (p.at % 2) * 3 in (1, 2, 4) and p.at <= $1::int`,
  `insert into offering (id, provider_id, title, description, tier, primary_needs, key_stages, min_year, max_year, delivery_modes, state)
   select gen_random_uuid(), p.id, 'Offering ' || n, repeat('Learning by doing. ', 10), 'TIER_2', '{SEMH}', '{KS3}', 7, 9, '{IN_PERSON}',
          'LISTED'
     from generate_series(1, 3) n, (select id, row_number() over () as at from provider) p
    where n <= 2 + p.at % 2 and p.at <= $1::int`,
  `update offering set group_size = 6, version = version + 1 where left(id::text, 1) < '5' and $1::int > 0`,
  `update offering set group_size = 8, version = version + 1 where left(id::text, 1) < '5' and $1::int > 0`,
];

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-rows-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
try {
  await prepareDatabase(postgres.url);
  await pool.query('set statement_timeout = 0');
  for (const text of FILL) await pool.query(text, [ENTRIES]);
  const { rows } = await pool.query(
    `select (select count(*) from provider) + (select count(*) from site) + (select count(*) from offering) as entries,
            (select count(*) from change) as changes`,
  );
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const report = await compareRows(pool);
  const seconds = (performance.now() - began) / 1000;
  const { entries, changes } = rows[0];
  console.log(
    `compared ${entries} entries (${report.rows} rows) with ${changes} changes in ${seconds.toFixed(1)} s, ` +
      `${report.faultCount} faults, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more memory`,
  );
} finally {
  await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
