import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { codeOf } from './embedded-postgres-error.js';

/**
 * `<pid>-<start>`: identifies one process for ever, because a later process with the same pid has another start
 * time. Safe as a file name. If the start time cannot be known (Windows) it is `<pid>-unknown`, which identifies a process
 * only as well as the pid does.
 */
export type ProcessIdentity = string;

const hasProc = existsSync('/proc/self/stat');

/** The process that has this pid now, or undefined if there is none. A zombie does not count. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const start = hasProc
    ? startInProc(pid)
    : process.platform === 'darwin'
      ? startInPs(pid)
      : startUnknown(pid);
  return start === undefined ? undefined : `${pid}-${start}`;
}

/** Whether exactly this process is still running. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(Number.parseInt(identity, 10)) === identity;
}

let own: ProcessIdentity | undefined;

/** A new file name that says which process created it: `<identity>.<random>`. */
export function newTicket(): string {
  own ??= identityOf(process.pid) ?? `${process.pid}-unknown`;
  return `${own}.${randomBytes(4).toString('hex')}`;
}

/** Whether the process that created this ticket is still running. */
export function isTicketAlive(ticket: string): boolean {
  return isAlive(ticket.slice(0, ticket.lastIndexOf('.')));
}

/** Field 22 of /proc/<pid>/stat counts from the start of the machine, so the boot id is added. */
function startInProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // Field 2 is the program's name in brackets. The name can itself contain spaces and brackets.
  const fromField3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const dead = fromField3[0] === 'Z' || fromField3[0] === 'X';
  return dead ? undefined : `${bootId()}-${fromField3[19]}`;
}

function bootId(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? 'boot';
}

function startInPs(pid: number): string | undefined {
  const line = ps(pid, 'state=,lstart=');
  if (line === '' || line.startsWith('Z')) return undefined;
  return line.replace(/^\S+\s+/, '').replace(/[^A-Za-z0-9]+/g, '-');
}

function startUnknown(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch (error) {
    return codeOf(error) === 'EPERM' ? 'unknown' : undefined;
  }
}

/** The words of the command that runs under this pid; none if there is no such process. Outside Linux it is a single word. */
export function commandOf(pid: number): string[] {
  if (hasProc) return readIfThere(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
  if (process.platform !== 'win32') return [ps(pid, 'command=')];
  const filter = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  return [execFileSync('tasklist', filter, { encoding: 'utf8', windowsHide: true })];
}

function ps(pid: number, columns: string): string {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', ['-p', String(pid), '-o', columns], { encoding: 'utf8', env }).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error;
    return ''; // ps reports "no such process" with exit code 1
  }
}

/** Reads a file that may disappear at any moment: undefined if it does not exist (ESRCH: it disappeared while being read). */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
