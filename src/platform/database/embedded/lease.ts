import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf } from './account.js';
import { isTicketAlive, newTicket } from './process-identity.js';

/** A live process's word that it uses the server; it ends with `release` or with the process. */
export interface Lease {
  release(): void;
}

/** Writes a lease of this process into the folder: one file, whose name says who holds it. */
export function takeLease(folder: string): Lease {
  const path = join(folder, newTicket());
  writeFileSync(path, '');
  giveToOwnerOf(folder, path);
  return { release: () => rmSync(path, { force: true }) };
}

/** Whether any live process, this one included, holds a lease; leases of the dead are removed on the way. */
export function isLeased(folder: string): boolean {
  let leased = false;
  for (const ticket of readdirSync(folder)) {
    if (isTicketAlive(ticket)) leased = true;
    else rmSync(join(folder, ticket), { force: true });
  }
  return leased;
}
