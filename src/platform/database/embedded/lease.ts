import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf } from './account.js';
import { isTicketAlive, newTicket } from './process-identity.js';

/** A live process's claim to the server. It ends with `release` or with the process. */
export interface Lease {
  release(): void;
}

/** Writes a lease of this process into the folder: one file, whose name contains the process. */
export function takeLease(folder: string): Lease {
  const path = join(folder, newTicket());
  writeFileSync(path, '');
  giveToOwnerOf(folder, path);
  return { release: () => rmSync(path, { force: true }) };
}

/** Whether any live process, including this one, holds a lease. Removes the leases of processes that have ended. */
export function isLeased(folder: string): boolean {
  let leased = false;
  for (const ticket of readdirSync(folder)) {
    if (isTicketAlive(ticket)) leased = true;
    else rmSync(join(folder, ticket), { force: true });
  }
  return leased;
}
