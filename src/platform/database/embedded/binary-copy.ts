import { chmodSync, cpSync, lstatSync, readdirSync, renameSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { makePassableFolder } from './data-folder.js';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.js';
import { completeLinksAndModes, type PlatformPackage } from './platform-package.js';
import { isTicketAlive, newTicket } from './process-identity.js';

/**
 * A copy of a package's programs that every account can run: an existing one, else a new one, in the first place that can be
 * used. A copy is named after its version and platform, and appears whole or not at all. Copies and places are trusted only
 * if other accounts could neither have created them nor change them.
 * @throws EmbeddedPostgresError if no place can be used.
 */
export function copyOnce(source: PlatformPackage, places: readonly string[]): string {
  const refusals: string[] = [];
  for (const place of places) {
    try {
      return copyInto(place, source);
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new EmbeddedPostgresError(
    `The Postgres programs in ${source.native} cannot be run there and could not be copied: ${refusals.join('; ')}.`,
  );
}

function copyInto(place: string, source: PlatformPackage): string {
  makePassableFolder(place);
  assertOwnAlone(place);
  removeUnfinishedCopies(place);
  const copy = join(place, `postgres-${source.version}-${source.platform}`);
  if (!lstatSync(copy, { throwIfNoEntry: false })) {
    const draft = join(place, `unfinished-${newTicket()}`);
    try {
      const native = join(draft, 'native');
      cpSync(source.native, native, { recursive: true, verbatimSymlinks: true });
      makeReadableForAll(draft);
      completeLinksAndModes(native);
      renameUnlessRaced(draft, copy);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  assertOwnAlone(copy);
  return join(copy, 'native');
}

/** Works with any umask of the installation. Others must not be able to change anything in a copy. */
function makeReadableForAll(path: string): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  if (entry.isDirectory()) {
    chmodSync(path, 0o755);
    for (const name of readdirSync(path)) makeReadableForAll(join(path, name));
  } else {
    chmodSync(path, (entry.mode & 0o755) | 0o444);
  }
}

function renameUnlessRaced(draft: string, copy: string): void {
  try {
    renameSync(draft, copy);
  } catch (error) {
    const raced = lstatSync(copy, { throwIfNoEntry: false }) !== undefined;
    if (!raced || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}

function removeUnfinishedCopies(place: string): void {
  for (const name of readdirSync(place)) {
    if (name.startsWith('unfinished-') && !isTicketAlive(name.slice('unfinished-'.length))) {
      rmSync(join(place, name), { recursive: true, force: true });
    }
  }
}

/** Everything inside such a folder must also have been put there by this account. */
function assertOwnAlone(path: string): void {
  const entry = lstatSync(path);
  if (entry.isDirectory() && (process.platform === 'win32' || isOwnAlone(entry))) return;
  throw new EmbeddedPostgresError(
    `${path} is not trusted because it must be a folder that this account owns and that no one else can change`,
  );
}

function isOwnAlone(entry: Stats): boolean {
  return entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0;
}
