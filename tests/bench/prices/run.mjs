// npm run prices -- --help: measures what each root field and each dear field takes, and what it should cost.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepareDatabase } from '../../../dist/src/app.js';
import { startEmbeddedPostgres } from '../../../dist/src/platform/database/embedded/embedded-postgres.js';
import { leaveOutPairs, loadRegister, settle } from '../data/load.mjs';
import { inventRegister } from '../data/register.mjs';
import { startHub, stopServers } from '../servers.mjs';
import { cpuOf, measureCase } from './ask.mjs';
import { addBeside, openOwner } from './fixture.mjs';
import { mutationCases } from './mutations.mjs';
import { queryCases, readIds } from './queries.mjs';

const HELP = `npm run prices -- [options]
  --size 10000        offerings in the register
  --seconds 0.5       how long each document is asked
  --only TEXT         only documents whose price has the text in its name
  --out FILE          everything measured, as JSON
`;
const POSTGRES = {
  shared_buffers: '512MB',
  jit: 'off',
  synchronous_commit: 'off',
  autovacuum_naptime: '600s',
};

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '0.5' },
    only: { type: 'string', default: '' },
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
    await addBeside(postgres.url);
    await settle(postgres.url);
    const hub = await startHub({ DATABASE_URL: postgres.url, LOG_LEVEL: 'error' }, join(folder, 'hub.log'));
    const postgresPid = Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    await measureAll({ hub, postgresPid }, postgres, tables);
  } finally {
    await stopServers();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(bench, postgres, tables) {
  await sleep(2_000); // what a start leaves to do
  const owner = openOwner(postgres.url);
  const measured = [];
  try {
    const cases = [...queryCases({ ...(await readIds(owner)), tables }), ...mutationCases(owner)];
    for (const one of cases.filter(({ prices }) => prices.includes(options.only))) {
      let figures;
      try {
        figures = await measureCase(bench, one, Number(options.seconds));
      } catch (error) {
        console.log(`${one.prices}: ${error.message}`);
        continue;
      }
      measured.push({ ...one, ...figures });
      const perThousand = (figures.ms / figures.cost) * 1000;
      console.log(
        `${one.prices.padEnd(40)} ${figures.ms.toFixed(2).padStart(8)} ms ${figures.wallMs.toFixed(2).padStart(8)} wall ${String(figures.cost).padStart(6)} units ${perThousand.toFixed(1).padStart(9)} ms/1000  ${one.document.slice(0, 70).replaceAll('\n', ' ')}`,
      );
    }
  } finally {
    await owner.end();
  }
  if (options.out) writeFileSync(options.out, JSON.stringify(measured, null, 1));
}

if (options.help) console.log(HELP);
else await main();
