// npm run --silent build && node tests/bench/duplicates.mjs [providers, 100000 unless given]: what it takes to find entries that may be
// the same, one at a time and as a list, and to keep the list. One in twenty providers is entered twice, by another name or number.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub } from '../../dist/src/app.js';
import { duplicatesFeature } from '../../dist/src/features/duplicates/duplicates.feature.js';
import { Actor } from '../../dist/src/features/identity/actor.js';
import { poolOf } from '../../dist/src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';

const SIZE = Number(process.argv[2] ?? 100_000);
const REPEATS = 50;
const reach = { everywhere: false, providers: new Set() };
const administrator = new Actor('bench', ['administrator'], {
  ...reach,
  everywhere: true,
  localAuthorities: new Set(),
});

/** Some 3,000 outcodes, as there are in the United Kingdom: the register that is invented has 99. */
function spreadOut(tables) {
  const areas = 'ABCDEFGHJKLMNPRSTUWYZ';
  const areaOf = new Map();
  for (const one of tables.site) {
    if (!areaOf.has(one.provider_id)) areaOf.set(one.provider_id, areaOf.size % 30);
    const at = areaOf.get(one.provider_id);
    one.postcode = one.postcode.replace('ZZ', `${areas[at % 15]}${areas[Math.floor(at / 15) + 15]}`);
  }
}

/** Every twentieth provider once more: its name a little longer, at the same postcode, some with its company number. */
function withDuplicates(tables) {
  const siteOf = new Map(tables.site.map((site) => [site.provider_id, site]));
  for (const provider of tables.provider)
    Object.assign(provider, { postcode: siteOf.get(provider.id)?.postcode ?? null, ukprn: null });
  const twice = tables.provider
    .filter((_, at) => at % 20 === 0)
    .map((provider, at) => ({
      ...provider,
      id: provider.id.replace(/^..../, 'ffff'),
      name: `${provider.name} Ltd`,
      ...(at % 2 ? { ukprn: String(20_000_000 + at) } : { company_number: String(at).padStart(8, 'D') }),
    }));
  tables.provider.push(...twice);
}

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-duplicates-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
try {
  await prepareDatabase(postgres.url);
  const { provider, site } = cut(inventRegister(Math.ceil(SIZE * 4.2)));
  const tables = { provider, site };
  spreadOut(tables);
  withDuplicates(tables);
  await loadRegister(postgres.url, tables);
  await settle(postgres.url);
  await bench(tables);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function cut({ provider, site }) {
  const kept = provider.slice(0, SIZE);
  const ids = new Set(kept.map(({ id }) => id));
  return { provider: kept, site: site.filter((one) => ids.has(one.provider_id)) };
}

async function bench({ provider: providers }) {
  const began = performance.now();
  const hub = await createHub({
    url: postgres.url,
    log: { info() {}, warn: console.error, error: console.error },
  });
  while ((await status(hub)).commits > 0 || !(await kept(hub)))
    await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(
    `${providers.length} providers; the list of pairs made in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  const count = await poolOf(hub.source).query('select count(distinct id)::int as n from duplicate_pair');
  console.log(`${count.rows[0].n} pairs; p50 and p99 in ms`);
  await settle(postgres.url);
  const at = (i) => providers[(i * 7919) % providers.length];
  const { candidates, pairs } = hub.of(duplicatesFeature);
  await timed('candidates of a stored provider', (i) => candidates.of(administrator, at(i).id));
  const entered = ({ name, postcode, local_authority_code: localAuthorityCode }) => ({
    name,
    postcode,
    localAuthorityCode,
  });
  await timed('candidates of what is entered', (i) =>
    candidates.ofEntered(administrator, { asked: entered(at(i)), entry: null }),
  );
  const unplaced = (one) => ({ ...entered(one), postcode: null });
  await timed('the same without a postcode (trigrams)', (i) =>
    candidates.ofEntered(administrator, { asked: unplaced(at(i)), entry: null }),
  );
  await timed('candidates of 100 at once', (i) =>
    Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        candidates.ofEntered(administrator, { asked: entered(at(i * 100 + n)), entry: null }),
      ),
    ),
  );
  const everything = pairs.list(administrator, {});
  await timed('duplicates, first page, all England', () => everything.page(null, 21));
  const [first] = await everything.page(null, 1);
  const code = first.first.localAuthorityCode;
  const one = pairs.list(
    new Actor('bench', ['commissioner'], { ...reach, localAuthorities: new Set([code]) }),
    {},
  );
  await timed('duplicates, first page, one authority', () => one.page(null, 21));
  await timed('duplicates, totalCount, one authority', () => one.count());
  await hub.close();
}

async function status(hub) {
  return (await hub.feed.status()).find(({ name }) => name === 'duplicates');
}

async function kept(hub) {
  const { rowCount } = await poolOf(hub.source).query(`select from change_reader where name = 'duplicates'`);
  return rowCount > 0;
}

async function timed(what, work) {
  const took = [];
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.ceil(share * REPEATS) - 1].toFixed(1);
  console.log(`${what.padEnd(40)} ${at(0.5).padStart(7)} ${at(0.99).padStart(7)}`);
}
