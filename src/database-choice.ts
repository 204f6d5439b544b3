import type { Config } from './config.js';
import { defaultDataDir, startEmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';
import { projectRoot } from './platform/project-root.js';

/** The Postgres to use, and how to let go of it. */
export interface ChosenDatabase {
  readonly url: string;
  /** For people: where the data lives. */
  readonly where: string;
  readonly isEmbedded: boolean;
  release(): Promise<void>;
}

/** The server of `DATABASE_URL`, else an embedded one that stops with its last user. */
export async function chooseDatabase(config: Config): Promise<ChosenDatabase> {
  if (config.DATABASE_URL) {
    const { host, pathname } = new URL(config.DATABASE_URL);
    const where = `Postgres at ${host}, database ${pathname.slice(1)}`;
    return { url: config.DATABASE_URL, where, isEmbedded: false, release: async () => {} };
  }
  const dataDir = config.DATA_DIR ?? defaultDataDir(projectRoot);
  const postgres = await startEmbeddedPostgres({ dataDir, database: 'hub', port: config.DATABASE_PORT });
  return {
    url: postgres.url,
    where: `embedded Postgres in ${postgres.dataDir}${postgres.adopted ? ' (was already running)' : ''}`,
    isEmbedded: true,
    release: async () => void (await postgres.stop()),
  };
}

/** Whether the invented demonstration data belongs into this database. */
export function wantsDemonstration(config: Config, isEmbedded: boolean): boolean {
  return config.DEMONSTRATION === 'auto' ? isEmbedded : config.DEMONSTRATION === 'true';
}
