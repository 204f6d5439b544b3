import type { DatabaseSettings } from '../platform/database/database.settings.js';
import { defaultDataDir, startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { guardAgainstSuddenEnd } from '../platform/database/embedded/guardian.js';
import { type Absent, EmbeddedKeeper } from '../platform/database/embedded/keeper.js';
import { type ProgramRole, roleOf } from '../platform/database/program-role.js';
import type { Log } from '../platform/log.js';
import { projectRoot } from '../platform/project-root.js';

/** The Postgres to use, and how to release it. */
export interface ChosenDatabase {
  /** The address with the role that the hub and its commands use. */
  readonly url: string;
  /** The address with the role that owns and migrates the tables. */
  readonly ownerUrl: string;
  /** The role of `url`, if it is not the owner's. */
  readonly programs: ProgramRole | undefined;
  /** For people: where the data is. */
  readonly where: string;
  readonly isEmbedded: boolean;
  /** Restarts an embedded server that ends, until it is released. */
  keep(watched: Absent, log: Log): void;
  release(): Promise<void>;
}

/**
 * The hub's role on the embedded Postgres. It has only the rights that the hub needs. Its password is the owner's,
 * which the hub knows anyway.
 */
const EMBEDDED_ROLE = 'ap_hub_program';

/** The server in `DATABASE_URL`, or an embedded one that stops with its last user. */
export async function chooseDatabase(config: DatabaseSettings): Promise<ChosenDatabase> {
  if (config.DATABASE_URL) {
    const { host, pathname } = new URL(config.DATABASE_URL);
    const where = `Postgres at ${host}, database ${pathname.slice(1)}`;
    const url = config.DATABASE_URL;
    const ownerUrl = config.DATABASE_OWNER_URL ?? url;
    const programs = config.DATABASE_OWNER_URL ? roleOf(url) : undefined;
    return { url, ownerUrl, programs, where, isEmbedded: false, keep: () => {}, release: async () => {} };
  }
  const dataDir = dataDirOf(config);
  const endGuard = guardAgainstSuddenEnd(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir, database: 'hub', port: config.DATABASE_PORT });
  const url = Object.assign(new URL(postgres.url), { username: EMBEDDED_ROLE }).href;
  let keeper: EmbeddedKeeper | undefined;
  return {
    url,
    ownerUrl: postgres.url,
    programs: roleOf(url),
    where: `embedded Postgres in ${postgres.dataDir}${postgres.adopted ? ' (was already running)' : ''}`,
    isEmbedded: true,
    keep(watched, log) {
      keeper = new EmbeddedKeeper(postgres, watched, log);
    },
    async release() {
      await keeper?.stop();
      await postgres.stop();
      endGuard();
    },
  };
}

/** The folder of the embedded Postgres, whether or not it exists yet. */
export function dataDirOf(config: DatabaseSettings): string {
  return config.DATA_DIR ?? defaultDataDir(projectRoot);
}
