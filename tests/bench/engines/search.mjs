// node engines/search.mjs <database url> <engine>, questions and texts as JSON on standard input: builds the engine's index,
// asks it queries of every shape through the port, one at a time, and prints the time and the results.
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { features } from '../../../dist/src/app.js';
import { searchFeature, searchSetting } from '../../../dist/src/features/search/search.feature.js';
import { consoleOf } from '../../../dist/src/platform/composition/console.js';
import { ChangeLog } from '../../../dist/src/platform/database/changes/change-log.js';
import { open } from '../../../dist/src/start/database.js';
import { residentMb } from '../process-tree.mjs';
import { costOf, percentiles } from './figures.mjs';
import { queriesOf, shapes } from './shapes.mjs';
import { startEngine } from './start.mjs';

const ROUNDS = 3;
const [url, name] = process.argv.slice(2);
const { questions, texts } = JSON.parse(await text(process.stdin));

const started = await startEngine(name);
let engine;
const primary = async (pool, schema) => {
  engine = await started.make(pool, schema);
  return engine;
};
// As a command opens it: what the search needs and nothing else, no feed, no index yet.
const commands = consoleOf({
  features,
  async openDatabase() {
    const source = await open(url, 4);
    return { url, source, close: () => source.destroy() };
  },
  settings: () => (started.primary ? [searchSetting.to({ primary })] : []),
  log: () => ({ info() {}, warn: console.error, error: console.error }),
  out: process.stderr,
  err: process.stderr,
});
const opened = await commands.open(searchFeature);
engine ??= opened.given.engine;
const index = started.primary ? opened.given.primaryIndex : opened.given.index;
const changes = new ChangeLog(opened.host.database.following);
try {
  const rebuild = await costOf(started.pid, async () => index.rebuild({ change: await changes.head() }));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const memory = {
    nodeMb: process.memoryUsage.rss() / 2 ** 20, // not `residentMb`: the server is a child of this process
    engineMb: started.pid === undefined ? 0 : residentMb(started.pid),
  };
  const asked = {};
  for (const [shape, spec] of Object.entries(shapes)) {
    asked[shape] = await ask(queriesOf(spec, questions, texts, opened.given), spec.isSame);
  }
  console.log(JSON.stringify({ documents: engine.status().documents, rebuild, memory, asked }));
} finally {
  await opened.close();
  await started.stop();
}

/** Runs every query once to warm up and to get the results, then again in rounds to measure. */
async function ask(queries, isSame) {
  const answers = [];
  for (const query of queries) answers.push(await engine.search(query));
  const times = [];
  const { nodeMs, engineMs } = await costOf(started.pid, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const query of queries) {
        const began = performance.now();
        await engine.search(query);
        times.push(performance.now() - began);
      }
    }
  });
  const each = (milliseconds) => milliseconds / times.length;
  return {
    ...percentiles(times),
    nodeMs: each(nodeMs),
    engineMs: each(engineMs),
    found: each(ROUNDS * answers.reduce((sum, { total }) => sum + total, 0)),
    ...(isSame && { answers: answers.map((answer, i) => digestOf(queries[i], answer)) }),
  };
}

/** What all engines must say alike. The order of what lies within 2 m of each other is an engine's own. */
function digestOf({ sort }, { hits, total, facets }) {
  const order = hits.map(({ id, distanceMetres }) =>
    sort.by === 'distance' ? Math.round(distanceMetres / 10) : id,
  );
  const counts = Object.entries(facets).map(([field, values]) => [field, [...values].sort()]);
  return createHash('sha256')
    .update(JSON.stringify([order, total, counts]))
    .digest('base64url')
    .slice(0, 12);
}
