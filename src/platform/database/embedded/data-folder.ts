import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { programName } from '../../program-name.js';
import { type Account, firstClosedFolder, giveToOwnerOf, isRoot, serverAccount } from './account.js';
import { EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';

/** Where root keeps what the Postgres account has to reach if it cannot reach the project. */
export const SYSTEM_FOLDER = `/var/lib/${programName}`;

/** All the files of one embedded Postgres, as absolute paths without symbolic links. */
export interface DataFolder {
  readonly root: string;
  /** The Postgres cluster itself. It is either whole or does not exist. */
  readonly cluster: string;
  /** `embedded.json`: the password, and the preferred port. */
  readonly access: string;
  readonly log: string;
  readonly leases: string;
  /** The account that the database programs run as; undefined for the account of this process. */
  readonly account: Account | undefined;
}

/**
 * The default folder: `<projectDir>/.data` if the Postgres account can reach it, else (root in a private home)
 * `/var/lib/<program>/<hash of projectDir>`.
 */
export function defaultDataDir(projectDir: string): string {
  const project = realpathSync(projectDir);
  const inProject = join(project, '.data');
  const account = serverAccount(join(inProject, 'postgres'), inProject);
  if (!account || firstClosedFolder(project, account) === undefined) return inProject;
  return join(SYSTEM_FOLDER, createHash('sha256').update(project).digest('hex').slice(0, 12));
}

/**
 * Creates the folder, and makes it accessible to the account that Postgres runs as.
 * @throws EmbeddedPostgresError if that account cannot get there, naming the folder in the way.
 */
export function openDataFolder(dataDir: string): DataFolder {
  makePassableFolder(resolve(dataDir));
  const root = realpathSync(dataDir);
  const cluster = join(root, 'postgres');
  const leases = join(root, 'leases');
  const account = serverAccount(cluster, root);
  if (account) letPass(root, account);
  if (!existsSync(leases)) {
    mkdirSync(leases, { recursive: true });
    giveToOwnerOf(root, leases);
  }
  return {
    root,
    cluster,
    access: join(root, 'embedded.json'),
    log: join(root, 'postgres.log'),
    leases,
    account,
  };
}

/** Creates a folder and its missing parents. Whatever the umask, other accounts can pass through those that root creates. */
export function makePassableFolder(path: string): void {
  const outermost = mkdirSync(path, { recursive: true });
  if (outermost === undefined || !isRoot()) return;
  for (let made = path; made.length >= outermost.length; made = dirname(made)) chmodSync(made, 0o755);
}

function letPass(root: string, account: Account): void {
  // A folder that was given for this purpose can be opened up (mkdtemp makes it private), but not the folders above it.
  if (firstClosedFolder(root, account) === root && isOurs(root)) {
    chmodSync(root, (statSync(root).mode & 0o777) | 0o011);
  }
  const closed = firstClosedFolder(root, account);
  if (closed === undefined) return;
  throw new EmbeddedPostgresError(
    `The folder ${root} is not accessible to "${account.name}", the account that runs Postgres because it refuses to ` +
      `run as root. ${closed} is closed to it. Choose a folder outside ${closed} with DATA_DIR, or ${OWN_POSTGRES}.`,
  );
}

function isOurs(root: string): boolean {
  const names = readdirSync(root);
  return names.length === 0 || names.includes('leases');
}

/** Waits until renames in a folder are on the disk. Windows has no such call and does not need one. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
