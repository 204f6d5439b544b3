import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../src/platform/database/embedded/embedded-postgres.js';
import { findPostmaster } from '../../../src/platform/database/embedded/postmaster.js';
import { type App, cleanUp, installApp } from './hub-app.js';

/** Whether the tests run as root. */
export const isRoot = process.getuid?.() === 0;

/** The account that stands for an ordinary user when the tests run as root. */
export const nobody = { uid: 65_534, gid: 65_534 };

/** A test that only root can do; for others it is shown as skipped with the reason in its name. */
export function asRoot(name: string, body: () => Promise<void>): void {
  if (isRoot) it(name, body);
  else it.skip(`${name} [SKIPPED: only root can test this]`, body);
}

/** What the tests of one file share; everything is stopped and removed after the last one. */
export class Fixture {
  /** A temporary folder that every account can pass through. */
  base = '';
  app: App = { folder: '', native: undefined };
  private readonly dataDirs = new Set<string>();

  /** Call it at the top of a test file. */
  constructor() {
    beforeAll(() => {
      this.base = mkdtempSync(join(tmpdir(), 'ap-hub-postgres-'));
      chmodSync(this.base, 0o755);
      this.app = installApp(join(this.base, 'app'));
    });
    afterAll(() => cleanUp(this.base, this.dataDirs));
  }

  /** A new data folder that does not exist yet. */
  newDataDir(parent = this.base): string {
    const dataDir = join(parent, `data-${this.dataDirs.size + 1}`);
    this.watch(dataDir);
    return dataDir;
  }

  /** Has what runs on a data folder stopped at the end. */
  watch(dataDir: string): void {
    this.dataDirs.add(dataDir);
  }
}

/** Options for a start that does not wait for the disk. */
export function quick(dataDir: string, more: Partial<EmbeddedPostgresOptions> = {}): EmbeddedPostgresOptions {
  return { dataDir, database: 'hub', settings: { fsync: 'off' }, ...more };
}

/** The rows a statement returns. */
export async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The server that runs on a data folder. */
export function postmasterOf(dataDir: string) {
  return findPostmaster(join(dataDir, 'postgres'));
}

/** The message that an operator gets about a start that must fail. */
export async function failureOf(options: EmbeddedPostgresOptions): Promise<string> {
  const outcome: unknown = await startEmbeddedPostgres(options).then(
    (postgres) => postgres.stop(),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(EmbeddedPostgresError);
  return (outcome as EmbeddedPostgresError).message;
}
