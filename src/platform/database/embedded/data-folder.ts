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

/** Where root keeps what the Postgres account has to reach when the project itself is out of its reach. */
export const SYSTEM_FOLDER = `/var/lib/${programName}`;

/** Everything one embedded Postgres keeps, by absolute paths without symbolic links. */
export interface DataFolder {
  readonly root: string;
  /** The Postgres cluster proper. It is either whole or not there. */
  readonly cluster: string;
  /** `embedded.json`: the password, and the port to prefer. */
  readonly access: string;
  readonly log: string;
  readonly leases: string;
  /** Whom the database programs run as; undefined for this process's own account. */
  readonly account: Account | undefined;
}

/**
 * The default folder: `<projectDir>/.data` where the Postgres account can reach it, else (root under a private home)
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
 * Makes the folder ready for use, and passable for the account that Postgres runs as.
 * @throws EmbeddedPostgresError when that account cannot get there, naming the folder in the way.
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

/** Makes a folder and its missing parents; whatever the umask, those that root makes can be passed by others. */
export function makePassableFolder(path: string): void {
  const outermost = mkdirSync(path, { recursive: true });
  if (outermost === undefined || !isRoot()) return;
  for (let made = path; made.length >= outermost.length; made = dirname(made)) chmodSync(made, 0o755);
}

function letPass(root: string, account: Account): void {
  // A folder given for this purpose may be opened (mkdtemp makes it private); what lies above it may not.
  if (firstClosedFolder(root, account) === root && isOurs(root)) {
    chmodSync(root, (statSync(root).mode & 0o777) | 0o011);
  }
  const closed = firstClosedFolder(root, account);
  if (closed === undefined) return;
  throw new EmbeddedPostgresError(
    `The folder ${root} is out of reach for "${account.name}", the account Postgres runs as because it refuses to ` +
      `run as root: ${closed} is closed to it. Choose a folder outside ${closed} with DATA_DIR, or ${OWN_POSTGRES}.`,
  );
}

function isOurs(root: string): boolean {
  const names = readdirSync(root);
  return names.length === 0 || names.includes('leases');
}

/** Waits until renames inside a folder are on the disk. Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
