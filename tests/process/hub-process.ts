import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { until } from '../support/until.js';

/** A hub running as a process of its own, as `npm start` runs it. */
export interface HubProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves with the address once it serves; fails when it ends before. */
  readonly ready: Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts the built hub with these settings only (and PATH); or `program`, with an IPC channel, which becomes one. */
export function startHub(
  environment: Readonly<Record<string, string>>,
  program?: readonly string[],
): HubProcess {
  const { PATH = '', HOME = '' } = process.env;
  const hub = ['--enable-source-maps', join(projectRoot, 'dist/src/main.js')];
  const child = spawn(process.execPath, program ?? hub, {
    env: { PATH, HOME, PORT: '0', DRAIN_DELAY_MS: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(program ? (['ipc'] as const) : [])],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const ready = until(
    () => `the hub is ready: ${stdout}${stderr}`,
    () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The hub ended: ${stderr}`);
      const address = /Explorer\s+(http:\S+)\/graphql/.exec(stdout)?.[1];
      return stdout.includes('Ctrl-C stops the hub.') && address;
    },
    { within: 120_000, every: 25 },
  );
  ready.catch(() => {}); // a test that expects the end does not look at it
  return { child, output: () => ({ stdout, stderr }), ready, ended };
}

/** Asks a running hub. */
export async function ask<T>(address: string, query: string, variables?: object): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as T;
}
