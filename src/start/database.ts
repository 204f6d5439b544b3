import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { refreshReference } from '../../seeds/refresh-reference.js';
import { features } from '../app.js';
import { type Clock, londonDay } from '../platform/clock.js';
import { entitiesOf } from '../platform/composition/composition.js';
import { migrate, openAtLeisure, poolOf } from '../platform/database/data-source.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import type { ProgramRole } from '../platform/database/program-role.js';
import { refuseUnfit } from '../platform/database/requirements.js';
import { readSqlFiles } from '../platform/database/sql-definitions.js';
import { projectRoot } from '../platform/project-root.js';
import { readMigrations } from './migration-files.js';

/** Opens a Postgres by its address, for tasks other than running a hub: migrations, seeds and commands. */
export async function open(url: string, poolSize = 10): Promise<DataSource> {
  return openAtLeisure({ url, poolSize, entities: entitiesOf(features), migrations: await readMigrations() });
}

/** The source of the database's functions and triggers. */
export const sqlFiles = () => readSqlFiles(join(projectRoot, 'migrations'));

/** What was done to prepare a database. */
export interface Prepared {
  readonly migrations: readonly string[];
  readonly demonstration: { readonly offerings: number } | null;
  /** The day in London for which it was prepared, `yyyy-mm-dd`. */
  readonly today: string;
}

/**
 * Migrates a database, by the address of the tables' owner, and loads the reference data and, if wanted, the
 * demonstration. Grants use of it to `programs`, the role that hubs run as. It is safe to repeat.
 */
export async function prepareDatabase(
  url: string,
  {
    demonstration = false,
    clock,
    programs,
  }: { demonstration?: boolean; clock?: Clock; programs?: ProgramRole | undefined } = {},
): Promise<Prepared> {
  const source = await open(url, 4);
  try {
    await refuseUnfit(poolOf(source));
    const applied = await migrate(source, sqlFiles(), programs);
    await refreshReference(poolOf(source));
    const today = londonDay((clock ?? (await DatabaseClock.setBy(poolOf(source)))).now());
    const loaded = demonstration ? await loadDemonstration(poolOf(source), today) : null;
    return { migrations: applied, demonstration: loaded, today };
  } finally {
    await source.destroy();
  }
}
