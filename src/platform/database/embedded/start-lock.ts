import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf } from './account.js';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.js';
import { poll } from './poll.js';
import { isTicketAlive, newTicket } from './process-identity.js';

/** Longer than any start or stop should take. After that the waiting process gives up and the holder keeps the lock. */
const PATIENCE_MS = 6 * 60_000;

/**
 * Runs `work` while no other process (and no other call in this one) runs its own on the same folder. A holder that
 * was killed loses the lock at once, because its process has ended. No timeout is involved.
 *
 * The lock is the folder `lock` with one ticket in it, put there in one step by renaming a prepared folder. A folder
 * can only be renamed over an empty one, so only one process wins. Tickets of dead processes are removed by name,
 * so a live holder cannot be removed by mistake.
 */
export async function withStartLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(folder);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(folder: string): Promise<() => void> {
  removeClaimsOfTheDead(folder);
  const lock = join(folder, 'lock');
  const ticket = newTicket();
  const claim = join(folder, `lock-${ticket}`);
  try {
    mkdirSync(claim);
    writeFileSync(join(claim, ticket), '');
    giveToOwnerOf(folder, claim);
  } catch (error) {
    rmSync(claim, { recursive: true, force: true }); // for example on a full disk, where this is tried again and again
    throw error;
  }
  const acquired = await poll(
    () => {
      if (moveOntoEmpty(claim, lock)) return true;
      removeDeadHolder(lock);
      return undefined;
    },
    { everyMs: 20, limitMs: PATIENCE_MS },
  );
  if (acquired) return () => rmSync(join(lock, ticket), { force: true });
  rmSync(claim, { recursive: true, force: true });
  const holder = Number.parseInt(entriesOf(lock)[0] ?? '', 10);
  throw new EmbeddedPostgresError(
    `Another process (${holder}) has been starting or stopping the embedded Postgres in ${folder} for minutes. ` +
      'Stop that process, then start again.',
  );
}

function moveOntoEmpty(claim: string, lock: string): boolean {
  const taken = process.platform === 'win32' ? ['EPERM', 'EACCES', 'EEXIST'] : ['ENOTEMPTY', 'EEXIST'];
  return unless(taken, () => renameSync(claim, lock));
}

function removeDeadHolder(lock: string): void {
  const tickets = entriesOf(lock);
  for (const ticket of tickets) if (!isTicketAlive(ticket)) rmSync(join(lock, ticket), { force: true });
  // Windows cannot rename a folder over another one, even an empty one.
  if (tickets.length === 0) unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(lock));
}

function removeClaimsOfTheDead(folder: string): void {
  for (const name of entriesOf(folder)) {
    if (name.startsWith('lock-') && !isTicketAlive(name.slice('lock-'.length))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function entriesOf(folder: string): string[] {
  let names: string[] = [];
  unless(['ENOENT'], () => {
    names = readdirSync(folder);
  });
  return names;
}

/** True if the step succeeded, false if it failed in one of the expected ways. */
function unless(expected: readonly string[], step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (expected.includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}
