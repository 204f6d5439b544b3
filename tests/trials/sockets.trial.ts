import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../src/platform/project-root.js';
import { startHub } from '../process/hub-process.js';
import { Neighbour } from './neighbour.js';
import { assetRequest, socketAttacks, type Target } from './socket-attacks.js';
import type { Trial } from './trial.js';

const ATTACKER = fileURLToPath(new URL('./socket-attacks.js', import.meta.url));
const HUB = ['--expose-gc', join(projectRoot, 'tests/trials/hub-under-trial.mjs')];
const ROUND_MS = 1_500;
/** After so many searches the memory of a hub has its usual size. */
const WARM_UP = 500;
const MOST_MEGABYTES = 100;
/** Nobody at another address may wait longer. */
const LONGEST_MS = 500;
const MEGABYTE = 1_048_576;

async function fetchAsset(target: Target): Promise<void> {
  const [, path = ''] = (await assetRequest(target)).split(' ');
  await (await fetch(`http://${target.host}:${target.port}${path}`)).arrayBuffer();
}

/** Megabytes that a hub holds: what nobody will need again is taken away before. */
async function heldBy(hub: ChildProcess): Promise<number> {
  const answer = once(hub, 'message');
  hub.send('How much?');
  return Math.round(((await answer)[0] as number) / MEGABYTE);
}

/** Seconds of processor time that a process has taken so far. Linux only. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** One address does with connections what it can; the hub lives, keeps its memory and goes on answering another one. */
export const socketsTrial: Trial = {
  name: 'sockets',
  about:
    'One address misuses connections in every way; the hub lives and answers another one. A round: each way for 1.5 s.',
  rounds: 4,
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-sockets-'));
    const attackMs = rounds * ROUND_MS;
    const hub = startHub({ DATA_DIR: folder, BUDGETS: 'false', LOG_LEVEL: 'warn' }, HUB);
    const faults: string[] = [];
    const tooLate: string[] = [];
    const figures: Record<string, number | string> = {};
    try {
      const { hostname: host, port } = new URL(await hub.ready);
      const target = { host, port: Number(port) };
      const pid = hub.child.pid ?? 0;
      const neighbour = new Neighbour(target);
      await fetchAsset(target); // the explorer is read into memory when it is first asked for
      for (let warming = 0; warming < WARM_UP; warming++) await neighbour.ask();
      const { p50, p99 } = neighbour.report();
      figures['without an attack'] = `p50 ${p50} ms, p99 ${p99} ms`;
      const before = await heldBy(hub.child);
      figures['memory held before, MB'] = before;
      for (const attack of socketAttacks) {
        const worked = secondsOf(pid);
        const attacker = spawn(process.execPath, [ATTACKER, attack.name, host, port], { stdio: 'inherit' });
        await neighbour.askUntil(AbortSignal.timeout(attackMs));
        const load = Math.round(((secondsOf(pid) - worked) / attackMs) * 100_000);
        const more = (await heldBy(hub.child)) - before;
        attacker.kill('SIGKILL');
        await once(attacker, 'close');
        const { answers, p50, p99, failures } = neighbour.report();
        const line = `${answers} answers to another address, p50 ${p50} ms, p99 ${p99} ms; ${more} MB more held; ${load} % of a processor`;
        say(`${attack.name}: ${line}`);
        figures[attack.name] = line;
        const fault = (words: string) => faults.push(`${attack.name}: ${words}`);
        if (failures.length > 0)
          fault(`${failures.length} requests of another address failed: ${failures[0]}`);
        if (p99 > LONGEST_MS) tooLate.push(`${attack.name}: another address waited ${p99} ms.`);
        if (more > MOST_MEGABYTES) fault(`the hub held ${more} MB more; ${MOST_MEGABYTES} is the most.`);
      }
      neighbour.stop();
      if (hub.child.exitCode !== null || hub.child.signalCode !== null) faults.push('The hub ended.');
    } finally {
      hub.child.kill('SIGTERM');
      await hub.ended;
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures, faults, tooLate };
  },
};
