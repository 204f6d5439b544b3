import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU and memory can be read where Linux tells them; elsewhere every figure of this file is NaN. */
const isLinux = existsSync('/proc/self/stat');
const TICKS_PER_SECOND = isLinux
  ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  : Number.NaN;

/**
 * Milliseconds of CPU that a process and everything below it have used: those alive, and those that the first one has
 * outlived. Postgres's first process is the parent of all its others, so this is the CPU of the whole server.
 */
export function cpuMs(pid) {
  let ticks = isLinux ? 0 : Number.NaN;
  for (const member of tree(pid)) {
    const fields = statOf(member);
    if (!fields) continue;
    ticks += fields.user + fields.system;
    if (member === pid) ticks += fields.endedUser + fields.endedSystem;
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Resident memory of a process and everything below it, in megabytes; shared pages count once for each. */
export function residentMb(pid) {
  if (!isLinux) return Number.NaN;
  return tree(pid).reduce((sum, member) => sum + Number(statusField(member, 'VmRSS') ?? 0), 0) / 1024;
}

function tree(pid) {
  if (!isLinux) return [];
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.parent : undefined;
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(Number(name));
    else children.set(parent, [Number(name)]);
  }
  const members = [pid];
  for (const member of members) members.push(...(children.get(member) ?? []));
  return members;
}

/** proc_pid_stat(5): the name is in parentheses and can have spaces; the state, field 3, follows it. */
function statOf(pid) {
  const text = read(`/proc/${pid}/stat`);
  if (!text) return null;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent] = fields;
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15);
  return { parent, user, system, endedUser, endedSystem };
}

function statusField(pid, name) {
  return new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`) ?? '')?.[1];
}

/** Null when the process has ended meanwhile. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
