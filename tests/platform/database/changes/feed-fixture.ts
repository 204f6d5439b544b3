import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Change, ChangeReader } from '../../../../src/platform/database/changes/change.js';
import { ChangeFeed } from '../../../../src/platform/database/changes/change-feed.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';
import { type Gate, gate } from '../../../support/gate.js';

/** What a feed has logged. */
export interface Logged {
  readonly level: 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A database for the file that calls this, and feeds that are closed after each test. */
export function feedDatabase() {
  let database: TestDatabase;
  let feeds: ChangeFeed[] = [];
  let gates: Gate[] = [];
  let log: Logged[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    log = [];
  });
  afterEach(async () => {
    for (const { open } of gates) open(); // a test that failed has not, and a feed waits for what its readers do
    gates = [];
    await Promise.all(feeds.map((feed) => feed.close()));
    feeds = [];
  });

  const note = (level: Logged['level']) => (fields: object, message: string) =>
    void log.push({ level, fields: fields as Logged['fields'], message });
  return {
    get pool() {
      return database.pool;
    },
    get log(): readonly Logged[] {
      return log;
    },
    /** A feed of its own, as another process would have. */
    feed(): ChangeFeed {
      const feed = new ChangeFeed(database.url, database.pool, { warn: note('warn'), error: note('error') });
      feeds.push(feed);
      return feed;
    },
    /** A gate that is opened after the test, if not by it. */
    gate(): Gate {
      const made = gate();
      gates.push(made);
      return made;
    },
    /** Runs something in a session of its own. */
    async session<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
      const client = await database.pool.connect();
      try {
        return await work(client);
      } finally {
        client.release(true);
      }
    },
    /** Ends the feeds' own connections, as a failing network would. Answers how many there were. */
    async cutConnections(): Promise<number> {
      const { rowCount } = await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'ap-hub changes' and datname = current_database()`,
      );
      return rowCount ?? 0;
    },
    /** How many connections feeds have of their own. */
    async connections(): Promise<number> {
      const { rows } = await database.pool.query<{ n: number }>(
        `select count(*)::int n from pg_stat_activity
          where application_name = 'ap-hub changes' and datname = current_database()`,
      );
      return rows[0]!.n;
    },
  };
}

/** Records every call. `fails` is how many of the next calls throw. */
export class Notes implements ChangeReader {
  readonly changes: Change[] = [];
  readonly calls: ('apply' | 'reset')[] = [];
  fails = 0;
  /** What every application waits for. */
  pause: () => Promise<unknown> = async () => {};

  constructor(readonly name: string) {}

  async apply(changes: readonly Change[]): Promise<void> {
    this.note('apply');
    await this.pause();
    this.changes.push(...changes);
  }

  reset(): void {
    this.note('reset');
  }

  private note(call: 'apply' | 'reset'): void {
    this.calls.push(call);
    if (this.fails > 0) {
      this.fails--;
      throw new Error(`${this.name} fails`);
    }
  }
}

/** Adds a provider by plain SQL. */
export async function addProvider(client: pg.Pool | pg.ClientBase): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
     values ($1, $2, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`,
    [id, `Provider ${id}`],
  );
  return id;
}

/** Adds a site by plain SQL. */
export async function addSite(client: pg.Pool | pg.ClientBase, providerId: string): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into site (id, provider_id, name, postcode, address_visibility, state)
     values ($1, $2, 'A site', 'NR21 9AA', 'FULL', 'LISTED')`,
    [id, providerId],
  );
  return id;
}
