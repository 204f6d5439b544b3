import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { programName } from '../../program-name.js';
import { type Access, newPassword, readAccess, writeAccess } from './access.js';
import { isRoot, nameOf } from './account.js';
import type { Binaries } from './binaries.js';
import { type DataFolder, syncFolder } from './data-folder.js';
import { EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';
import { complaintIn, runProgram } from './run-program.js';

/** The owner of the database. Postgres calls this role a superuser. */
export const DATABASE_OWNER = programName.replaceAll('-', '_');

/**
 * Makes sure that the folder holds a whole cluster of the right version, and returns how to log in to it. A new cluster is
 * created next to its final place and moved there when it is whole, so an interrupted start leaves none behind.
 * `durable: false` (for tests) does not wait for the disk. Call this while holding the start lock.
 * @throws EmbeddedPostgresError if the existing cluster is of another version or another account.
 */
export async function ensureCluster(
  folder: DataFolder,
  binaries: Binaries,
  { durable }: { readonly durable: boolean },
): Promise<Access> {
  removeUnfinishedClusters(folder);
  if (isCluster(folder.cluster)) {
    assertSameOwner(folder);
    assertSameMajor(folder, binaries.major);
    return existingAccess(folder);
  }
  setAsideHalfMade(folder);
  // Stored before the cluster exists: whatever happens in between, no cluster is left with an unknown password.
  const access: Access = { port: 0, password: newPassword() };
  writeAccess(folder, access);
  await makeCluster(folder, binaries, access.password, durable);
  return access;
}

function isCluster(path: string): boolean {
  return existsSync(join(path, 'PG_VERSION')) && existsSync(join(path, 'global', 'pg_control'));
}

function existingAccess(folder: DataFolder): Access {
  const access = readAccess(folder);
  if (access) return access;
  throw new EmbeddedPostgresError(
    `${folder.access} is missing. It holds the password of the database in ${folder.cluster}. ` +
      `Restore it from a backup, or move ${folder.root} away to start with an empty database.`,
  );
}

function assertSameOwner(folder: DataFolder): void {
  const { uid } = statSync(folder.cluster);
  const runsAs = folder.account?.uid ?? process.getuid?.() ?? uid;
  if (uid === runsAs) return;
  const remedy = isRoot()
    ? `Give it back with: chown -R ${nameOf(runsAs)} ${folder.cluster}`
    : `Start as root or as "${nameOf(uid)}", choose another folder with DATA_DIR, or ${OWN_POSTGRES}`;
  throw new EmbeddedPostgresError(
    `The database in ${folder.cluster} belongs to "${nameOf(uid)}", but Postgres would run as ` +
      `"${nameOf(runsAs)}". ${remedy}.`,
  );
}

function assertSameMajor(folder: DataFolder, major: string): void {
  const found = readFileSync(join(folder.cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new EmbeddedPostgresError(
    `The database in ${folder.cluster} was created by Postgres ${found}, but the embedded one is Postgres ${major}. ` +
      `Dump it with Postgres ${found} and load it into an empty folder (DATA_DIR), or ${OWN_POSTGRES}.`,
  );
}

/** Without `pg_control` no Postgres can read it, so it holds no usable data. Even so, nothing is deleted. */
function setAsideHalfMade(folder: DataFolder): void {
  if (!existsSync(folder.cluster)) return;
  if (readdirSync(folder.cluster).length === 0) {
    rmdirSync(folder.cluster);
    return;
  }
  const aside = `${folder.cluster}-incomplete-${Date.now()}`;
  renameSync(folder.cluster, aside);
  appendFileSync(folder.log, `An incomplete cluster was moved to ${aside}.\n`, { mode: 0o600 });
}

async function makeCluster(
  folder: DataFolder,
  binaries: Binaries,
  password: string,
  durable: boolean,
): Promise<void> {
  const workshop = mkdtempSync(join(folder.root, 'initdb-'));
  const cluster = join(workshop, 'cluster');
  const passwordFile = join(workshop, 'password');
  try {
    mkdirSync(cluster, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (folder.account) {
      // The folder comes last: after that the account could replace the others with links.
      for (const path of [cluster, passwordFile, workshop]) {
        chownSync(path, folder.account.uid, folder.account.gid);
      }
    }
    const made = await runProgram(
      binaries.program('initdb'),
      [
        ...['--pgdata', cluster, '--username', DATABASE_OWNER, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--data-checksums', '--no-instructions'],
        ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
        ...(durable ? [] : ['--no-sync']),
      ],
      folder.account,
    );
    if (made.exitCode !== 0) {
      const reason = made.startError?.message ?? complaintIn(made.stderr) ?? 'initdb was killed';
      throw new EmbeddedPostgresError(
        `The database in ${folder.root} could not be created: ${reason}. ` +
          `Correct that, choose another folder with DATA_DIR, or ${OWN_POSTGRES}.`,
      );
    }
    renameSync(cluster, folder.cluster);
    if (durable) syncFolder(folder.root);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function removeUnfinishedClusters(folder: DataFolder): void {
  for (const name of readdirSync(folder.root)) {
    // Retries, because the initdb of a killed hub may still be writing.
    if (name.startsWith('initdb-')) {
      rmSync(join(folder.root, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }
}
