// node index-build.mjs <database url>: builds the search index twice, as a start does and as a change of areas does while
// the hub serves, and prints how long that took and how long it held the event loop at most. The whole start is timed as
// well: the hub also reads places, makes suggestions and its schema, and serves nobody yet.
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import '../../dist/src/start/memory-mode.js'; // as the server
import { createHub } from '../../dist/src/app.js';
import { searchFeature } from '../../dist/src/features/search/search.feature.js';
import { SearchIndex } from '../../dist/src/features/search/search-index.js';

const [url] = process.argv.slice(2);
const log = { warn: console.error, error: console.error };

/** What this very thread has had of a core so far, in milliseconds; null where the system does not tell. */
const SCHEDULE = '/proc/thread-self/schedstat';
const schedule = existsSync(SCHEDULE) ? openSync(SCHEDULE) : null;
const told = Buffer.alloc(100);
function onCoreMs() {
  if (schedule === null) return null;
  const length = readSync(schedule, told, 0, told.length, 0);
  return Number(told.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

/**
 * Milliseconds of the work, and of the longest time that nothing else had a turn: by the clock, and what of it the thread
 * was on a core. The rest it waited for one, which on a busy machine is the larger part.
 */
async function watch(work) {
  let [longestHoldMs, longestRunMs] = [0, 0];
  let [last, lastOnCore] = [performance.now(), onCoreMs()];
  const look = () => {
    const [now, onCore] = [performance.now(), onCoreMs()];
    longestHoldMs = Math.max(longestHoldMs, now - last);
    longestRunMs = Math.max(longestRunMs, onCore - lastOnCore);
    [last, lastOnCore] = [now, onCore];
  };
  const looking = setInterval(look, 1);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  look();
  clearInterval(looking);
  const run = schedule === null ? null : longestRunMs;
  return {
    result,
    figures: { milliseconds, cpuMs: (user + system) / 1000, longestHoldMs, longestRunMs: run },
  };
}

let inStart;
const { reset } = SearchIndex.prototype;
SearchIndex.prototype.reset = async function (...given) {
  const { result, figures } = await watch(() => reset.apply(this, given));
  inStart = figures;
  return result;
};
const began = performance.now();
const hub = await createHub({ url, log });
const startMs = performance.now() - began;
const { documents, generation } = hub.of(searchFeature).engine.status();
await sleep(2_000); // what a start leaves behind is swept by then, as in a hub that serves
const rebuild = await watch(async () => {
  await hub.source.query('update postcode_outcode set postcodes = postcodes'); // "places" have changed
  while (hub.of(searchFeature).engine.status().generation === generation) await sleep(5);
});
const rssMb = process.memoryUsage.rss() / 2 ** 20;
await hub.close();

if (schedule !== null) closeSync(schedule);
console.log(
  JSON.stringify({
    documents,
    startMs,
    kinds: { start: inStart, rebuild: rebuild.figures },
    rssMb,
  }),
);
