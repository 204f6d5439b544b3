import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Change, ChangeReader } from '../../../src/platform/database/change-feed.js';
import type { TestDatabase } from '../../support/database.js';

/** Notes everything it is told; `fails` makes the next so many calls throw. */
export class Notes implements ChangeReader {
  readonly changes: Change[] = [];
  readonly calls: ('apply' | 'reset')[] = [];
  fails = 0;

  constructor(
    readonly name: string,
    private readonly order: string[] = [],
  ) {}

  apply(changes: readonly Change[]): void {
    this.note('apply');
    this.changes.push(...changes);
  }

  reset(): void {
    this.note('reset');
  }

  private note(call: 'apply' | 'reset'): void {
    this.calls.push(call);
    this.order.push(this.name);
    if (this.fails > 0) {
      this.fails--;
      throw new Error(`${this.name} fails`);
    }
  }
}

/** Adds a provider by plain SQL. */
export async function addProvider(client: pg.Pool | pg.PoolClient): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
     values ($1, $2, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`,
    [id, `Provider ${id}`],
  );
  return id;
}

/** How many connections feeds have to this database. */
export async function connections({ pool }: TestDatabase): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int n from pg_stat_activity
      where application_name = 'ap-hub changes' and datname = current_database()`,
  );
  return rows[0]!.n;
}

/** Ends the feed's own connection, as a failing network would. */
export async function cutConnection({ pool }: TestDatabase): Promise<void> {
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ap-hub changes' and datname = current_database()`,
  );
}

/** Waits for something to become so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It has not become so within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
