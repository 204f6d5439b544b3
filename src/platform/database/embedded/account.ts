import { lchownSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';

/** An account of the operating system that programs can run as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Whether this process runs as root. Postgres refuses to run as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account that Postgres must run as, or undefined to keep the account of this process. Only root has to change: to the
 * owner of the cluster, else to the owner of the data folder, else to `postgres`, else to `nobody`.
 * @throws EmbeddedPostgresError if root has no account to change to.
 */
export function serverAccount(cluster: string, dataFolder: string): Account | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) };
  const folderOwner = statSync(dataFolder, { throwIfNoEntry: false })?.uid;
  // initdb needs an account with a name. The owner of a mounted folder might not have one.
  const account =
    ordinaryAccount(({ uid }) => uid === folderOwner) ??
    ordinaryAccount(({ name }) => name === 'postgres') ??
    ordinaryAccount(({ name }) => name === 'nobody');
  if (account) return account;
  throw new EmbeddedPostgresError(
    'Postgres refuses to run as root, and there is no "postgres" or "nobody" account to run it as. ' +
      `Start as an ordinary user, or ${OWN_POSTGRES}.`,
  );
}

/** The account's name, or its number if it has no name. */
export function nameOf(uid: number): string {
  return accounts().find((account) => account.uid === uid)?.name ?? String(uid);
}

function ordinaryAccount(matches: (account: Account) => boolean): Account | undefined {
  return accounts().find((account) => account.uid !== 0 && matches(account));
}

function accounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    // macOS writes the ids of "nobody" as -2, which is 4294967294 to the kernel.
    return name && uid && gid ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : [];
  });
}

/**
 * The outermost folder on the way to an existing path (including the path itself) that the account cannot enter, or undefined
 * if there is none. Looks only at the permission bits.
 */
export function firstClosedFolder(path: string, account: Account): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : firstClosedFolder(parent, account);
  return above ?? (mayPass(statSync(path), account) ? undefined : path);
}

function mayPass(folder: Stats, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** As root, gives what root has created in a folder to the folder's owner, who may be the next one to start the hub. */
export function giveToOwnerOf(folder: string, made: string): void {
  if (!isRoot()) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) lchownSync(made, uid, gid);
}
