import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isTicketAlive, newTicket } from '../platform/database/embedded/process-identity.js';
import { NotFound } from '../platform/errors.js';
import { tryJson } from '../platform/json.js';

/** A running hub with sign-in by a code. */
const signInCode = z.object({
  /** Such as `http://127.0.0.1:4000`. */
  address: z.url(),
  code: z.string(),
});
export type SignInCode = Readonly<z.output<typeof signInCode>>;

/** The explorer's link with the code after `#`. That part of an address stays in the browser, and is in no log. */
export function explorerLink({ address, code }: { address: string; code: string | null }): string {
  return `${address}/graphql${code === null ? '' : `#code=${code}`}`;
}

/**
 * Leaves the code of this process in the data folder, in a file that only its own account can read, for `npm run hub --
 * token`.
 * @returns a function that removes it.
 */
export function leaveCode(dataDir: string, left: SignInCode): () => void {
  const folder = folderIn(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  codesIn(dataDir); // Removes those of hubs that were killed.
  const file = join(folder, newTicket());
  writeFileSync(file, JSON.stringify(left), { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** The codes of all hubs that run on a data folder. Those of processes that have ended are removed. */
export function codesIn(dataDir: string): SignInCode[] {
  const folder = folderIn(dataDir);
  return filesIn(folder).flatMap((ticket) => {
    const file = join(folder, ticket);
    if (isTicketAlive(ticket)) return codeIn(file);
    rmSync(file, { force: true });
    return [];
  });
}

function codeIn(file: string): SignInCode[] {
  try {
    // The file may be in the middle of being written.
    return [tryJson(signInCode, readFileSync(file, 'utf8'))].filter((code) => code !== undefined);
  } catch (error) {
    if (isMissing(error)) return []; // It has just been removed.
    throw error;
  }
}

/**
 * The code of the only hub, or of the one that listens on a port.
 * @throws NotFound saying what to do.
 */
export function codeFor(codes: readonly SignInCode[], port: number): SignInCode {
  const [only, ...others] = codes;
  if (only && others.length === 0) return only;
  const there = codes.find(({ address }) => new URL(address).port === String(port));
  if (there) return there;
  throw new NotFound(
    only
      ? `Several hubs run on this data folder. Set PORT to the port of one of them: ${codes.map(({ address }) => address).join(', ')}.`
      : 'No hub with sign-in by code runs on this data folder. Start one, and give this command the same DATA_DIR. ' +
          'With DATABASE_URL, OIDC_ISSUER, TRUSTED_PROXIES, ALLOWED_HOSTS or NODE_ENV=production, a hub has no such sign-in.',
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function folderIn(dataDir: string): string {
  return join(dataDir, 'sign-in');
}
