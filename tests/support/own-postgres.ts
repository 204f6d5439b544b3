import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { usableBinaries } from '../../src/platform/database/embedded/binaries.js';
import { DATABASE_OWNER, ensureCluster } from '../../src/platform/database/embedded/cluster.js';
import { openDataFolder } from '../../src/platform/database/embedded/data-folder.js';
import type { Postmaster } from '../../src/platform/database/embedded/postmaster.js';
import { startServer } from '../../src/platform/database/embedded/server.js';
import { prepareDatabase } from '../../src/start/database.js';
import { until } from './until.js';

/** How a Postgres is ended. */
export type Ending = 'fast' | 'immediate' | 'kill';
const SIGNALS: Record<Ending, NodeJS.Signals> = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' };

/** A Postgres of one's own, with a prepared database, to be ended and started at the same address. */
export interface OwnPostgres {
  readonly url: string;
  /** Ends it; resolves when its first process has gone. */
  end(how: Ending): Promise<void>;
  /** Starts it again; resolves when it takes connections. */
  start(): Promise<void>;
  /** Resolves when it takes connections. */
  answers(): Promise<void>;
  /** Sends a statement over a connection of its own. */
  query(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  remove(): Promise<void>;
}

/** Starts one; `settings` are Postgres's. */
export async function ownPostgres(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
  const folder = openDataFolder(mkdtempSync(join(tmpdir(), 'ap-hub-own-')));
  const binaries = await usableBinaries(folder);
  const { password } = await ensureCluster(folder, binaries, { durable: false });
  let port = 0;
  let server: Postmaster | null = null;
  const urlOf = (database: string) =>
    `postgres://${DATABASE_OWNER}:${password}@127.0.0.1:${port}/${database}`;
  const over = async <T>(database: string, work: (db: pg.Client) => Promise<T>) => {
    const db = new pg.Client({ connectionString: urlOf(database), connectionTimeoutMillis: 2_000 });
    db.on('error', () => {});
    try {
      await db.connect();
      return await work(db);
    } finally {
      db.end().catch(() => {});
    }
  };
  const own: OwnPostgres = {
    get url() {
      return urlOf('hub');
    },
    async end(how) {
      const { pid } = server!;
      server = null;
      process.kill(pid, SIGNALS[how]);
      await until('Postgres has ended', () => !isThere(pid), { within: 60_000, every: 5 });
    },
    async start() {
      server = await startServer(folder, binaries, { port: { preferably: port }, settings });
      port = server.port;
      await own.answers();
    },
    async answers() {
      const answers = () => over('postgres', (db) => db.query('select 1')).catch(() => null);
      await until('Postgres answers', answers, { within: 60_000 });
    },
    query: (text, values) => over('hub', (db) => db.query(text, values)),
    async remove() {
      if (server) await own.end('fast');
      rmSync(folder.root, { recursive: true, force: true });
    },
  };
  await own.start();
  await over('postgres', (db) => db.query('create database hub'));
  await prepareDatabase(own.url, { demonstration: true });
  return own;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
