// npm run bench:sentences -- [sizes, 10000,100000 by default]: the CPU that the hub uses for a search by a sentence, compared with
// the same conditions given as a form, with as many results: whole requests for a page of twenty, by turns, on the embedded engine.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { loadRegister, settle } from './data/load.mjs';
import { inventRegister } from './data/register.mjs';
import { addSchoolKey, asSchool } from './data/school-key.mjs';
import { cpuMs } from './process-tree.mjs';
import { startHub, stopServers } from './servers.mjs';

const sizes = (process.argv[2] ?? '10000,100000').split(',').map(Number);
const ROUNDS = 9;
const REQUESTS = 250;
const WARM_UP = 300;

const near = (name, km) => ({ place: { name }, within: { km } });
const concepts = (...anyOf) => ({ concepts: { anyOf } });
/** A sentence, and the form that says the same. */
const QUESTIONS = [
  ['autism near thetford', { filter: concepts('autism'), near: near('Thetford', 25) }],
  [
    'mechanics for a year 10 in norwich',
    { filter: { ...concepts('motor-vehicle'), yearGroup: 10 }, near: near('Norwich', 30) },
  ],
  [
    'wont leave his room, scared of school, year 9',
    { filter: { ...concepts('school-refusal'), yearGroup: 9 } },
  ],
  ['autism', { filter: concepts('autism') }],
  [
    'she is 13 and has stopped going to school, she says her stomach hurts every morning and she cant face the corridors, is there anybody who would come to the house, we live in cromer',
    { filter: { ...concepts('school-refusal', 'home-tuition'), age: 13 }, near: near('Cromer', 25) },
  ],
];
/** Everything, nearest first: grouped as searches are, compared with no groups. */
const NEAREST = [['nearest of all, grouped', { near: near('Norwich', 1_000), sort: 'DISTANCE' }]];
const SEARCH = `query ($text: String, $near: NearInput, $filter: SearchFilter, $sort: SearchSort, $groupBy: SearchGrouping) {
  search(text: $text, near: $near, filter: $filter, sort: $sort, groupBy: $groupBy, first: 20) {
    totalCount
    nodes {
      distanceMetres
      offering { id title primaryNeeds { code } vacancies { placesAvailable availableFrom } }
      provider { name settingType { code } }
      site { name postcode latitude longitude }
    }
    userErrors { code message }
  }
}`;

for (const size of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-sentences-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'bench' });
  try {
    await prepareDatabase(postgres.url);
    await loadRegister(postgres.url, inventRegister(size));
    await addSchoolKey(postgres.url);
    await settle(postgres.url);
    await bench(size, await startHub({ DATABASE_URL: postgres.url }, join(folder, 'hub.log')));
  } finally {
    await stopServers();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bench(size, { url, pid }) {
  const ask = async (variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asSchool },
      body: JSON.stringify({ query: SEARCH, variables }),
    });
    const { data, errors } = await response.json();
    if (errors || data.search.userErrors.length > 0)
      throw new Error(JSON.stringify(errors ?? data.search.userErrors));
    return data.search.totalCount;
  };
  console.log(
    `\n${size} offerings: ms of CPU for a sentence, for the form, and their ratio (results of each)`,
  );
  for (const [text, form] of [...QUESTIONS, ...NEAREST]) {
    const told = () => ask('sort' in form ? form : { text });
    const given = () => ask('sort' in form ? { ...form, groupBy: 'NONE' } : form);
    const results = [await told(), await given()];
    const [a, b] = await compared(pid, told, given);
    console.log(
      `${a.toFixed(2)} ${b.toFixed(2)} ${(a / b).toFixed(2)} (${results.join(', ')})  ${text.slice(0, 60)}`,
    );
  }
}

/** The median CPU of one run of each, in ms, by turns. */
async function compared(pid, ...runs) {
  const times = runs.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, run] of runs.entries()) {
      for (let n = 0; round === 0 && n < WARM_UP; n++) await run();
      const before = cpuMs(pid);
      for (let n = 0; n < REQUESTS; n++) await run();
      times[i].push((cpuMs(pid) - before) / REQUESTS);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[ROUNDS >> 1]);
}
