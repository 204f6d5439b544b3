import { graphql } from 'graphql';
import { createHub, type Hub } from '../../src/app.js';
import type { Clock } from '../../src/platform/clock.js';
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

/** Starts a hub; `prepare` fills the database before the search index is built. */
export async function startTestHub(
  prepare: (database: TestDatabase) => Promise<unknown> = async () => {},
): Promise<TestHub> {
  const database = await createTestDatabase();
  await prepare(database);
  const clock = new TestClock(TEST_NOW);
  const log = { warn: () => {}, error: () => {} };
  const hub = await createHub({ url: database.url, clock, log });
  return {
    ...hub,
    database,
    clock,
    async query<T>(source: string, variableValues?: Record<string, unknown>) {
      const answer = await graphql({ schema: hub.schema, source, variableValues, contextValue: {} });
      return JSON.parse(JSON.stringify(answer)) as Response<T>;
    },
    async stop() {
      await hub.close();
      await database.drop();
    },
  };
}
