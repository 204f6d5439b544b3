import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { freePort } from '../../src/platform/database/embedded/port.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { type HubProcess, startHub } from '../process/hub-process.js';
import { agentSend, fetchSend, KeepAliveClient } from './keep-alive-client.js';
import type { Trial } from './trial.js';

const CLIENTS = 24;
/** Shorter than as delivered, so that a trial takes minutes; every client sends many requests in that time. */
const DRAIN_DELAY_MS = 1_500;
/** One in so many requests is a write. */
const WRITE_EVERY = 10;

const READ = { query: '{ search(first: 5) { totalCount nodes { offering { title } } } }' };
const WRITE =
  'mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) { provider { id } userErrors { message } } }';

/** Two hubs on one database are restarted in turn under clients that keep their connections: none of them notices. */
export const rollingTrial: Trial = {
  name: 'rolling',
  about: `Two hubs are restarted in turn under ${CLIENTS} keep-alive clients; none sees an error. A round: both once.`,
  rounds: 30,
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-rolling-'));
    const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'hub' });
    const settings = {
      DATABASE_URL: postgres.url,
      DEMONSTRATION: 'true',
      BUDGETS: 'false',
      LOG_LEVEL: 'warn',
      DRAIN_DELAY_MS: String(DRAIN_DELAY_MS),
    };
    const ports: [number, number] = [await freePort(0), await freePort(0)];
    const start = (port: number) => startHub({ ...settings, PORT: String(port) });
    const hubs: HubProcess[] = [];
    const end = new AbortController();
    const faults: string[] = [];
    let figures: Record<string, number | string> = {};
    try {
      for (const port of ports) {
        const hub = start(port);
        hubs.push(hub);
        await hub.ready;
      }
      const token = makeKey(postgres.url);
      const names: string[] = [];
      let sent = 0;
      const next = () => (++sent % WRITE_EVERY === 0 ? write(newName()) : READ);
      const newName = () => `Rolling ${randomUUID()}`;
      const check = (answer: string) => {
        if (answer.includes('"totalCount"')) return null;
        const id = /"provider":\{"id":"(prv_[^"]+)"/.exec(answer)?.[1];
        if (id) names.push(id);
        return id ? null : answer.slice(0, 200);
      };
      const clients = Array.from(
        { length: CLIENTS },
        (_, i) => new KeepAliveClient(ports, i % 2 === 0 ? agentSend(token) : fetchSend(token)),
      );
      const asking = Promise.all(clients.map((client) => client.askUntil(end.signal, next, check)));
      const sum = (figure: (client: KeepAliveClient) => number) =>
        clients.map(figure).reduce((total, one) => total + one, 0);
      let unready = 0;
      for (let round = 1; round <= rounds; round++) {
        for (const [at, port] of ports.entries()) {
          const hub = hubs[at] as HubProcess;
          hub.child.kill('SIGTERM');
          if (await saysDraining(port, hub)) unready++;
          if ((await hub.ended) !== 0) faults.push(`A hub ended badly: ${hub.output().stderr.slice(-300)}`);
          const again = start(port);
          hubs[at] = again;
          await again.ready;
        }
        const failed = sum(({ failures }) => failures.length);
        say(`round ${round}: ${sum(({ answered }) => answered)} answers, ${failed} errors`);
      }
      end.abort();
      await asking;
      const failures = clients.flatMap(({ failures }) => failures);
      const stored = await countStored(postgres.url);
      figures = {
        restarts: 2 * rounds,
        requests: sum(({ answered }) => answered),
        'writes answered': names.length,
        'writes stored': stored,
        'connections refused, asked elsewhere': sum(({ refused }) => refused),
        'restarts announced by /health/ready': unready,
        errors: failures.length,
      };
      for (const [words, count] of tally(failures)) faults.push(`${count} requests failed: ${words}`);
      if (stored !== names.length)
        faults.push(`${stored} writes are stored, ${names.length} got a response.`);
      if (unready < 2 * rounds) faults.push(`/health/ready did not report ${2 * rounds - unready} restarts.`);
    } finally {
      end.abort();
      for (const hub of hubs) {
        hub.child.kill('SIGINT');
        await hub.ended;
      }
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures, faults };
  },
};

function write(name: string): object {
  const input = {
    name,
    settingType: 'OTH',
    registration: 'UNREGISTERED',
    localAuthority: '926',
    postcode: 'NR21 9AA',
  };
  return { query: WRITE, variables: { input } };
}

/** The key of a client that may write, made as an operator does it. */
function makeKey(url: string): string {
  const command = ['dist/src/cli.js', 'clients', 'create', '--name', 'Trial', '--role', 'administrator'];
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: url };
  return execFileSync(process.execPath, command, { cwd: projectRoot, env, encoding: 'utf8' }).trim();
}

/** Whether a hub that ends says so before it has ended, however long the signal takes. */
async function saysDraining(port: number, { child }: HubProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.status === 503) return true;
    await sleep(25);
  }
  return false;
}

async function countStored(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`select count(*)::int as n from provider where name like 'Rolling %'`);
  await client.end();
  return rows[0].n;
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of words) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
