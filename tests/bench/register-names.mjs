// npm run --silent build && node tests/bench/register-names.mjs [offerings, 100000 unless given]: the first page of the register by part of a
// name, for texts that few or many entries have, in three orders. Each is measured twice in turns: read as the hub reads it, and with all
// entries found before they are put in order, as it was before. Milliseconds of the server's processor time (Linux only), median of nine.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Actor } from '../../dist/src/features/identity/actor.js';
import { entryListRepository } from '../../dist/src/features/register/list/entry-list.repository.js';
import { nameFormRepository } from '../../dist/src/features/register/list/name-form.repository.js';
import { NameFormKeeper } from '../../dist/src/features/register/list/name-form-keeper.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';

const SIZE = Number(process.argv[2] ?? 100_000);
const REPEATS = 9;
const TEXTS = [
  'quokka',
  'meadow quay farm',
  'norwich',
  'woodwork',
  'animal',
  'forge',
  'school',
  'learning at',
];
const ORDERS = ['NAME_ASC', 'NAME_DESC', 'UPDATED_AT_DESC'];
/** A condition that says nothing, but is not one of those with which names are found in the order of the list. */
const PLAINLY = { added: [() => 'true'] };

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-names-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
try {
  await prepareDatabase(postgres.url);
  for (const names of ['as invented', 'each offering with a title of its own']) await bench(names);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function bench(names) {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  if (names === 'as invented') await loadRegister(postgres.url, inventRegister(SIZE));
  else
    await pool.query(
      `set statement_timeout = 0; set session_replication_role = replica;
       update offering o set title = o.title || ' at ' || s.name from offering_site os join site s on s.id = os.site_id where os.offering_id = o.id;
       truncate name_form; reset session_replication_role`,
    );
  await new NameFormKeeper(nameFormRepository(pool)).reset(0, new AbortController().signal);
  await settle(postgres.url);
  const { rows: authorities } = await pool.query(
    'select local_authority_code as code from provider group by 1 order by count(*)',
  );
  const codes = authorities.map(({ code }) => code);
  const reaches = [
    ['all', codes],
    ['one of many', [codes[Math.floor(codes.length / 2)]]],
  ];
  await pool.query('set max_parallel_workers_per_gather = 0'); // whose time would not be counted
  const { rows } = await pool.query('select pg_backend_pid() as pid');
  const used = () => Number(readFileSync(`/proc/${rows[0].pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  const median = async (works) => {
    const took = works.map(() => []);
    for (let i = 0; i < REPEATS; i++) {
      for (const [at, work] of works.entries()) {
        const before = used();
        await work();
        took[at].push(used() - before);
      }
    }
    return took.map((all) =>
      all
        .sort((a, b) => a - b)
        [REPEATS >> 1].toFixed(1)
        .padStart(6),
    );
  };
  const entries = entryListRepository({ getMetadata: () => ({ columns: [] }) }, pool);
  const on = { today: new Date().toISOString().slice(0, 10), now: new Date() };
  const range = { after: null, before: null, isBackwards: false, limit: 21 };
  console.log(`\n${SIZE} offerings, names ${names}; before > now, ms of CPU: ${ORDERS.join(', ')}`);
  for (const [reach, localAuthorities] of reaches) {
    const actor = new Actor('bench', ['commissioner'], {
      everywhere: false,
      localAuthorities: new Set(localAuthorities),
      providers: new Set(),
    });
    for (const text of TEXTS) {
      const figures = [];
      for (const sort of ORDERS) {
        const page = (more) => entries.page(actor, { text, on, ...more }, sort, range);
        const [before, now] = [await page(PLAINLY), await page({})];
        if (JSON.stringify(before) !== JSON.stringify(now))
          throw new Error(`${text}, ${sort}: the two differ`);
        figures.push((await median([() => page(PLAINLY), () => page({})])).join(' >'));
      }
      const found = await entries.count(actor, { text, on });
      console.log(`${reach.padEnd(12)} ${text.padEnd(18)} ${figures.join('   ')}   ${found} entries`);
    }
  }
  await pool.end();
}
