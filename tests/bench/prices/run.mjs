// npm run prices -- --help: measures what each root field and each dear field takes, and what it should cost.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../../dist/src/start/database.js';
import { leaveOutPairs, loadRegister, settle } from '../data/load.mjs';
import { inventRegister } from '../data/register.mjs';
import { startHub, stopServers } from '../servers.mjs';
import { measureCase, warmUp } from './ask.mjs';
import { addAdministrator, addBeside, openOwner } from './fixture.mjs';
import { readIds } from './ids.mjs';
import { mutationMaker } from './mutation-maker.mjs';
import { mutationCases } from './mutations.mjs';
import { FARTHEST, isOfRoot, MS_PER_1000, median, Pricing } from './price-case.mjs';
import { qualityMutationCases } from './quality-mutations.mjs';
import { queryCases } from './queries.mjs';

const HELP = `npm run prices -- [options]
  --size 10000        offerings in the register
  --seconds 1         how long each document is asked
  --only TEXT         only documents whose price has the text in its name
  --write             write what is proposed to schema/prices.json
  --out FILE          everything measured, as JSON
Measures CPU of the hub and of Postgres for documents that reach every root field and what is dear below, and says of each what
it costs, how far that is from the median, and what it should cost. Ends with 1 when a root field lies too far from it.
`;
const POSTGRES = {
  shared_buffers: '512MB',
  jit: 'off',
  synchronous_commit: 'off',
  autovacuum_naptime: '600s',
};
const schemaFile = (name) => new URL(`../../../schema/${name}`, import.meta.url);

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-prices-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'prices', settings: POSTGRES });
  try {
    const tables = inventRegister(Number(options.size));
    await prepareDatabase(postgres.url);
    await loadRegister(postgres.url, tables);
    await leaveOutPairs(postgres.url);
    await addAdministrator(postgres.url);
    await addBeside(postgres.url);
    await settle(postgres.url);
    const hub = await startHub(
      {
        DATABASE_URL: postgres.url,
        LOG_LEVEL: 'error',
        MAX_COST: '1000000',
        PUBLIC_URL: 'https://hub.example', // reminders have links
      },
      join(folder, 'hub.log'),
    );
    const postgresPid = Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    await sleep(2_000); // what a start leaves to do
    report(await measureAll({ hub, postgresPid }, postgres.url, tables));
  } finally {
    await stopServers();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(bench, url, tables) {
  const owner = openOwner(url);
  const maker = mutationMaker(owner);
  const measured = [];
  try {
    const cases = [
      ...queryCases({ ...(await readIds(owner)), tables }),
      ...mutationCases(maker),
      ...qualityMutationCases(maker),
    ];
    const chosen = cases.filter(({ prices }) => prices.includes(options.only));
    await warmUp(bench, chosen);
    for (const one of chosen) {
      const figures = await measureCase(bench, one, Number(options.seconds));
      measured.push({ prices: one.prices, document: one.document, ...figures });
      console.error(`${one.prices}: ${figures.ms.toFixed(2)} ms`);
    }
  } finally {
    await owner.end();
  }
  return measured;
}

function report(measured) {
  const pricing = new Pricing(readFileSync(schemaFile('schema.graphql'), 'utf8'));
  const committed = JSON.parse(readFileSync(schemaFile('prices.json'), 'utf8'));
  const proposed = pricing.proposed(measured, committed.lists);
  const prices = options.write ? proposed : committed;
  const rows = measured.map((one) => {
    const cost = pricing.costOf(one, prices);
    return { ...one, cost, perThousand: (one.ms / cost) * 1000 };
  });
  const middle = median(
    rows.filter(({ prices: name }) => isOfRoot(name)).map(({ perThousand }) => perThousand),
  );
  const priceIn = (table, name) => table.fields[name] ?? table.arguments[name] ?? 0;
  console.log(
    'price of                                   CPU ms   units  ms/1000  x median  committed  proposed',
  );
  for (const { prices: name, ms, cost, perThousand, document } of rows.sort(
    (a, b) => b.perThousand - a.perThousand,
  )) {
    const figures = [
      ms.toFixed(2),
      String(cost),
      perThousand.toFixed(1),
      (perThousand / middle).toFixed(2),
      priceIn(committed, name),
      priceIn(proposed, name),
    ];
    const widths = [9, 8, 9, 10, 11, 10];
    console.log(
      `${name.padEnd(40)}${figures.map((figure, n) => String(figure).padStart(widths[n])).join('')}  ${document.replace(/\s+/g, ' ').slice(0, 60)}`,
    );
  }
  console.log(
    `${rows.length} documents; median of root fields ${middle.toFixed(1)} ms of CPU per 1,000 units, meant to be ${MS_PER_1000}`,
  );
  const far = rows.filter(
    ({ perThousand }) => perThousand > middle * FARTHEST || perThousand < middle / FARTHEST,
  );
  for (const { prices: name, perThousand } of far) {
    console.log(
      `${name} is ${(perThousand / middle).toFixed(2)} times the median: see what takes so long, or run it with --write.`,
    );
  }
  if (far.some(({ prices: name }) => isOfRoot(name))) process.exitCode = 1;
  if (options.write && options.only === '')
    writeFileSync(schemaFile('prices.json'), `${JSON.stringify(proposed, null, 2)}\n`);
  if (options.out) writeFileSync(options.out, JSON.stringify(rows, null, 1));
}

if (options.help) console.log(HELP);
else await main();
