import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { codeOf } from './embedded-postgres-error.js';
import { commandOf, identityOf, type ProcessIdentity } from './process-identity.js';

/** A live Postgres server of one cluster. Its first process is called the "postmaster". */
export interface Postmaster {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  /** Its port on 127.0.0.1; 0 if the server has not announced it yet. */
  readonly port: number;
  /** Whether it accepts connections: it is not starting, recovering or stopping. */
  readonly ready: boolean;
}

/**
 * The live server of a cluster according to its `postmaster.pid`, or undefined. The pid in the file alone proves
 * nothing: after a crash another process may have it.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readLockFile(cluster)?.split('\n');
  const pid = Number(lines?.[0]);
  const identity = identityOf(pid);
  if (!lines || !identity || !servesCluster(pid, cluster)) return undefined;
  return { pid, identity, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/** The file is in a folder of another account, which must not be able to point root elsewhere. */
const REWRITE_NO_LINK = constants.O_WRONLY | constants.O_NOFOLLOW;

/**
 * Makes sure that the `postmaster.pid` of a server that has ended does not stop the next one, even if an unrelated process now
 * has its pid. Postgres ignores the pid of its own parent, so that pid is written in. The rest stays, because Postgres uses it
 * to see whether other processes of the dead server still work on the data.
 */
export function disownStaleLockFile(cluster: string): void {
  const content = readLockFile(cluster);
  if (content === undefined || findPostmaster(cluster)) return;
  // An empty file says nothing, and Postgres would refuse to start while it exists.
  if (process.platform === 'win32' || content.trim() === '') {
    rmSync(lockFileOf(cluster));
    return;
  }
  const file = openSync(lockFileOf(cluster), REWRITE_NO_LINK);
  try {
    const disowned = content.replace(/^.*/, String(process.pid));
    // Overwrites the content and only then cuts the rest off: on a full disk an emptied file could not be written again.
    writeSync(file, disowned, 0);
    ftruncateSync(file, Buffer.byteLength(disowned));
  } finally {
    closeSync(file);
  }
}

function lockFileOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

function readLockFile(cluster: string): string | undefined {
  try {
    return readFileSync(lockFileOf(cluster), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function servesCluster(pid: number, cluster: string): boolean {
  const words = commandOf(pid);
  // Windows gives only the program, so any Postgres counts there.
  if (process.platform === 'win32') return words.join().includes('postgres.exe');
  if (words.length === 1) return `${words[0]} `.includes(`postgres -D ${cluster} `);
  if (basename(words[0] ?? '') !== 'postgres') return false;
  // A postmaster works in its cluster's folder. If that cannot be seen, its arguments must do. Folders are compared by
  // inode, because a folder can have several paths.
  const folder = folderAt(`/proc/${pid}/cwd`) ?? folderAt(words[words.indexOf('-D') + 1] ?? '');
  const own = folderAt(cluster);
  return own !== undefined && folder?.ino === own.ino && folder.dev === own.dev;
}

function folderAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
