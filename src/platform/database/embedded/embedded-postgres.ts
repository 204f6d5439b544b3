import { existsSync } from 'node:fs';
import pg from 'pg';
import { singleConnection } from '../connection.js';
import { type Access, writeAccess } from './access.js';
import { type Binaries, usableBinaries } from './binaries.js';
import { DATABASE_OWNER, ensureCluster } from './cluster.js';
import { type DataFolder, openDataFolder } from './data-folder.js';
import { EmbeddedPostgresError, explain } from './embedded-postgres-error.js';
import { isLeased, type Lease, takeLease } from './lease.js';
import { findPostmaster, type Postmaster } from './postmaster.js';
import { type Port, runningServer, startServer, stopServer } from './server.js';
import { withStartLock } from './start-lock.js';

export { defaultDataDir } from './data-folder.js';
export { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** A running Postgres that this process uses, perhaps with others, until it calls `stop` or ends. */
export interface EmbeddedPostgres {
  /** postgres:// URL with password, loopback only. */
  readonly url: string;
  /** The folder of the data (absolute). */
  readonly dataDir: string;
  /** True if this data folder already had a running server. */
  readonly adopted: boolean;
  readonly port: number;
  /**
   * Starts the server again on its port if it has ended, unless another process does. Resolves when it accepts connections.
   * Returns whether this call started it.
   * @throws EmbeddedPostgresError with the error from Postgres.
   */
  revive(): Promise<boolean>;
  /**
   * Stops the server unless another live process still uses it. It can be called more than once.
   * @throws EmbeddedPostgresError if the server does not stop.
   */
  stop(): Promise<{ stopped: boolean }>;
}

/** Which database, and where. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Created if it does not exist. */
  readonly database: string;
  /** Preferred port; 0 or undefined for the last port used, or any free one. */
  readonly port?: number;
  /** Extra Postgres settings, e.g. `{ fsync: 'off' }` for tests. A server that is already running keeps its own. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts Postgres on a data folder, which is created on first use, or joins the server that another process started there. A
 * server left behind by a killed process is taken over. Several processes can do this at the same moment.
 * @throws EmbeddedPostgresError saying what was wrong and what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const folder = openDataFolder(options.dataDir);
    return await withStartLock(folder.root, () => joinServer(folder, options));
  } catch (error) {
    throw explain(error, options.dataDir);
  }
}

/** Stops the server of a data folder if no live process uses it. */
export async function stopUnused(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = openDataFolder(dataDir);
  await withStartLock(folder.root, async () => {
    await stopUnlessLeased(folder, await usableBinaries(folder));
  });
}

/** Call this while holding the start lock. If it fails, it stops a server that it started, but not one that was running. */
async function joinServer(folder: DataFolder, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, database } = options;
  const binaries = await usableBinaries(folder);
  const access = await ensureCluster(folder, binaries, { durable: settings.fsync !== 'off' });
  const running = await runningServer(folder);
  const server =
    running ?? (await startServer(folder, binaries, { port: portFor(folder, options, access), settings }));
  const current = { ...access, port: server.port };
  try {
    if (current.port !== access.port) writeAccess(folder, current);
    await ensureDatabase(folder, current, database);
    return share(folder, binaries, server, {
      url: urlOf(current, database),
      adopted: running !== undefined,
      lease: takeLease(folder.leases),
      settings,
    });
  } catch (error) {
    if (!running) await stopServer(folder, server.identity, binaries);
    throw error;
  }
}

/** The port for a server. Processes that use a server that has ended look for it on its old port. */
function portFor(folder: DataFolder, options: EmbeddedPostgresOptions, access: Access): Port {
  if (access.port > 0 && isLeased(folder.leases)) return { exactly: access.port };
  return { preferably: options.port || access.port };
}

function share(
  folder: DataFolder,
  binaries: Binaries,
  first: Postmaster,
  {
    url,
    adopted,
    lease,
    settings,
  }: { url: string; adopted: boolean; lease: Lease; settings: Readonly<Record<string, string>> },
): EmbeddedPostgres {
  const { port } = first;
  let server = first;
  const revive = async () => {
    const running = await runningServer(folder);
    server = running ?? (await startServer(folder, binaries, { port: { exactly: port }, settings }));
    return running === undefined;
  };
  let stopping: Promise<{ stopped: boolean }> | undefined;
  const stop = async () => {
    try {
      if (existsSync(folder.root)) {
        return await withStartLock(folder.root, () => leave(folder, binaries, lease));
      }
      // The folder was deleted while the server was running: no other process can find that server any more.
      await stopServer(folder, server.identity, binaries);
      return { stopped: true };
    } catch (error) {
      throw explain(error, folder.root);
    }
  };
  return {
    url,
    dataDir: folder.root,
    adopted,
    port,
    revive: () =>
      withStartLock(folder.root, revive).catch((error: unknown) => {
        throw explain(error, folder.root);
      }),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Call this while holding the start lock. Gives the lease back. The last process to do so stops the server. */
async function leave(folder: DataFolder, binaries: Binaries, lease: Lease): Promise<{ stopped: boolean }> {
  lease.release();
  return stopUnlessLeased(folder, binaries);
}

async function stopUnlessLeased(folder: DataFolder, binaries: Binaries): Promise<{ stopped: boolean }> {
  if (isLeased(folder.leases)) return { stopped: false };
  const server = findPostmaster(folder.cluster);
  if (server) await stopServer(folder, server.identity, binaries);
  return { stopped: true };
}

async function ensureDatabase(folder: DataFolder, access: Access, database: string): Promise<void> {
  const client = singleConnection({
    connectionString: urlOf(access, 'postgres'),
    connectionTimeoutMillis: 30_000,
  });
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } catch (error) {
    throw loginProblem(error, folder) ?? error;
  } finally {
    await client.end();
  }
}

function loginProblem(error: unknown, folder: DataFolder): EmbeddedPostgresError | undefined {
  const wrongPassword = error instanceof pg.DatabaseError && error.code === '28P01';
  if (!wrongPassword) return undefined;
  return new EmbeddedPostgresError(
    `The password in ${folder.access} does not fit the database in ${folder.cluster}. ` +
      `Restore the file from a backup, or move ${folder.root} away to start with an empty database.`,
    { cause: error },
  );
}

function urlOf({ password, port }: Access, database: string): string {
  return `postgres://${DATABASE_OWNER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
