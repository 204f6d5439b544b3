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

/** A running Postgres that this process has a share in until it calls `stop` or ends. */
export interface EmbeddedPostgres {
  /** postgres:// URL with password, loopback only. */
  readonly url: string;
  /** Where the data lives (absolute). */
  readonly dataDir: string;
  /** True when a running server of this data folder was found and used. */
  readonly adopted: boolean;
  readonly port: number;
  /**
   * Starts the server again if it has ended, on its port, unless another process does; resolves when it accepts connections.
   * Answers whether this call has started it.
   * @throws EmbeddedPostgresError with Postgres's own complaint.
   */
  revive(): Promise<boolean>;
  /**
   * Stops the server unless another live process still uses it. Idempotent.
   * @throws EmbeddedPostgresError when the server will not stop.
   */
  stop(): Promise<{ stopped: boolean }>;
}

/** Which database, and where. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Made when it does not exist. */
  readonly database: string;
  /** Preferred port; 0 or undefined for the one used last time, or any free one. */
  readonly port?: number;
  /** Extra Postgres settings, e.g. `{ fsync: 'off' }` for tests. A server that already runs keeps its own. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts Postgres on a data folder, made on first use, or joins the server that already runs there, whoever started
 * it; a server left behind by a killed process is taken over. Several processes may do so at the same moment.
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

/** Stops the server of a data folder when no live process uses it. */
export async function stopUnused(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = openDataFolder(dataDir);
  await withStartLock(folder.root, async () => {
    await stopUnlessLeased(folder, await usableBinaries(folder));
  });
}

/** With the start lock held. A failure stops what was started here, but nothing that was found running. */
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

/** Where a server is to listen: those who use one that has ended look for it where it was. */
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
      // The folder was deleted under a running server: nobody else can find that server any more.
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

/** With the start lock held: gives the lease back, and the last one to do so stops the server. */
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
    `The password in ${folder.access} is not that of the database in ${folder.cluster}. ` +
      `Restore the file from a backup, or move ${folder.root} away to start with an empty database.`,
    { cause: error },
  );
}

function urlOf({ password, port }: Access, database: string): string {
  return `postgres://${DATABASE_OWNER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
