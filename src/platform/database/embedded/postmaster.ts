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

/** A live Postgres server of one cluster. "Postmaster" is its first process. */
export interface Postmaster {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  /** Of 127.0.0.1; 0 while the server has not yet said. */
  readonly port: number;
  /** Accepts connections: neither still starting or recovering nor already stopping. */
  readonly ready: boolean;
}

/**
 * The live server of a cluster according to its `postmaster.pid`, or undefined. The pid in the file alone proves
 * nothing: after a crash any process may have it.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readLockFile(cluster)?.split('\n');
  const pid = Number(lines?.[0]);
  const identity = identityOf(pid);
  if (!lines || !identity || !servesCluster(pid, cluster)) return undefined;
  return { pid, identity, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/** The file lies in a folder of another account, who must not be able to point root elsewhere. */
const REWRITE_NO_LINK = constants.O_WRONLY | constants.O_NOFOLLOW;

/**
 * Keeps a `postmaster.pid` whose server is gone from stopping the next one, even though an unrelated process may have
 * its pid by now. Postgres takes its parent's pid for stale, so that is put in; the rest stays, because by it Postgres
 * sees whether other processes of the dead server still work on the data.
 */
export function disownStaleLockFile(cluster: string): void {
  const content = readLockFile(cluster);
  if (content === undefined || findPostmaster(cluster)) return;
  // An empty one says nothing, and no Postgres would start beside it.
  if (process.platform === 'win32' || content.trim() === '') {
    rmSync(lockFileOf(cluster));
    return;
  }
  const file = openSync(lockFileOf(cluster), REWRITE_NO_LINK);
  try {
    const disowned = content.replace(/^.*/, String(process.pid));
    // Over what is there, and cut off only then: on a full disk an emptied file could not be written again.
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
  // Windows tells the program only, so that there any Postgres passes.
  if (process.platform === 'win32') return words.join().includes('postgres.exe');
  if (words.length === 1) return `${words[0]} `.includes(`postgres -D ${cluster} `);
  if (basename(words[0] ?? '') !== 'postgres') return false;
  // A postmaster works in its cluster's folder; where that may not be seen, its arguments have to do. Compared by
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
