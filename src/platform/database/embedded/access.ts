import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { tryJson } from '../../json.js';
import { giveToOwnerOf } from './account.js';
import type { DataFolder } from './data-folder.js';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The contents of `embedded.json`. */
const access = z.object({ port: z.number(), password: z.string() });
export type Access = Readonly<z.output<typeof access>>;

/**
 * Reads `embedded.json`; undefined if the file does not exist.
 * @throws EmbeddedPostgresError if it does not hold a port and a password.
 */
export function readAccess(folder: DataFolder): Access | undefined {
  let text: string;
  try {
    text = readFileSync(folder.access, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const read = tryJson(access, text);
  if (read) return read;
  throw new EmbeddedPostgresError(
    `${folder.access} is damaged. It holds the password of the database. ` +
      `Restore it from a backup, or move ${folder.root} away to start with an empty database.`,
  );
}

/** Replaces `embedded.json` in one step, readable only by its owner, and waits until it is on the disk. */
export function writeAccess(folder: DataFolder, given: Access): void {
  const draft = `${folder.access}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(given)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  giveToOwnerOf(folder.root, draft);
  renameSync(draft, folder.access);
}

/** A password that cannot be guessed (192 bits), without characters that a URL or a shell would have to escape. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
