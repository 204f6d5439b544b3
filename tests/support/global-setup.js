import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One embedded Postgres per test run, in a folder of its own, with one migrated and reference-seeded template
 * database from which every test file makes its own (see database.ts). Uses the build, like production.
 */
export default async function globalSetup() {
  const { startEmbeddedPostgres } = await import(
    '../../dist/src/platform/database/embedded/embedded-postgres.js'
  );
  const { prepareDatabase } = await import('../../dist/src/start/database.js');
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    database: 'template_hub',
    // Durability is tested separately, on a cluster of its own.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  // Tests' hubs run with as few rights as those of `npm start`.
  const programs = { name: 'ap_hub_program', password: new URL(postgres.url).password };
  await prepareDatabase(postgres.url, { programs });
  process.env.TEST_SEED ||= String(randomInt(2 ** 31));
  process.env.TEST_PROGRAM_ROLE = programs.name;
  process.env.TEST_TEMPLATE_URL = postgres.url;
  globalThis.testPostgres = { postgres, folder };
}
