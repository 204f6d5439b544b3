/**
 * How long it takes to place 100,000 sites again, each at the postcode that was imported after it: in the database alone, with the
 * change log and its chain. Not a test: nothing here passes or fails.
 *
 *   npm run build && node tests/bench/placing.mjs [sites]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { placeAgain } from '../../dist/src/features/provider/placing.service.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const sites = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'ap-hub-placing-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'hub' });
try {
  await prepareDatabase(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  await pool.query(
    `with made as (
       insert into provider (id, name, setting_type, registration, local_authority_code, ukprn, state)
       select gen_random_uuid(), 'Provider ' || i, 'NFE', 'UNREGISTERED', '926', (20000000 + i)::text, 'LISTED'
         from generate_series(1, $1::int / 2) i returning id)
     insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code,
                       address_visibility, state)
     select gen_random_uuid(), id, 'Site ' || n, 'NR' || (1 + i % 35) || ' ' || (i / 35 % 10)
              || chr(65 + (i / 350 % 26)::int) || chr(65 + (i / 9100 % 26)::int),
            52.6, 1.3, 'SECTOR', 'E07000147', (array['PUBLIC', 'FULL', 'OUTCODE'])[1 + i % 3], 'LISTED'
       from (select id, n, row_number() over (order by id, n) as i from made cross join generate_series(1, 2) n) s`,
    [sites],
  );
  await pool.query(
    `insert into postcode select distinct on (postcode) postcode, 52.6 + random() / 10, 1.3 + random() / 10, 'E07000147' from site`,
  );
  await pool.query('analyze');
  const { rows } = await pool.query('select pg_backend_pid() as pid');
  /** Seconds of processor time of the server's process, which other work on the machine does not lengthen. */
  const processor = () => {
    const [, user, system] = /\) .(?: -?\d+){10} (\d+) (\d+)/.exec(
      readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8'),
    );
    return (Number(user) + Number(system)) / 100;
  };
  for (const run of ['all move', 'nothing changes']) {
    const [began, used] = [performance.now(), processor()];
    const placed = await placeAgain(pool, { actor: 'bench' });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `${run}: ${placed.sites} sites, ${seconds} s, ${(processor() - used).toFixed(1)} s of processor time`,
    );
  }
  await pool.end();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
