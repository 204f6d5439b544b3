import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/platform/project-root.js';
import { startHub } from '../process/hub-process.js';
import { askOnce } from './load.js';
import { postgresProcesses } from './postgres-processes.js';
import type { Findings, Trial } from './trial.js';

const SIZE = '192m';
/** So long may it take until a full disk is found out, and until writes succeed when there is room. */
const PATIENCE_MS = 60_000;
const SEARCH = '{ search(first: 3) { totalCount nodes { offering { title } } } }';
const CREATE = `mutation ($name: String!, $text: String!) { providerCreate(input: {
  name: $name, settingType: "OTH", registration: "UNREGISTERED", localAuthority: "926", postcode: "NR21 9AA", description: $text
}) { provider { id name } userErrors { code message } } }`;
const TEXT = 'A workshop by the river where boats are built and mended. '.repeat(60);

/** Whether this account may make a small file system, which fills without harm to anybody. */
export function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The disk of the embedded Postgres is filled to the last byte, by a real file system of its own. */
export const diskTrial: Trial = {
  name: 'disk',
  about:
    'The disk of the embedded Postgres fills up, and in every second round Postgres is killed on it: writes are UNAVAILABLE, searches go on, and with room again all works without a restart and nothing is lost. Needs root on Linux.',
  rounds: 4,
  async run({ rounds, say }): Promise<Findings> {
    if (!mayMount())
      return {
        figures: {},
        faults: ['This account cannot mount a file system to fill. Run the trial as root.'],
      };
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder]);
    const environment = { DATA_DIR: join(folder, 'data'), BUDGETS: 'false', LOG_LEVEL: 'info' };
    const hub = startHub(environment);
    try {
      const address = await hub.ready;
      const token = issueKey(environment);
      await askOnce(address, SEARCH);
      const found = await fillAndFree({ address, token, folder, dataDir: environment.DATA_DIR, rounds, say });
      if (hub.child.exitCode !== null) found.faults.push('The hub has ended.');
      if (!hub.output().stderr.includes('the disk is full'))
        found.faults.push('The log does not say that the disk is full.');
      return found;
    } finally {
      hub.child.kill('SIGTERM');
      await hub.ended;
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** By the operators' command, as for any program. */
function issueKey(environment: Record<string, string>): string {
  const command = [
    join(projectRoot, 'dist/src/cli.js'),
    'clients',
    'create',
    '--name',
    'Disk',
    '--role',
    'administrator',
  ];
  const { PATH = '', HOME = '' } = process.env;
  return execFileSync(process.execPath, command, {
    env: { PATH, HOME, ...environment },
    encoding: 'utf8',
  }).trim();
}

interface Place {
  readonly address: string;
  readonly token: string;
  readonly folder: string;
  readonly dataDir: string;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

async function fillAndFree({ address, token, folder, dataDir, rounds, say }: Place) {
  const faults: string[] = [];
  const acknowledged = new Map<string, string>();
  const longest = { full: 0, writing: 0, refusal: 0, search: 0 };
  const codes = new Set<string>();
  let serial = 0;
  const write = async () => {
    const name = `Disk ${++serial}`;
    const answer = await askOnce(address, CREATE, { token, variables: { name, text: TEXT } });
    const { provider = null } =
      (answer.data as { providerCreate?: { provider: { id: string } | null } } | null)?.providerCreate ?? {};
    if (provider) acknowledged.set(provider.id, name);
    return { ...answer, stored: provider !== null };
  };
  const until = async (what: string, done: () => Promise<boolean>) => {
    const began = performance.now();
    while (!(await done())) {
      if (performance.now() - began > PATIENCE_MS) {
        faults.push(`${what} has not come about within ${PATIENCE_MS / 1000} s`);
        break;
      }
      await sleep(20);
    }
    return performance.now() - began;
  };
  const checkSearch = async (when: string) => {
    const { status, code, ms } = await askOnce(address, SEARCH);
    longest.search = Math.max(longest.search, ms);
    if (status !== 200) faults.push(`${when}: a search had status ${status} (${code})`);
  };

  for (let round = 1; round <= rounds; round++) {
    say(`round ${round}`);
    for (let i = 0; i < 5; i++)
      if (!(await write()).stored) faults.push(`round ${round}: a write before failed`);
    const fill = () => fillUp(join(folder, 'filler'));
    fill();
    const took = await until('a refused write', async () => {
      fill(); // what Postgres gives back is taken again
      const answer = await write();
      if (answer.stored) return false;
      if (answer.status !== 503)
        faults.push(`round ${round}: a write had status ${answer.status} (${answer.code})`);
      codes.add(String(answer.code));
      longest.refusal = Math.max(longest.refusal, answer.ms);
      return true;
    });
    longest.full = Math.max(longest.full, took);
    await checkSearch('on a full disk');
    const ready = await fetch(`${address}/health/ready`);
    const text = await ready.text();
    if (ready.status !== 503) faults.push(`round ${round}: /health/ready says ${ready.status}: ${text}`);
    if (round % 2 === 0) {
      const [postmaster] = postgresProcesses(dataDir);
      if (postmaster) process.kill(postmaster, 'SIGKILL');
      await sleep(2_000);
      await checkSearch('without Postgres');
    } else await sleep(500);
    rmSync(join(folder, 'filler'));
    const writing = await until('a write with room again', async () => (await write()).stored);
    longest.writing = Math.max(longest.writing, writing);
    await until(
      'readiness with room again',
      async () => (await fetch(`${address}/health/ready`)).status === 200,
    );
  }
  const lost: string[] = [];
  for (const [id, name] of acknowledged) {
    const { data } = await askOnce(address, 'query ($id: ID!) { registerEntry(id: $id) { entryId name } }', {
      token,
      variables: { id },
    });
    if ((data as { registerEntry?: { name: string } } | null)?.registerEntry?.name !== name) lost.push(name);
  }
  if (lost.length > 0) faults.push(`${lost.length} acknowledged writes are lost`);
  const figures: Record<string, number | string> = {
    'writes acknowledged': acknowledged.size,
    'writes lost': lost.length,
    'codes of refused writes': [...codes].join(', '),
    'longest time until a full disk refuses a write, ms': Math.round(longest.full),
    'longest refusal, ms': Math.round(longest.refusal),
    'longest time from room to the first write, ms': Math.round(longest.writing),
    'longest search meanwhile, ms': Math.round(longest.search),
  };
  return { figures, faults };
}

/** Writes to the end of a file until there is not a byte left. */
function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let block = 1 << 20; block > 0; ) {
      try {
        writeSync(file, Buffer.alloc(block));
      } catch {
        block >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}
