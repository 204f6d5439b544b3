import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../process-tree.mjs';
import { asAdministrator } from './fixture.mjs';

const WARM_UP = 30;
const CONNECTIONS = 4;
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
 * What one operation of a kind takes, in milliseconds of CPU of the hub and of Postgres together; the variables are those of one
 * of them. Queries are asked by a few connections at a time, as on a hub that has something to do, and the better of two rounds
 * counts; writes one after the other, as many as were made ready.
 */
export async function measureCase(bench, one, seconds) {
  const { document, limit } = one;
  let n = 0;
  const once = async () => ask(bench.hub.url, document, await one.variables(n++));
  const variables = await one.variables(0);
  while (n < (limit === undefined ? WARM_UP : limit / 4)) await once();
  const round = async (connections, goesOn) => {
    await quiet(bench);
    const [from, before] = [n, cpuOf(bench)];
    const go = async () => {
      do await once();
      while (goesOn());
    };
    await Promise.all(Array.from({ length: connections }, go));
    await quiet(bench);
    return (cpuOf(bench) - before) / (n - from);
  };
  const rounds = [];
  if (limit !== undefined) rounds.push(await round(1, () => n < limit));
  while (limit === undefined && rounds.length < 2) {
    const until = performance.now() + seconds * 500;
    rounds.push(await round(CONNECTIONS, () => performance.now() < until));
  }
  return { ms: Math.min(...rounds), variables };
}

/** Has the hub compile what is asked often, as it would have on any other day. */
export async function warmUp(bench, cases) {
  for (const { document, variables, limit } of cases) {
    if (limit !== undefined) continue;
    for (let n = 0; n < WARM_UP; n++) await ask(bench.hub.url, document, await variables(n));
  }
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
