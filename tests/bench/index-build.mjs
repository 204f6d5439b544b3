// node index-build.mjs <database url>: builds the search index twice, as a start does and as a change of areas does while
// the hub serves, and prints how long that took and how long it held the event loop at most. The whole start is timed as
// well: the hub also reads places, makes suggestions and its schema, and serves nobody yet.
import { setTimeout as sleep } from 'node:timers/promises';
import '../../dist/src/start/memory-mode.js'; // as the server
import { createHub } from '../../dist/src/app.js';
import { searchFeature } from '../../dist/src/features/search/search.feature.js';
import { SearchIndex } from '../../dist/src/features/search/search-index.js';
import { watch, watchedAll } from './watch.mjs';

const [url] = process.argv.slice(2);
const log = { warn: console.error, error: console.error };

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

watchedAll();
console.log(
  JSON.stringify({
    documents,
    startMs,
    kinds: { start: inStart, rebuild: rebuild.figures },
    rssMb,
  }),
);
