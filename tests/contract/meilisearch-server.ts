import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/port.js';
import { until } from '../support/until.js';

/** A real Meilisearch server that tests may use. */
export interface TestServer {
  readonly url: string;
  /** May do everything; undefined where no keys are asked for. */
  readonly masterKey: string | undefined;
  /** Its process; undefined when it is not ours. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Why there is no server that the tests could start themselves, whose keys and process are theirs; null when there is. */
export const ownServerMissing: string | null = hasBinary()
  ? null
  : 'no real Meilisearch: put a `meilisearch` binary on the PATH';

/** Why there is no server to test on at all; null when there is. */
export const serverMissing: string | null = process.env.MEILISEARCH_URL
  ? null
  : ownServerMissing && `${ownServerMissing}, or set MEILISEARCH_URL (and MEILISEARCH_KEY)`;

/** The server of `MEILISEARCH_URL`, else one of its own on a free port with a data folder that goes with it. */
export async function startMeilisearch(options: { readonly masterKey?: string } = {}): Promise<TestServer> {
  const given = process.env.MEILISEARCH_URL;
  if (given && !options.masterKey) {
    return {
      url: given,
      masterKey: process.env.MEILISEARCH_KEY || undefined,
      pid: undefined,
      stop: async () => {},
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-meilisearch-'));
  const address = `127.0.0.1:${await freePort(0)}`;
  const args = [
    '--db-path',
    join(folder, 'data'),
    '--http-addr',
    address,
    '--no-analytics',
    '--env',
    'development',
  ];
  if (options.masterKey) args.push('--master-key', options.masterKey);
  const child = spawn('meilisearch', args, { cwd: folder, stdio: 'ignore' });
  const url = `http://${address}`;
  await healthy(url, child);
  return {
    url,
    masterKey: options.masterKey,
    pid: child.pid,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hasBinary(): boolean {
  try {
    execFileSync('meilisearch', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function healthy(url: string, child: ChildProcess): Promise<void> {
  const isHealthy = async () => {
    if (child.exitCode !== null)
      throw new Error(`meilisearch ended with ${child.exitCode} before it was ready.`);
    return (await fetch(`${url}/health`).catch(() => null))?.ok;
  };
  await until('meilisearch is ready', isHealthy, { within: 30_000, every: 50 });
}
