import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startHub } from '../process/hub-process.js';
import { assetRequest, socketAttacks, type Target } from './socket-attacks.js';
import type { Trial } from './trial.js';

const ATTACKER = fileURLToPath(new URL('./socket-attacks.js', import.meta.url));
const ATTACK_MS = 4_000;
/** After so many searches the memory of a hub has its usual size. */
const WARM_UP = 3_000;
const ASK_EVERY_MS = 20;
const MOST_MEGABYTES = 100;
const LONGEST_MS = 1_000;
/** Another address than that of the attacks, on the same machine. */
const NEIGHBOUR = '127.0.0.2';
const SEARCH =
  '{ search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, first: 10) { totalCount hits { offering { title } } } }';

/** A client that keeps to the rules, with what its requests came to. */
class Neighbour {
  readonly times: number[] = [];
  readonly failures: string[] = [];
  private readonly agent = new Agent({ keepAlive: true, localAddress: NEIGHBOUR });

  constructor(private readonly target: Target) {}

  async ask(): Promise<void> {
    const began = performance.now();
    try {
      const answer = await this.send(JSON.stringify({ query: SEARCH }));
      if (!answer.includes('"totalCount"')) throw new Error(answer.slice(0, 200));
      this.times.push(performance.now() - began);
    } catch (error) {
      this.failures.push(String(error));
    }
  }

  private send(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const options = { ...this.target, method: 'POST', path: '/graphql', headers, agent: this.agent };
      request(options, (answer) => resolve(text(answer)))
        .once('error', reject)
        .end(body);
    });
  }

  async askUntil(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      await this.ask();
      await sleep(ASK_EVERY_MS);
    }
  }

  stop(): void {
    this.agent.destroy();
  }
}

async function fetchAsset(target: Target): Promise<void> {
  const [, path = ''] = (await assetRequest(target)).split(' ');
  await (await fetch(`http://${target.host}:${target.port}${path}`)).arrayBuffer();
}

/** Seconds of processor time that a process has taken so far. Linux only. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Megabytes of memory that a process has now. Linux only. */
function megabytesOf(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1_024;
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** One address does with connections what it can; the hub lives, keeps its memory and goes on answering another one. */
export const socketsTrial: Trial = {
  name: 'sockets',
  about:
    'One address misuses connections in every way; the hub lives and answers another one. A round: each way for 4 s.',
  rounds: 1,
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-sockets-'));
    const hub = startHub({ DATA_DIR: folder, BUDGETS: 'false', LOG_LEVEL: 'warn' });
    const faults: string[] = [];
    const figures: Record<string, number | string> = {};
    try {
      const { hostname: host, port } = new URL(await hub.ready);
      const target = { host, port: Number(port) };
      const pid = hub.child.pid ?? 0;
      const neighbour = new Neighbour(target);
      await fetchAsset(target); // the explorer is read into memory when it is first asked for
      for (let warming = 0; warming < WARM_UP; warming++) await neighbour.ask();
      neighbour.times.sort((a, b) => a - b);
      figures['without an attack'] =
        `p50 ${Math.round(percentile(neighbour.times, 0.5))} ms, p99 ${Math.round(percentile(neighbour.times, 0.99))} ms`;
      const before = megabytesOf(pid);
      figures['memory before, MB'] = Math.round(before);
      let most = 0;
      for (const attack of Array.from({ length: rounds }, () => socketAttacks).flat()) {
        neighbour.times.length = 0;
        neighbour.failures.length = 0;
        const end = AbortSignal.timeout(ATTACK_MS);
        let peak = 0;
        const worked = secondsOf(pid);
        const watch = setInterval(() => {
          peak = Math.max(peak, megabytesOf(pid));
        }, 50);
        const attacker = spawn(process.execPath, [ATTACKER, attack.name, host, port], { stdio: 'inherit' });
        await neighbour.askUntil(end);
        clearInterval(watch);
        attacker.kill('SIGKILL');
        await once(attacker, 'close');
        most = Math.max(most, peak);
        const load = Math.round(((secondsOf(pid) - worked) / ATTACK_MS) * 100_000);
        const times = neighbour.times.toSorted((a, b) => a - b);
        const p99 = Math.round(percentile(times, 0.99));
        const line = `${times.length} answers to another address, p50 ${Math.round(percentile(times, 0.5))} ms, p99 ${p99} ms; +${Math.round(peak - before)} MB; ${load} % of a processor`;
        say(`${attack.name}: ${line}`);
        figures[attack.name] = line;
        if (neighbour.failures.length > 0)
          faults.push(
            `${attack.name}: ${neighbour.failures.length} requests of another address failed: ${neighbour.failures[0]}`,
          );
        if (p99 > LONGEST_MS) faults.push(`${attack.name}: another address waited ${p99} ms.`);
      }
      neighbour.stop();
      figures['memory at most, MB more'] = Math.round(most - before);
      if (most - before > MOST_MEGABYTES)
        faults.push(`The hub took ${Math.round(most - before)} MB more; ${MOST_MEGABYTES} is the most.`);
      if (hub.child.exitCode !== null || hub.child.signalCode !== null) faults.push('The hub ended.');
    } finally {
      hub.child.kill('SIGTERM');
      await hub.ended;
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures, faults };
  },
};
