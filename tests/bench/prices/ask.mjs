import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../process-tree.mjs';
import { asAdministrator } from './fixture.mjs';

const WARM_UP = 12;
const LOOK_EVERY_MS = 50;
const QUIET_MS = 10;

/** Sends one operation as the bench's administrator. @throws for any error of the graph, and for user errors. */
export async function ask(url, query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asAdministrator },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  const wrong = answer.errors ?? Object.values(answer.data ?? {}).flatMap((root) => root?.userErrors ?? []);
  if (wrong.length > 0)
    throw new Error(`${query.slice(0, 300)}\n${JSON.stringify(variables)}\n${JSON.stringify(wrong)}`);
  return answer;
}

/** CPU in milliseconds that the hub and Postgres have used so far. */
export const cpuOf = ({ hub, postgresPid }) => cpuMs(hub.pid) + cpuMs(postgresPid);

/**
 * What one operation of a kind takes, in milliseconds of CPU of the hub and of Postgres together, and what it costs in units.
 * `variables` are those of the nth time; `limit`: no more of them are there.
 */
export async function measureCase(bench, { document, variables, limit = 5_000 }, seconds) {
  const { url } = bench.hub;
  let n = 0;
  let cost = 0;
  const once = async () => {
    const { extensions } = await ask(url, document, await variables(n));
    cost = extensions.cost.requested;
    n++;
  };
  while (n < Math.min(WARM_UP, limit / 4)) await once();
  await variables(n); // what is made for them is made by now
  await quiet(bench);
  const [from, began, before] = [n, performance.now(), cpuOf(bench)];
  while (n < limit && performance.now() - began < seconds * 1000) await once();
  const ended = performance.now();
  await quiet(bench);
  return {
    ms: (cpuOf(bench) - before) / (n - from),
    cost,
    times: n - from,
    wallMs: (ended - began) / (n - from),
  };
}

/** Resolves when nothing goes on any more, such as what a write leaves to do. */
export async function quiet(bench) {
  let before = Number.NEGATIVE_INFINITY;
  for (let look = 0; look < 100; look++) {
    const now = cpuOf(bench);
    if (now - before < QUIET_MS) return;
    before = now;
    await sleep(LOOK_EVERY_MS);
  }
}
