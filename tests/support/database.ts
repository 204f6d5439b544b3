import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of one's own, migrated and with the reference data. */
export interface TestDatabase {
  readonly url: string;
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
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href;
  const pool = new pg.Pool({ connectionString: url, max: 10, options: '-c timezone=UTC' });
  pool.on('error', () => {}); // dropping the database ends idle connections
  return {
    url,
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
