// node index-build.mjs <database url>: builds the search index twice, as a start does and as a change of areas does while
// the hub serves, and prints how long that took and how long it held the event loop at most.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHub } from '../../dist/src/app.js';

const [url] = process.argv.slice(2);
const log = { warn: console.error, error: console.error };

/** Milliseconds of the work, and of the longest time that nothing else had a turn. */
async function watch(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  await sleep(20); // a last long turn is only noted after it
  delay.disable();
  return { result, milliseconds, cpuMs: (user + system) / 1000, longestHoldMs: delay.max / 1e6 };
}

const start = await watch(() => createHub({ url, log }));
const hub = start.result;
const { documents, generation } = hub.engine.status();
const rebuild = await watch(async () => {
  await hub.source.query('update postcode_outcode set postcodes = postcodes'); // "places" have changed
  while (hub.engine.status().generation === generation) await sleep(5);
});
await hub.close();

const figures = ({ result: _, ...measured }) => measured;
console.log(
  JSON.stringify({
    documents,
    start: figures(start),
    rebuild: figures(rebuild),
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  }),
);
