// Typed so far. cspell:ignore dere
// npm run --silent build && node tests/bench/suggest.mjs [sizes, 10000,100000 by default]: how long one list of suggestions
// takes in process, for texts of 1, 2, 3, 5 and 8 letters, mistyped ones and ends of sentences, on the registers of the other benches.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub } from '../../dist/src/app.js';
import { suggestFeature } from '../../dist/src/features/suggest/suggest.feature.js';
import { suggestInput } from '../../dist/src/features/suggest/suggest.rules.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { loadRegister, settle } from './data/load.mjs';
import { mistype } from './data/mistype.mjs';
import { Random } from './data/random.mjs';
import { inventRegister } from './data/register.mjs';

const sizes = (process.argv[2] ?? '10000,100000').split(',').map(Number);
/** Open schools of England, about. */
const SCHOOLS = 25_000;
const ASKED = 400;
const ROUNDS = 5;
const LENGTHS = [1, 2, 3, 5, 8];

for (const size of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-suggest-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
  try {
    await prepareDatabase(postgres.url);
    const tables = inventRegister(size);
    await loadRegister(postgres.url, { ...tables, school: inventSchools(tables) });
    await settle(postgres.url);
    await bench(postgres.url, size, tables);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bench(url, size, tables) {
  const hub = await createHub({ url, log: { warn: console.error, error: console.error } });
  const providers = tables.provider.length;
  console.log(`\n${size} offerings: ${providers} providers, ${SCHOOLS} schools; p50 and p99 in ms`);
  const names = tables.provider.map(({ name }) => name);
  for (const [what, texts] of Object.entries(textsOf(names))) {
    const times = await timesOf(hub, texts);
    const at = (share) => times[Math.floor(times.length * share)].toFixed(2);
    console.log(`${what.padEnd(12)} ${at(0.5).padStart(6)} ${at(0.99).padStart(6)}`);
  }
  await hub.close();
}

/** Beginnings of what is there, and whole names with a typing mistake. */
function textsOf(names) {
  const random = new Random(3);
  const known = [
    'norwich',
    'north walsham',
    'autism',
    'school refusal',
    'hairdressing',
    'key stage 3',
    'norfolk',
  ];
  const picked = Array.from({ length: ASKED }, () =>
    random.chance(0.5) ? random.pick(names).toLowerCase() : random.pick(known),
  );
  const beginnings = LENGTHS.map((length) => [
    `${length} letters`,
    picked.map((text) => text.slice(0, length)),
  ]);
  const sentences = [
    'autism near th',
    'wont go to school, kings l',
    'boxing in n',
    'year 9 boy who likes cars round dere',
  ];
  return {
    ...Object.fromEntries(beginnings),
    mistyped: picked.map((text) => mistype(random, text)),
    sentences: picked.map((_, i) => sentences[i % sentences.length]),
  };
}

/** For each text the quickest of several runs, ascending: whatever else runs on the machine is left out. */
async function timesOf(hub, texts) {
  const times = [];
  for (const text of texts) {
    let quickest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      await hub.of(suggestFeature).suggest.suggest(suggestInput.parse({ text }));
      quickest = Math.min(quickest, performance.now() - began);
    }
    times.push(quickest);
  }
  return times.sort((a, b) => a - b);
}

function inventSchools(tables) {
  const random = new Random(5);
  const beginnings =
    'Ash Beech Bram Brook Chal Dun Elm Farn Glen Hazel Kirk Lang Marsh Nether Oak Pen Quorn Rush Stan Thorn'.split(
      ' ',
    );
  const endings =
    'bourne bridge bury combe croft dale den field ford ham hurst leigh ley mere ridge stead ton wick wood worth'.split(
      ' ',
    );
  const kinds = [
    'Primary School',
    'Church of England Primary School',
    'Academy',
    'High School',
    'Infant School',
    'College',
  ];
  return Array.from({ length: SCHOOLS }, (_, i) => {
    const { latitude, longitude, town } = random.pick(tables.site);
    const name = `${random.pick(beginnings)}${random.pick(endings)} ${random.pick(kinds)}`;
    return { urn: String(100_000 + i), name, type_code: '01', status_code: '1', town, latitude, longitude };
  });
}
