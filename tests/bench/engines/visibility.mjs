// node engines/visibility.mjs <database url> <engine>: writes through the hub's service, one write at a time, and prints how
// long it takes until the engine finds what was written.
import { setTimeout as sleep } from 'node:timers/promises';
import { createHub } from '../../../dist/src/app.js';
import { offeringFeature } from '../../../dist/src/features/offering/offering.feature.js';
import { searchFeature, searchSetting } from '../../../dist/src/features/search/search.feature.js';
import { answersFrom } from '../../../dist/tests/contract/meilisearch-primary.js';
import { percentiles } from './figures.mjs';
import { startEngine } from './start.mjs';

const WRITES = 200;
const POLL_MS = 1;
const GIVEN_UP_MS = 60_000;
const [url, name] = process.argv.slice(2);

const { make, primary, stop } = await startEngine(name);
let engine;
const primarySearch = async (pool, schema) => {
  engine = await make(pool, schema);
  return engine;
};
const log = { info() {}, warn: console.error, error: console.error };
const hub = await createHub({
  url,
  log,
  ...(primary && { settings: [searchSetting.to({ ...primary, primary: primarySearch })] }),
});
try {
  if (primary) await answersFrom(hub.of(searchFeature), name);
  else engine = hub.of(searchFeature).engine;
  const offerings = await hub.source.query(`select id, version from offering order by id limit ${WRITES}`);
  const written = [];
  const searchable = [];
  for (const [i, { id, version }] of offerings.entries()) {
    const began = performance.now();
    await hub.of(offeringFeature).offerings.update(id, version, { title: titleOf(i) });
    written.push(performance.now() - began);
    while (!(await isFirst(id, titleOf(i)))) {
      if (performance.now() - began > GIVEN_UP_MS) throw new Error(`${name} did not find a write in time.`);
      await sleep(POLL_MS);
    }
    searchable.push(performance.now() - began);
  }
  console.log(JSON.stringify({ written: percentiles(written), searchable: percentiles(searchable) }));
} finally {
  await hub.close();
  await stop();
}

/** A word of its own. */
function titleOf(i) {
  const letter = (n) => String.fromCharCode(97 + (n % 26));
  return `Quzz${letter(i)}${letter(Math.floor(i / 26))}`;
}

async function isFirst(offeringId, title) {
  const { hits } = await engine.search({
    words: [{ text: title.toLowerCase() }],
    concepts: [],
    conditions: [],
    sort: { by: 'relevance' },
    page: { offset: 0, size: 1 },
  });
  return hits[0]?.id.startsWith(offeringId) ?? false;
}
