import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, startHub } from '../process/hub-process.js';
import { send, startBystander } from './bystander.js';
import { type Attack, attacks, type Known } from './hostile-attacks.js';
import type { Findings, Trial, TrialSetting } from './trial.js';

/** Requests that one attacker has under way at a time. */
const CONNECTIONS = 4;
const LONGEST_WAIT_MS = 100;
const MOST_MEMORY_MB = 100;
const WARMING = 50;
/** What a client that does nothing wrong asks. */
const QUESTION =
  '{ search(near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }, first: 20) { totalCount nodes { distanceMetres offering { title } provider { name } } } }';

/** Each attack comes from one address, with another client alongside. A round is a second of each. */
export const hostileTrial: Trial = {
  name: 'hostile',
  about: `Sends what is meant to bring a hub down, a second a round of each kind; another client's p99 stays under ${LONGEST_WAIT_MS} ms, memory under +${MOST_MEMORY_MB} MB, the process lives.`,
  rounds: 60,
  async run(setting) {
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-trial-'));
    const hub = startHub({ DATA_DIR: folder, DEVELOPMENT_SIGN_IN: 'open', LOG_LEVEL: 'fatal' });
    try {
      const address = await hub.ready;
      const known = await whatAnybodyKnows(address);
      // The first responses of a process take longer for any caller.
      for (let i = 0; i < WARMING; i++) await send(address, JSON.stringify({ query: QUESTION }), {});
      const findings: Findings[] = [];
      for (const attack of attacks) {
        setting.say(`${attack.name} ...`);
        findings.push(await oneAttack(attack, address, known, hub.child.pid ?? 0, setting));
        if (hub.child.exitCode !== null || hub.child.signalCode !== null) {
          findings.push({
            figures: {},
            faults: [`The hub ended in "${attack.name}": ${hub.output().stderr.slice(-500)}`],
          });
          break;
        }
      }
      return {
        figures: Object.assign({}, ...findings.map(({ figures }) => figures)),
        faults: findings.flatMap(({ faults }) => faults),
        tooLate: findings.flatMap(({ tooLate = [] }) => tooLate),
      };
    } finally {
      hub.child.kill('SIGINT');
      await hub.ended;
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function whatAnybodyKnows(address: string): Promise<Known> {
  const { data } = await ask<{ data: { offerings: { nodes: { id: string; provider: { id: string } }[] } } }>(
    address,
    '{ offerings(first: 1) { nodes { id provider { id } } } }',
  );
  const [offering] = data.offerings.nodes;
  if (!offering) throw new Error('The demonstration has no offering.');
  const answer = await fetch(`${address}/dev/token?role=commissioner&localAuthority=926`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { offering: offering.id, provider: offering.provider.id, token };
}

async function oneAttack(
  { name, bodies, headers }: Attack,
  address: string,
  known: Known,
  pid: number,
  { rounds }: TrialSetting,
): Promise<Findings> {
  const before = residentMb(pid);
  const bystander = startBystander(address, JSON.stringify({ query: QUESTION }));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const sent = bodies(known);
  const ends = performance.now() + rounds * 1_000;
  const statuses = new Map<string, number>();
  let most = before;
  const attackers = Array.from({ length: CONNECTIONS }, async (_, from) => {
    for (let i = from; performance.now() < ends; i++) {
      const options = { agent, ...(headers && { headers: headers(known) }) };
      const status = await send(address, sent[i % sent.length] ?? '', options).catch(
        (error: Error) => error.message,
      );
      statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
    }
  });
  const watching = (async () => {
    while (performance.now() < ends) {
      most = Math.max(most, residentMb(pid));
      await sleep(100);
    }
  })();
  await Promise.all([...attackers, watching]);
  agent.destroy();
  const { count, p50, p99, worst } = await bystander.stop();
  const grown = most - before;
  const answers = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ');
  const failed = bystander.failed();
  return {
    figures: {
      [name]: `${count} answers to another client, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${worst.toFixed(0)} ms; memory +${grown.toFixed(0)} MB; the attacker got ${answers}`,
    },
    tooLate: p99 < LONGEST_WAIT_MS ? [] : [`${name}: another client's p99 is ${p99.toFixed(0)} ms.`],
    faults: [
      ...(grown < MOST_MEMORY_MB ? [] : [`${name}: memory grew by ${grown.toFixed(0)} MB.`]),
      ...(failed.length === 0
        ? []
        : [`${name}: another client was refused ${failed.length} times (${failed[0]}).`]),
    ],
  };
}

/** Resident memory, from Linux; NaN elsewhere. */
function residentMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
