// npm run --silent build && node --expose-gc tests/bench/gazetteer.mjs [settlements, 43000 by default]: how much memory the
// gazetteer takes with as many settlements as England has, how long it takes to make and holds the event loop at most, and how long it
// takes to read a name, a misspelt name and a sentence. The settlements are invented.
import { setTimeout as sleep } from 'node:timers/promises';
import { englishWords } from '../../dist/src/features/place/english-words.js';
import { Gazetteer } from '../../dist/src/features/place/gazetteer.js';
import { words } from '../../dist/src/platform/text.js';
import { mistype } from './data/mistype.mjs';
import { Random } from './data/random.mjs';
import { inventSettlements } from './data/settlements.mjs';

const count = Number(process.argv[2] ?? 43_000);
const ROUNDS = 5;
const rows = inventSettlements(count);
const atlas = { localAuthorities: new Map(), districts: new Map(), planningAreas: new Map() };
const repository = {
  async *settlements() {
    for (let from = 0; from < rows.length; from += 2_000) {
      await sleep(1);
      // As the driver makes them: no text is shared with the rows here.
      yield JSON.parse(JSON.stringify(rows.slice(from, from + 2_000)));
    }
  },
  async *schools() {},
  outcodes: async () => [],
};

englishWords.rank('the');
const before = await heap();
const gazetteer = new Gazetteer(repository, atlas, englishWords, (id) => id);
let held = 0;
let last = performance.now();
const looking = setInterval(() => {
  held = Math.max(held, performance.now() - last);
  last = performance.now();
}, 1);
const began = performance.now();
await gazetteer.reset();
const took = performance.now() - began;
await sleep(5);
clearInterval(looking);
const after = await heap();
console.log(`${count} settlements: ${((after - before) / 1e6).toFixed(1)} MB`);
console.log(`made in ${took.toFixed(0)} ms, event loop held ${held.toFixed(0)} ms at most`);

const random = new Random(11);
const names = Array.from({ length: 400 }, () => random.pick(rows).name);
const sentence =
  'someone patient who can help a very anxious fourteen year old boy near NAME who wont leave the house and likes animals';
report('find, a name', names, (name) => gazetteer.find(name, 8));
report(
  'find, misspelt',
  names.map((name) => mistype(random, name)),
  (name) => gazetteer.find(name, 8),
);
const read = (text) => {
  const all = words(text);
  for (let at = 0; at < all.length; at++) gazetteer.readAt(all, at);
};
report(
  'read a sentence',
  names.map((name) => sentence.replace('NAME', name)),
  read,
);
const misspelt = names.map((name) => sentence.replace('NAME', mistype(random, name)));
report('with a mistake', misspelt, read);

function report(what, texts, work) {
  const times = texts.map((text) => {
    let quickest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      work(text);
      quickest = Math.min(quickest, performance.now() - start);
    }
    return quickest;
  });
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(3);
  console.log(`${what.padEnd(16)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

async function heap() {
  for (let times = 0; times < 4; times++) {
    globalThis.gc();
    await sleep(20);
  }
  return process.memoryUsage().heapUsed;
}
