// npm run --silent build && node tests/bench/quality.mjs [offerings, 100000 unless given]: what a commissioner's overview and lists
// take when all of the register is in one local authority, with three pieces of evidence and two reviews for each provider.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub, prepareDatabase } from '../../dist/src/app.js';
import { Actor } from '../../dist/src/features/identity/actor.js';
import { poolOf } from '../../dist/src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';

const SIZE = Number(process.argv[2] ?? 100_000);
const REPEATS = 50;
const commissioner = new Actor('bench', ['commissioner'], {
  everywhere: false,
  localAuthorities: new Set(['926']),
  providers: new Set(),
});

/** Ends are spread over two years around today, half of the reviews are done. */
const QUALITY = `
  update provider set local_authority_code = '926';
  insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
  select gen_random_uuid(), '926', p.id, k.code, current_date - 730, current_date - 365 + (random() * 730)::int, 'ATTESTED'
    from provider p, code k where k.list = 'EVIDENCE_KIND' and k.position <= 3;
  insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, done_on, officer_role)
  select gen_random_uuid(), '926', p.id, f.id, case n when 1 then 'DONE' else 'PLANNED' end,
         current_date - 180 + (random() * 360)::int, case n when 1 then current_date end, 'QUALITY_OFFICER'
    from provider p, quality_framework f, generate_series(1, 2) n;`;

const folder = mkdtempSync(join(tmpdir(), 'ap-hub-quality-'));
chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
try {
  await prepareDatabase(postgres.url);
  const tables = inventRegister(SIZE);
  await loadRegister(postgres.url, tables);
  await settle(postgres.url);
  await bench(tables);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function bench(tables) {
  const hub = await createHub({
    url: postgres.url,
    log: { info() {}, warn: console.error, error: console.error },
  });
  const client = await poolOf(hub.source).connect();
  await client.query(
    `set statement_timeout = 0; set session_replication_role = replica; ${QUALITY} reset session_replication_role`,
  );
  client.release(true);
  await settle(postgres.url);
  const { evidence, overviews, reviews } = hub.quality;
  console.log(`${SIZE} offerings of ${tables.provider.length} providers; p50 and p99 in ms`);
  await timed('qualityOverview', () => overviews.of(commissioner, '926'));
  await timed('evidence, first page', () => evidence.page(commissioner, {}, null, 21));
  const failed = { states: ['FAILED'], affectsListing: true };
  await timed('evidence that a listing follows, none', () => evidence.page(commissioner, failed, null, 21));
  await timed('reviews planned, first page', () =>
    reviews.page(commissioner, { state: 'PLANNED' }, null, 21),
  );
  const one = tables.provider[0].id;
  await timed('advice on one provider', () => overviews.adviceOn(commissioner, one));
  const began = performance.now();
  const expired = await evidence.expire();
  console.log(
    `${expired} pieces of evidence expired in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  console.log(JSON.stringify(await overviews.of(commissioner, '926')));
  await hub.close();
}

async function timed(what, work) {
  const took = [];
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.ceil(share * REPEATS) - 1].toFixed(1);
  console.log(`${what.padEnd(40)} ${at(0.5).padStart(7)} ${at(0.99).padStart(7)}`);
}
