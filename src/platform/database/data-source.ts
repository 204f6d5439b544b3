import pg from 'pg';
import { DataSource, type EntityTarget, type MigrationInterface } from 'typeorm';
import { allowUse, type ProgramRole } from './program-role.js';
import { SnakeNaming } from './snake-naming.js';
import { useValueParsers } from './value-parsers.js';

useValueParsers();

/** How to reach Postgres. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly entities: readonly EntityTarget<object>[];
  /** Oldest first. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/**
 * Opens the pool. A statement may take 15 s and wait 10 s for a lock, so that nothing hangs for ever; long imports
 * raise this for their own transaction.
 * @throws when the server cannot be reached.
 */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...options.entities] as never,
    migrations: [...options.migrations],
    namingStrategy: new SnakeNaming(),
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: 'ap-hub',
    extra: {
      max: options.poolSize,
      connectionTimeoutMillis: 10_000,
      options: '-c statement_timeout=15s -c lock_timeout=10s -c timezone=UTC',
    },
  });
  return source.initialize();
}

/** The pg pool underneath, for plain SQL on the hot read path. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { master: pg.Pool }).master;
}

/** An arbitrary but fixed number: only one process migrates at a time. */
const MIGRATION_LOCK = 4_118_927_301;

/**
 * Brings the schema up to date, and lets the role of programs use it, when there is one beside the owner; safe when several
 * processes start at once. Returns the names of what was applied.
 */
export async function migrate(source: DataSource, programs?: ProgramRole): Promise<string[]> {
  const lock = await poolOf(source).connect();
  try {
    await lock.query('set statement_timeout = 0; set lock_timeout = 0');
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await source.runMigrations();
    if (programs) await allowUse(lock, programs);
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    lock.release(true);
  }
}
