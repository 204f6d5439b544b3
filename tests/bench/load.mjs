// Sends requests from a process of its own. The job comes as JSON on standard input, the figures go as JSON to standard
// output. Every answer is compared, byte for byte, with the one that was checked before.
import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';
import { Random } from './data/random.mjs';

const { url, path, exchanges, connections, seconds, seed } = JSON.parse(await text(process.stdin));
const random = new Random(seed);
let wrong = 0;

const requests = exchanges.map(({ body, headers, answer }) => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body,
  onResponse(status, received) {
    if (status !== 200 || received !== answer) wrong++;
  },
}));

function shuffled() {
  return requests
    .map((request) => ({ request, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ request }) => request);
}

const latencies = [];
const run = autocannon({
  url,
  connections,
  duration: seconds,
  setupClient: (client) => client.setRequests(shuffled()),
});
run.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
const result = await run;

latencies.sort((a, b) => a - b);
const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
console.log(
  JSON.stringify({
    requests: result.requests.sent,
    perSecond: latencies.length / result.duration,
    p50: percentile(0.5),
    p99: percentile(0.99),
    failed: result.non2xx + result.errors + result.timeouts + wrong,
  }),
);
