// npm run --silent build && node tests/bench/quality.mjs [offerings, 100000 unless given]: what a commissioner's overview and lists
// take when all of the register is in one local authority, with three pieces of evidence and two reviews for each provider; lists of
// the register also when it is divided among many.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { createHub } from '../../dist/src/app.js';
import { Actor } from '../../dist/src/features/identity/actor.js';
import { qualityFeature } from '../../dist/src/features/quality/quality.feature.js';
import { registerFeature } from '../../dist/src/features/register/register.feature.js';
import { poolOf } from '../../dist/src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';

const SIZE = Number(process.argv[2] ?? 100_000);
const REPEATS = 50;
const actorIn = (code) =>
  new Actor('bench', ['commissioner'], {
    everywhere: false,
    localAuthorities: new Set([code]),
    providers: new Set(),
  });
const commissioner = actorIn('926');

/** All in one local authority. Ends are spread over two years around today, half of the reviews are done. */
const QUALITY = `
  create table bench_home as select id, local_authority_code from provider;
  update provider set local_authority_code = '926';
  insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
  select gen_random_uuid(), '926', p.id, k.code, current_date - 730, current_date - 365 + (random() * 730)::int, 'ATTESTED'
    from provider p, code k where k.list = 'EVIDENCE_KIND' and k.position <= 3;
  insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, done_on, officer_role)
  select gen_random_uuid(), '926', p.id, f.id, case n when 1 then 'DONE' else 'PLANNED' end,
         current_date - 180 + (random() * 360)::int, case n when 1 then current_date end, 'QUALITY_OFFICER'
    from provider p, quality_framework f, generate_series(1, 2) n;`;

/** Back where the providers came from, with what is kept of them. */
const DIVIDED = `
  update provider p set local_authority_code = h.local_authority_code from bench_home h where h.id = p.id;
  update evidence e set local_authority_code = p.local_authority_code from provider p where p.id = e.provider_id;
  update quality_review r set local_authority_code = p.local_authority_code from provider p where p.id = r.provider_id;`;

/** Each filter of a list of the register that needs something of its own. Some find nothing: the most that has to be looked through. */
const filters = {
  'no filter': {},
  'state, none': { state: ['SUSPENDED'] },
  'text, some': { text: 'forge' },
  'text, none': { text: 'qqqq' },
  tier: { tier: { anyOf: ['TIER_3'] } },
  'tier and need': { tier: { anyOf: ['TIER_1'] }, needs: { anyOf: ['MSI'] } },
  registration: { registration: { anyOf: ['NOT_STATED'] } },
  'registration, none': { registration: { anyOf: ['REGISTERED_COLLEGE'] } },
  'open request, none': { hasOpenChangeRequest: true },
  'no decision': { hasListingDecision: false },
  'decision, none': { listingBasis: ['TENDERED'] },
  'freshness: confirmed': { vacancyFreshness: ['CONFIRMED'] },
  'freshness: stale, none': { vacancyFreshness: ['STALE'] },
  'updated since, none': { updatedSince: new Date('2999-01-01') },
  'demonstration, none': { isDemonstration: true },
  'external reference, none': { externalReference: ['x'] },
  'evidence state': { quality: { evidenceState: ['ATTESTED'] } },
  'evidence state, none': { quality: { evidenceState: ['FAILED'] } },
  'evidence ends in 30 days': { quality: { evidenceExpiresWithinDays: 30 } },
  'evidence ends today': { quality: { evidenceExpiresWithinDays: 0 } },
  'evidence out, half of all': { quality: { evidenceOut: { anyOf: ['PUBLIC_LIABILITY'] } } },
  'evidence out, none': { quality: { evidenceOut: { anyOf: ['FIRE_RISK'] } } },
  'evidence missing': { quality: { evidenceMissing: { anyOf: ['FIRE_RISK'] } } },
  'ready to restore, none': { quality: { readyToRestore: true } },
  'review due': { quality: { reviewDueWithinDays: 30 } },
  'review overdue': { quality: { reviewOverdue: true } },
  'action overdue, none': { quality: { actionOverdue: true } },
  'safeguarding not met, none': { quality: { safeguardingNotMet: true } },
  'advice: likely': { quality: { thresholdAdvice: ['LIKELY'] } },
  'advice: none needed': { quality: { thresholdAdvice: ['NONE'] } },
};
const sorts = ['NAME_ASC', 'UPDATED_AT_DESC', 'STATE_SINCE_ASC'];

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
  await quietly(hub, QUALITY);
  const { evidence, overviews, reviews } = hub.of(qualityFeature);
  console.log(`${SIZE} offerings of ${tables.provider.length} providers; p50 and p99 in ms`);
  const whole =
    '{ registerOverview(localAuthority: "926") { states { count } waitingEntries openChangeRequests vacancies { stale } ' +
    'quality { evidenceToRevalidate listingsAffected readyToRestore thresholdAdvice { level providers } } } }';
  await timed('the whole overview, as a query', async () => {
    const { errors } = await graphql({
      schema: hub.schema,
      source: whole,
      contextValue: { actor: commissioner },
    });
    if (errors) throw errors[0];
  });
  await timed('its register part', () => hub.of(registerFeature).entryList.overview(commissioner, '926'));
  await timed('its quality part', () => overviews.of(commissioner, '926'));
  await timed('evidence, first page', () => evidence.page(commissioner, {}, null, 21));
  const failed = { states: ['FAILED'], affectsListing: true };
  await timed('evidence that a listing follows, none', () => evidence.page(commissioner, failed, null, 21));
  await timed('reviews planned, first page', () =>
    reviews.page(commissioner, { state: 'PLANNED' }, null, 21),
  );
  const one = tables.provider[0].id;
  await timed('advice on one provider', () => overviews.adviceOn(commissioner, one));
  await lists(hub, commissioner, 'all in one local authority');
  await quietly(
    hub,
    `insert into evidence_rule (id, local_authority_code, kind, suspends_listing) values (gen_random_uuid(), '926', 'FOOD_HYGIENE', true);
     insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
     select gen_random_uuid(), '926', id, 'FOOD_HYGIENE', current_date - 366, current_date - 1, 'ATTESTED' from provider order by id limit 500;`,
  );
  const began = performance.now();
  const done = await evidence.expire();
  console.log(
    `the daily look: ${JSON.stringify(done)} in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  console.log(JSON.stringify(await overviews.of(commissioner, '926')));
  await settle(postgres.url);
  await timed('the whole overview, after it', () =>
    Promise.all([
      hub.of(registerFeature).entryList.overview(commissioner, '926'),
      overviews.of(commissioner, '926'),
    ]),
  );
  await quietly(hub, DIVIDED);
  const { rows } = await poolOf(hub.source).query(
    'select local_authority_code as code from provider group by 1 order by count(*) desc',
  );
  const middle = rows[Math.floor(rows.length / 2)].code;
  await lists(hub, actorIn(middle), `one of ${rows.length} local authorities`);
  await hub.close();
}

/** Lists of twenty: by each filter and order, deep down where there is enough, and how long counting takes. */
async function lists(hub, actor, where) {
  const { entryList } = hub.of(registerFeature);
  const on = { today: new Date().toISOString().slice(0, 10), now: new Date() };
  console.log(`\nregister, ${where}; first page in three orders, a page halfway down, count: p50 in ms`);
  for (const [name, filter] of Object.entries(filters)) {
    const { own, added } = entryList.divideFilter(actor, filter);
    const criteria = { ...renamed(own), added, on };
    const page = (sort, after, limit = 21) => entryList.page(actor, criteria, sort, after, limit);
    const took = [];
    for (const sort of sorts) took.push(await median(() => page(sort, null)));
    const all = await page('NAME_ASC', null, SIZE);
    const half = all[Math.floor(all.length / 2)];
    took.push(half ? await median(() => page('NAME_ASC', [half.sortKey, half.id])) : null);
    took.push(await median(() => entryList.count(actor, criteria)));
    const figures = took.map((ms) => (ms === null ? '-' : ms.toFixed(1)).padStart(8)).join('');
    console.log(`${name.padEnd(28)}${figures}  ${await entryList.count(actor, criteria)} entries`);
  }
}

/** As the service calls what the graph calls otherwise. */
function renamed(filter) {
  const names = {
    state: 'states',
    listingBasis: 'listingBases',
    vacancyFreshness: 'freshness',
    externalReference: 'externalReferences',
  };
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [names[key] ?? key, value]));
}

/** Writes to which neither triggers nor readers listen. */
async function quietly(hub, text) {
  const client = await poolOf(hub.source).connect();
  await client.query(
    `set statement_timeout = 0; set session_replication_role = replica; ${text} reset session_replication_role;
     select keep_provider_tally(array(select id from provider))`,
  );
  client.release(true);
  await settle(postgres.url);
}

async function median(work) {
  const took = [];
  for (let i = 0; i < 7; i++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[3];
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
