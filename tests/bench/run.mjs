// npm run bench -- --help: measures the hub against one hand-written SQL statement and against precomputed bytes, and its
// search engines next to each other.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { tableOf } from '../../dist/tests/golden/measure.js';
import { inOneSession, leaveOutPairs, loadRegister, settle } from './data/load.mjs';
import { inventQuestions, inventRegister, inventTexts } from './data/register.mjs';
import { addSchoolKey } from './data/school-key.mjs';
import { presentEngines } from './engines/start.mjs';
import { enginesTable, measureEngines } from './engines.mjs';
import { measure } from './measure.mjs';
import { measureRelevance } from './relevance.mjs';
import { preparation } from './rivals/statements.mjs';
import { runScript, stopServers } from './servers.mjs';
import { measureStarts } from './starts.mjs';
import { systems } from './systems.mjs';
import { summarise, table } from './table.mjs';
import { ask, refuseDifferences } from './verify.mjs';

const HELP = `npm run bench -- [options]
  --sizes 10000,100000                 offerings in the register
  --questions nearby,provider,facets   what is asked
  --systems hub,sql,bytes              what is measured; also hub-warn (the hub without a line of log per request);
                                       none: leave it out
  --engines embedded,meilisearch       search engines that are measured in process; none: leave it out. Meilisearch at
                                       MEILISEARCH_URL (with MEILISEARCH_KEY), else a \`meilisearch\` on the PATH
  --seconds 3                          length of one measurement
  --rounds 3                           how often each is measured; medians are reported
  --connections 10                     requests under way at a time
  --out FILE                           everything measured, as JSON
  --no-starts                          leave out the first and the warm start
  --no-relevance                       leave out how good the results of the golden queries are
`;
/** As many different requests of each kind; every connection sends them in an order of its own. */
const ASKED = 200;
const WARM_UP_SECONDS = 1.5;
/** What a server of this size would be given. JIT compilation costs the SQL rival more than it gains. */
const POSTGRES = {
  shared_buffers: '512MB',
  work_mem: '32MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_wal_size: '4GB',
  synchronous_commit: 'off',
  autovacuum_naptime: '600s',
};

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    questions: { type: 'string', default: 'nearby,provider,facets' },
    systems: { type: 'string', default: 'hub,sql,bytes' },
    engines: { type: 'string', default: 'embedded,meilisearch' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '10' },
    out: { type: 'string' },
    starts: { type: 'boolean', default: true },
    relevance: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
});
const list = (text) => text.split(',').filter((name) => name && name !== 'none');
const began = performance.now();

function say(text) {
  const seconds = ((performance.now() - began) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${text}`);
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-bench-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const report = {
    when: new Date().toISOString(),
    machine: machine(),
    options,
    indexBuilds: [],
    engines: [],
    runs: [],
  };
  const engines = presentEngines(list(options.engines), say);
  try {
    if (options.starts) report.starts = await benchStarts(folder);
    if (options.relevance) report.relevance = await benchRelevance(folder, engines);
    for (const size of list(options.sizes).map(Number)) await benchSize(size, folder, engines, report);
  } finally {
    await stopServers();
    rmSync(folder, { recursive: true, force: true });
  }
  report.summary = summarise(report.runs);
  if (report.runs.length > 0) console.log(`\n${machine()}\n\n${table(report.summary)}`);
  if (options.out) writeFileSync(options.out, JSON.stringify(report, null, 1));
}

async function benchStarts(folder) {
  const starts = await measureStarts(join(folder, 'starts'), join(folder, 'starts.log'));
  say(`start to first answer: first ${starts.first.toFixed(0)} ms, warm ${starts.warm.toFixed(0)} ms`);
  return starts;
}

async function benchRelevance(folder, engines) {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    database: 'bench_relevance',
  });
  try {
    const figures = await measureRelevance(postgres.url, engines);
    say(`relevance\n${tableOf(figures)}`);
    return figures;
  } finally {
    await postgres.stop();
  }
}

async function benchSize(size, folder, engines, report) {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    database: `bench_${size}`,
    settings: POSTGRES,
  });
  try {
    const register = inventRegister(size);
    await prepareDatabase(postgres.url);
    await loadRegister(postgres.url, register);
    await leaveOutPairs(postgres.url);
    await addSchoolKey(postgres.url);
    await inOneSession(postgres.url, (client) => client.query(preparation));
    await settle(postgres.url);
    say(`${size} offerings and ${register.vacancy.length} vacancies loaded`);

    const build = await runScript('index-build.mjs', [postgres.url]);
    report.indexBuilds.push({ size, ...build });
    say(`index of ${size}: the hub has started after ${build.startMs.toFixed(0)} ms`);
    for (const [kind, { milliseconds, cpuMs, longestHoldMs, longestRunMs }] of Object.entries(build.kinds)) {
      say(
        `index of ${size}, ${kind}: ${milliseconds.toFixed(0)} ms (${cpuMs.toFixed(0)} ms CPU), ` +
          `event loop held for ${longestHoldMs.toFixed(0)} ms at most` +
          (longestRunMs === null ? '' : `, of which on a core ${longestRunMs.toFixed(0)} ms`),
      );
    }
    const questions = inventQuestions(ASKED, register);
    if (list(options.systems).length > 0) await benchQuestions(size, postgres, questions, folder, report);
    await stopServers();
    if (engines.length > 0)
      await benchEngines(size, postgres.url, engines, questions.nearby, register, report);
  } finally {
    await stopServers();
    await postgres.stop();
  }
}

/** Last, since it writes to the register. */
async function benchEngines(size, url, names, questions, register, report) {
  const asked = { questions, texts: inventTexts(ASKED, register) };
  const measured = await measureEngines(url, names, asked);
  report.engines.push({ size, load: loadavg(), measured });
  say(`engines of ${size}, ${machine()}\n\n${enginesTable(size, measured)}\n`);
}

async function benchQuestions(size, { url, dataDir }, asked, folder, report) {
  const postgresPid = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  const names = list(options.questions);
  const needed = { url, answers: join(folder, 'answers.json') };
  const start = (name) => systems[name].start({ ...needed, log: join(folder, `${name}-${size}.log`) });
  const servers = { hub: await start('hub'), sql: await start('sql') };
  const exchanges = { hub: {}, sql: {} };
  for (const name of names) {
    const hub = await ask(systems.hub, servers.hub, name, asked[name]);
    const sql = await ask(systems.sql, servers.sql, name, asked[name]);
    refuseDifferences(name, asked[name], ['hub', hub.facts], ['sql', sql.facts]);
    exchanges.hub[name] = hub.exchanges;
    exchanges.sql[name] = sql.exchanges;
    say(`${name}: hub and sql say the same to ${ASKED} questions`);
  }
  const answers = names.flatMap((name) => exchanges.hub[name].map(({ body, answer }) => [body, answer]));
  writeFileSync(needed.answers, JSON.stringify(answers));

  const chosen = list(options.systems);
  for (const name of chosen) servers[name] ??= await start(name);
  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const question of names) {
      for (const system of chosen) {
        const sent = (exchanges[system] ?? exchanges.hub)[question];
        const job = {
          exchanges: sent,
          path: sent[0].path,
          connections: Number(options.connections),
          seed: round,
        };
        if (round === 1) await measure(servers[system], postgresPid, { ...job, seconds: WARM_UP_SECONDS });
        const figures = await measure(servers[system], postgresPid, {
          ...job,
          seconds: Number(options.seconds),
        });
        report.runs.push({ size, question, system, round, bytes: meanBytes(sent), ...figures });
        say(line({ size, question, system, round, ...figures }));
      }
    }
  }
}

function line({ size, question, system, round, perSecond, p50, p99, nodeMs, postgresMs }) {
  const cpu = `${nodeMs.toFixed(2)} + ${postgresMs.toFixed(2)} ms CPU`;
  const what = `${size} ${question} ${system}`.padEnd(26);
  return `${what} round ${round}: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms, ${cpu}`;
}

function meanBytes(sent) {
  return sent.reduce((sum, { answer }) => sum + Buffer.byteLength(answer), 0) / sent.length;
}

function machine() {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()
    .map((busy) => busy.toFixed(1))
    .join(', ');
  return (
    `Node ${process.version}, ${cpus().length} x ${cpu?.model ?? 'unknown CPU'}, ${memory} GB, ${process.platform}, ` +
    `load average ${load}`
  );
}

if (options.help) console.log(HELP);
else await main();
