import type { DatabaseSettings } from '../platform/database/database.settings.js';
import { defaultDataDir, startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { guardAgainstSuddenEnd } from '../platform/database/embedded/guardian.js';
import { type Absent, EmbeddedKeeper } from '../platform/database/embedded/keeper.js';
import { type ProgramRole, roleOf } from '../platform/database/program-role.js';
import type { Log } from '../platform/log.js';
import { projectRoot } from '../platform/project-root.js';

/** The Postgres to use, and how to let go of it. */
export interface ChosenDatabase {
  /** As whom the hub and its commands run. */
  readonly url: string;
  /** As whom the tables are made and brought up to date. */
  readonly ownerUrl: string;
  /** The role of `url`, where it is another than the owner's. */
  readonly programs: ProgramRole | undefined;
  /** For people: where the data lives. */
  readonly where: string;
  readonly isEmbedded: boolean;
  /** Sees to it that an embedded server which ends is started again, until it is let go of. */
  keep(watched: Absent, log: Log): void;
  release(): Promise<void>;
}

/** On the embedded Postgres: it has no more rights than the hub needs, and the owner's password, which the hub knows anyway. */
const EMBEDDED_ROLE = 'ap_hub_program';

/** The server of `DATABASE_URL`, else an embedded one that stops with its last user. */
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

/** The folder of the embedded Postgres, whether there is one yet or not. */
export function dataDirOf(config: DatabaseSettings): string {
  return config.DATA_DIR ?? defaultDataDir(projectRoot);
}
