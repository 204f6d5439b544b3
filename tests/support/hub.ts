import { createHub, type EngineMaker, type Hub } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { type Clock, londonDay } from '../../src/platform/clock.js';
import { createLog } from '../../src/platform/log.js';
import { createWeb } from '../../src/web.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** What a GraphQL request answers. */
export interface Response<T> {
  readonly data: T;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** A hub on a database of its own. */
export interface TestHub extends Hub {
  readonly database: TestDatabase;
  readonly clock: TestClock;
  /** Where its real web server listens, such as `http://127.0.0.1:41234`. */
  readonly address: string;
  /** Lines of its log. */
  readonly logged: readonly string[];
  /** Sends an operation and answers whatever comes back. */
  query<T = Record<string, never>>(
    document: string,
    variables?: Record<string, unknown>,
  ): Promise<Response<T>>;
  stop(): Promise<void>;
}

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  constructor(private instant: number) {}
  now(): number {
    return this.instant;
  }
  /** Moves on by so many milliseconds. */
  pass(milliseconds: number): void {
    this.instant += milliseconds;
  }
}

/** Noon of a school day in the autumn term: tests do not depend on the day they run. */
export const TEST_NOW = Date.parse('2026-11-23T12:00:00Z');

/** Starts a hub; `prepare` fills the database before the search index is built. It searches in process unless told. */
export async function startTestHub(
  prepare: (database: TestDatabase) => Promise<unknown> = async () => {},
  engine?: EngineMaker,
): Promise<TestHub> {
  const database = await createTestDatabase();
  await prepare(database);
  const clock = new TestClock(TEST_NOW);
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  const hub = await createHub({ url: database.url, clock, log, ...(engine && { engine }) });
  const config = readConfig({ PORT: '0', BODY_LIMIT: '1000000' });
  const web = await createWeb(hub, config, londonDay(clock.now()), log);
  const address = await web.listen();
  return {
    ...hub,
    database,
    clock,
    address,
    logged,
    async query<T>(query: string, variables?: Record<string, unknown>) {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Response<T>;
    },
    async stop() {
      await web.close();
      await hub.close();
      await database.drop();
    },
  };
}
