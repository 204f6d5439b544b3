import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, residentMb } from './process-tree.mjs';
import { runScript } from './servers.mjs';

/** Less than this much CPU between two looks: nothing is going on any more. */
const QUIET_MS = 10;
const LOOK_EVERY_MS = 100;
const LOOKS = 30;

/**
 * Sends requests for so many seconds and says how many got a response and what each has cost: CPU of the server and of
 * Postgres, from before the first request until both are quiet again.
 */
export async function measure(server, postgresPid, job) {
  await quiet(server.pid, postgresPid);
  const before = [cpuMs(server.pid), cpuMs(postgresPid)];
  const load = await runScript('load.mjs', [], JSON.stringify({ ...job, url: server.url }));
  await quiet(server.pid, postgresPid);
  if (load.failed > 0)
    throw new Error(`${load.failed} of ${load.requests} answers were not the ones checked before.`);
  const [node, postgres] = before;
  return {
    ...load,
    nodeMs: (cpuMs(server.pid) - node) / load.requests,
    postgresMs: (cpuMs(postgresPid) - postgres) / load.requests,
    residentMb: residentMb(server.pid),
  };
}

async function quiet(...pids) {
  const used = () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  let before = Number.NEGATIVE_INFINITY;
  for (let look = 0; look < LOOKS; look++) {
    const now = used();
    if (now - before <= QUIET_MS) return;
    before = now;
    await sleep(LOOK_EVERY_MS);
  }
}
