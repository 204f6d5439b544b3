import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveToOwnerOf } from './account.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import { codeOf, EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';
import { poll } from './poll.js';
import { freePort } from './port.js';
import { disownStaleLockFile, findPostmaster, type Postmaster } from './postmaster.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';
import { complaintIn, programOptions, runProgram } from './run-program.js';

/** Recovery after a crash can take minutes on a large database. */
const START_LIMIT_MS = 5 * 60_000;
const STOP_LIMIT_MS = 60_000;
/** How long the last processes of a killed server may take to notice and end. */
const LEFTOVERS_LIMIT_MS = 30_000;

/** `preferably`: used if it is free, else another; 0 for any. `exactly`: no other port. */
export type Port = { readonly preferably: number } | { readonly exactly: number };

/** How to start a server. */
export interface ServerOptions {
  readonly port: Port;
  /** Postgres settings in addition to the hub's own. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The folder's running server; waits for one that is starting or stopping. Undefined if there is none. */
export async function runningServer(folder: DataFolder): Promise<Postmaster | undefined> {
  const settled = await poll(
    () => {
      const postmaster = findPostmaster(folder.cluster);
      return postmaster && !postmaster.ready ? undefined : { postmaster };
    },
    { everyMs: 20, limitMs: START_LIMIT_MS },
  );
  if (settled) return settled.postmaster;
  const pid = findPostmaster(folder.cluster)?.pid;
  throw new EmbeddedPostgresError(
    `The Postgres that runs on ${folder.cluster} (process ${pid}) has been starting or stopping for minutes. ` +
      `See ${folder.log}.`,
  );
}

/**
 * Starts a server on the cluster and waits until it accepts connections on 127.0.0.1. It outlives this process unless
 * it is stopped, and the terminal's Ctrl-C does not reach it. Call this while holding the start lock and with no server running.
 * @throws EmbeddedPostgresError with the error from Postgres.
 */
export async function startServer(
  folder: DataFolder,
  binaries: Binaries,
  options: ServerOptions,
): Promise<Postmaster> {
  const leftoversUntil = performance.now() + LEFTOVERS_LIMIT_MS;
  let wanted = options.port;
  for (let attempt = 1; ; attempt++) {
    disownStaleLockFile(folder.cluster);
    const port = 'exactly' in wanted ? wanted.exactly : await freePort(wanted.preferably);
    const result = await launch(folder, binaries, serverArguments(folder, port, options.settings));
    if (typeof result === 'object') return result;
    if (result.includes('could not create any TCP/IP sockets') && 'preferably' in wanted && attempt < 5) {
      wanted = { preferably: 0 }; // another program has just taken the port, or the port cannot be used at all
    } else if (result.includes('is still in use') && performance.now() < leftoversUntil) {
      await sleep(100);
    } else {
      throw new EmbeddedPostgresError(
        `Postgres did not start on ${folder.cluster}: ${complaintIn(result) ?? 'it gave no reason'}. ` +
          `See ${folder.log}; choose another folder with DATA_DIR, or ${OWN_POSTGRES}.`,
      );
    }
  }
}

/** Stops a server cleanly: it closes connections and writes everything to disk. Resolves when its process has ended. */
export async function stopServer(
  folder: DataFolder,
  identity: ProcessIdentity,
  binaries: Binaries,
): Promise<void> {
  if (!isAlive(identity)) return;
  const pid = Number.parseInt(identity, 10);
  if (process.platform !== 'win32') {
    askToStop(pid);
  } else {
    const args = ['stop', '-D', folder.cluster, '-m', 'fast', '-w'];
    await runProgram(binaries.program('pg_ctl'), args, undefined);
  }
  const gone = await poll(() => !isAlive(identity) || undefined, { everyMs: 10, limitMs: STOP_LIMIT_MS });
  if (gone) return;
  throw new EmbeddedPostgresError(
    `Postgres (process ${pid}) did not stop within ${STOP_LIMIT_MS / 1000} s. See ${folder.log}.`,
  );
}

/** SIGINT is Postgres's "fast" stop: it closes connections and writes everything to disk. */
function askToStop(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error; // it has just ended by itself
  }
}

function serverArguments(
  folder: DataFolder,
  port: number,
  settings: Readonly<Record<string, string>>,
): string[] {
  const all = {
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
    // The caller cannot change this: the server can be reached only from this machine, and only with the password.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
  const pairs = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', folder.cluster, '-p', String(port), ...pairs];
}

/** The server once it is ready, or the log if it ended before that. */
async function launch(
  folder: DataFolder,
  binaries: Binaries,
  args: readonly string[],
): Promise<Postmaster | string> {
  const log = openSync(folder.log, 'a+', 0o600);
  try {
    giveToOwnerOf(folder.root, folder.log);
    const logStart = fstatSync(log).size;
    const ended = spawnServer(folder, binaries, args, log);
    const result = await poll(
      () => {
        const postmaster = findPostmaster(folder.cluster);
        if (postmaster?.ready) return postmaster;
        const end = ended();
        return end === undefined ? undefined : `${textFrom(log, logStart)}${end}`;
      },
      { everyMs: 10, limitMs: START_LIMIT_MS },
    );
    return result ?? 'FATAL: it is still starting after minutes';
  } finally {
    closeSync(log);
  }
}

/** Starts the process. The function that it returns says how the process ended, or undefined while it runs. */
function spawnServer(
  folder: DataFolder,
  binaries: Binaries,
  args: readonly string[],
  log: number,
): () => string | undefined {
  let end: string | undefined;
  const options = { ...programOptions(folder.account), detached: true };
  // On Windows only pg_ctl can start a server for an administrator. It ends with code 0 when the server is ready.
  const child =
    process.platform === 'win32'
      ? spawn(binaries.program('pg_ctl'), pgCtlArguments(folder, args), { ...options, stdio: 'ignore' })
      : spawn(binaries.program('postgres'), args, { ...options, stdio: ['ignore', log, log] });
  child.once('error', (error) => {
    end = `FATAL: ${error.message}`;
  });
  child.once('exit', (code, signal) => {
    if (process.platform !== 'win32' || code !== 0) end ??= `it ended early (${signal ?? code})`;
  });
  child.unref();
  return () => end;
}

function pgCtlArguments(folder: DataFolder, args: readonly string[]): string[] {
  const [, , ...options] = args; // -D is pg_ctl's own
  const quoted = options.map((option) => `"${option}"`).join(' ');
  return ['start', '-w', '-D', folder.cluster, '-l', folder.log, '-o', quoted];
}

function textFrom(file: number, start: number): string {
  const bytes = Buffer.alloc(fstatSync(file).size - start);
  readSync(file, bytes, 0, bytes.length, start);
  return bytes.toString('utf8');
}
