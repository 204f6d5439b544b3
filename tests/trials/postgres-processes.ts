import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPostmaster } from '../../src/platform/database/embedded/postmaster.js';

/** The processes of the Postgres that runs on a data folder of the hub, its first one first; none when none runs. Linux only. */
export function postgresProcesses(dataDir: string): number[] {
  const postmaster = findPostmaster(join(dataDir, 'postgres'));
  if (!postmaster) return [];
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && parentOf(name) === postmaster.pid,
  );
  return [postmaster.pid, ...children.map(Number)];
}

/** Sends a signal to all processes of the Postgres on a data folder. */
export function signalPostgres(dataDir: string, signal: NodeJS.Signals): void {
  for (const pid of postgresProcesses(dataDir)) {
    try {
      process.kill(pid, signal);
    } catch {
      // it has ended by itself
    }
  }
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
