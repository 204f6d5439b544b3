import type pg from 'pg';
import { DataSource, type EntityTarget, type MigrationInterface } from 'typeorm';
import { programName } from '../program-name.js';
import { connectionSettings, openPool, withOwnConnection } from './connection.js';
import { AT_LEISURE, FOLLOWING, type Patience, READING, WRITING } from './patience.js';
import { allowUse, type ProgramRole } from './program-role.js';
import { SnakeNaming } from './snake-naming.js';
import { define, type SqlFile } from './sql-definitions.js';
import { useValueParsers } from './value-parsers.js';

useValueParsers();

/** How to reach Postgres. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly entities: readonly EntityTarget<object>[];
  /** Oldest first. Needed only for migrating. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

/** The connections of a hub, divided so that one kind of work does not wait for another. */
export interface Database {
  /** For writes, each in a transaction that needs no other connection. */
  readonly source: DataSource;
  /** For answering requests. */
  readonly reading: pg.Pool;
  /** For following the change log: caches, search indexes, stored lists. */
  readonly following: pg.Pool;
  close(): Promise<void>;
}

/** How many connections of a hub serve which purpose. Readers and followers that have none of their own share the writers'. */
export interface Division {
  readonly reading: number;
  readonly writing: number;
  readonly following: number;
}

/** With fewer connections, one pool does everything. */
const FEWEST_TO_DIVIDE = 3;

/** Divides the connections of a hub: up to two follow changes, and half of the others read. */
export function divide(connections: number): Division {
  if (connections < FEWEST_TO_DIVIDE) return { reading: 0, writing: connections, following: 0 };
  const following = Math.min(2, Math.floor(connections / 3));
  const reading = Math.ceil((connections - following) / 2);
  return { reading, writing: connections - following - reading, following };
}

/**
 * Opens a hub's connections: `poolSize` at most.
 * @throws if the server cannot be reached.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, poolSize } = options;
  const { reading, writing, following } = divide(poolSize);
  const source = await openSource({ ...options, poolSize: writing }, WRITING);
  const pool = poolOf(source);
  const own: pg.Pool[] = [];
  const open = (size: number, patience: Patience) => {
    if (size === 0) return pool;
    own.push(openPool(url, size, patience));
    return own.at(-1)!;
  };
  return {
    source,
    reading: open(reading, READING),
    following: open(following, FOLLOWING),
    async close() {
      await Promise.all(own.map((one) => one.end()));
      await source.destroy();
    },
  };
}

/**
 * Opens a database for a program that does one thing at a time, such as a command: one pool, whose statements can take long.
 * @throws if the server cannot be reached.
 */
export function openAtLeisure(options: DatabaseOptions): Promise<DataSource> {
  return openSource(options, AT_LEISURE);
}

function openSource(options: DatabaseOptions, patience: Patience): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...options.entities] as never,
    migrations: [...(options.migrations ?? [])],
    namingStrategy: new SnakeNaming(),
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: programName,
    extra: { max: options.poolSize, ...connectionSettings(patience) },
  });
  return source.initialize();
}

/** The pg pool that a source uses. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { master: pg.Pool }).master;
}

/** An arbitrary but fixed number: only one process migrates at a time. */
const MIGRATION_LOCK = 4_118_927_301;

/**
 * Brings the schema up to date, with functions and triggers as in their files. If programs use a role that is not the owner, gives
 * that role its rights. Safe when several processes start at once. Returns the names of the migrations that were applied.
 */
export async function migrate(
  source: DataSource,
  definitions: readonly SqlFile[],
  programs?: ProgramRole,
): Promise<string[]> {
  return withOwnConnection(poolOf(source), async (lock) => {
    await lock.query('set statement_timeout = 0; set lock_timeout = 0');
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await source.runMigrations();
    if (!(await isAhead(lock, source))) await define(lock, definitions);
    if (programs) await allowUse(lock, programs);
    return applied.map((migration) => migration.name);
  });
}

/** Whether a later version of the program has migrated the database. Its functions and triggers then belong to that version. */
async function isAhead(lock: pg.ClientBase, source: DataSource): Promise<boolean> {
  const known = source.migrations.map((one) => one.name ?? one.constructor.name);
  const { rowCount } = await lock.query('select from migrations where name <> all($1)', [known]);
  return rowCount !== 0;
}
