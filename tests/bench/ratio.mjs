// npm run bench:ratio -- <folder>: what a request costs here compared with another version of the hub.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeId } from '../../dist/src/platform/graphql/global-id.js';
import { projectRoot } from '../../dist/src/platform/project-root.js';
import { medianRatio } from './median-ratio.mjs';
import { addAdministrator, asAdministrator } from './prices/fixture.mjs';

const HELP = `npm run bench:ratio -- [options] <folder>
<folder> holds a checkout of another version, with its packages installed and \`npm run build\` done.
Both versions run side by side, each with a Postgres and an invented register of its own, and are asked by turns.
  --questions nearby,facets,byId,typename,write   what is asked
  --offerings 10000                               in each register
  --pairs 50                                      turns of both; the ratio of each pair counts once
  --requests 100                                  in each turn, four under way at a time
`;
const CONNECTIONS = 4;
/** As many different requests of each kind. */
const ASKED = 100;
const WARM_UP_TURNS = 8;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    questions: { type: 'string', default: 'nearby,facets,byId,typename,write' },
    offerings: { type: 'string', default: '10000' },
    pairs: { type: 'string', default: '50' },
    requests: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});

/** Every version's own words for what is asked of it, and the same question to each: these are read in its folder. */
async function openVersion(root, folder) {
  const from = (path) => import(join(root, path));
  const [{ startEmbeddedPostgres }, data, key, register, hub, asked] = await Promise.all([
    from('dist/src/platform/database/embedded/embedded-postgres.js'),
    from('tests/bench/data/load.mjs'),
    from('tests/bench/data/school-key.mjs'),
    from('tests/bench/data/register.mjs'),
    from('tests/bench/servers.mjs'),
    from('tests/bench/questions.mjs'),
  ]);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), database: 'bench_ratio' });
  const close = async () => {
    await hub.stopServers();
    await postgres.stop();
  };
  try {
    const entries = register.inventRegister(Number(options.offerings));
    const start = () => hub.startHub({ DATABASE_URL: postgres.url }, join(folder, 'hub.log'));
    await (await start()).stop(); // which has made the tables
    await data.loadRegister(postgres.url, entries);
    await key.addSchoolKey(postgres.url);
    await addAdministrator(postgres.url);
    await data.settle(postgres.url);
    const server = await start();
    const invented = register.inventQuestions(ASKED, entries);
    return { server, close, questions: questionsOf(asked.questions, key.asSchool, invented, entries) };
  } catch (error) {
    await close();
    throw error;
  }
}

const BY_ID =
  'query ($id: ID!) { node(id: $id) { id ... on Offering { title provider { id name } vacancies { placesAvailable } } } }';
const VERSION_OF = 'query ($id: ID!) { node(id: $id) { ... on Offering { version } } }';
const WRITE = `mutation ($id: ID!, $version: Int!, $title: String!) {
  offeringUpdate(id: $id, version: $version, input: { title: $title }) {
    offering { id title version } userErrors { code message }
  }
}`;

function questionsOf(known, asSchool, invented, { offering }) {
  const asked = (name) => ({
    headers: asSchool,
    body: (n) => ({ query: known[name].query, variables: known[name].variables(invented[name][n % ASKED]) }),
  });
  const ids = offering.slice(0, ASKED).map(({ id }) => encodeId('off', id));
  const versions = new Map();
  return {
    nearby: asked('nearby'),
    facets: asked('facets'),
    byId: { headers: asSchool, body: (n) => ({ query: BY_ID, variables: { id: ids[n % ASKED] } }) },
    typename: { headers: {}, body: () => ({ query: '{ __typename }' }) },
    write: {
      headers: asAdministrator,
      async prepare(send) {
        for (const id of ids)
          versions.set(id, (await send({ query: VERSION_OF, variables: { id } })).data.node.version);
      },
      body(n) {
        const id = ids[n % ASKED];
        const version = versions.get(id);
        versions.set(id, version + 1);
        return { query: WRITE, variables: { id, version, title: `Title ${n}` } };
      },
    },
  };
}

/** Milliseconds that the main thread of a process has run, to the nanosecond: what a request costs it, whatever else the machine runs. */
function mainThreadMs(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

function sender({ url }, { headers }) {
  return async (body) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    const wrong = answer.errors ?? Object.values(answer.data).flatMap((root) => root?.userErrors ?? []);
    if (wrong.length > 0) throw new Error(`${JSON.stringify(body)} gave ${JSON.stringify(wrong)}`);
    return answer;
  };
}

/** One turn: CPU of the main thread for each request, in milliseconds. */
async function turn({ server, asked }, requests) {
  const before = mainThreadMs(server.pid);
  let left = requests;
  const goOn = async () => {
    while (left-- > 0) await asked.send(asked.question.body(asked.n++));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, goOn));
  return (mainThreadMs(server.pid) - before) / requests;
}

async function compare(name, here, there) {
  const sides = [];
  for (const version of [here, there]) {
    const question = version.questions[name];
    const asked = { question, n: 0, send: sender(version.server, question) };
    await question.prepare?.(asked.send);
    sides.push({ server: version.server, asked });
  }
  const requests = Number(options.requests);
  for (let n = 0; n < WARM_UP_TURNS; n++) for (const side of sides) await turn(side, requests);
  const pairs = [];
  for (let n = 0; n < Number(options.pairs); n++) {
    // The second one finds a warmer machine, so each is first equally often.
    const order = n % 2 === 0 ? [0, 1] : [1, 0];
    const ms = [];
    for (const side of order) ms[side] = await turn(sides[side], requests);
    pairs.push(ms);
  }
  return medianRatio(pairs);
}

async function main(other) {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-ratio-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const open = [];
  try {
    for (const root of [projectRoot, resolve(other)])
      open.push(await openVersion(root, join(folder, String(open.length))));
    console.log(`question   here ms  there ms   here/there   95 % interval`);
    for (const name of options.questions.split(',')) {
      const { here, there, ratio, low, high } = await compare(name, ...open);
      console.log(
        `${name.padEnd(9)} ${here.toFixed(3).padStart(8)} ${there.toFixed(3).padStart(9)} ` +
          `${ratio.toFixed(3).padStart(12)}   ${low.toFixed(3)} to ${high.toFixed(3)}`,
      );
    }
    console.log(`Load at the end: ${loadavg()[0].toFixed(1)}.`);
  } finally {
    for (const version of open) await version.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (options.help || positionals.length !== 1) {
  console.log(HELP);
  process.exitCode = options.help ? 0 : 1;
} else if (!existsSync('/proc/self/schedstat')) {
  console.error('This comparison reads CPU times that only Linux tells.');
  process.exitCode = 1;
} else await main(positionals[0]);
