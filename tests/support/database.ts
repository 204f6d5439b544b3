import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of one's own, migrated and with the reference data. */
export interface TestDatabase {
  /** As the role that hubs run as, which has no more rights than they need. */
  readonly url: string;
  /** As the owner of the tables. */
  readonly ownerUrl: string;
  /** The owner's, who may do what no hub may. */
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** Copies the run's template database; drop it when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env.TEST_TEMPLATE_URL;
  if (!template)
    throw new Error('TEST_TEMPLATE_URL is not set: run the tests through jest with its global set-up.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const templateName = new URL(template).pathname.slice(1);
  await asAdministrator(template, `create database ${name} template ${templateName}`);
  const ownerUrl = Object.assign(new URL(template), { pathname: `/${name}` }).href;
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 10, options: '-c timezone=UTC' });
  pool.on('error', () => {}); // dropping the database ends idle connections
  return {
    url: Object.assign(new URL(ownerUrl), { username: process.env.TEST_PROGRAM_ROLE }).href,
    ownerUrl,
    pool,
    async drop() {
      await pool.end();
      await asAdministrator(template, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdministrator(template: string, statement: string): Promise<void> {
  const url = Object.assign(new URL(template), { pathname: '/postgres' }).href;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
