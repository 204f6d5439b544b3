import type { DataSource } from 'typeorm';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { loadReference } from '../../seeds/load-reference.js';
import { migrate } from '../../src/platform/database/data-source.js';
import { open, sqlFiles } from '../../src/start/database.js';
import { type Migration, readMigrations } from '../../src/start/migration-files.js';
import { both, duplicatesOf } from '../duplicates/ask.js';
import { aFullProvider } from '../duplicates/full-provider.js';
import { carryOutEveryMutation, faultsOf } from '../platform/database/every-mutation.js';
import { graphOf } from '../support/actors.js';
import { aProvider } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { startTestHub, type TestHub } from '../support/hub.js';

jest.setTimeout(300_000);

const TODAY = '2026-11-23';
let database: TestDatabase;
let source: DataSource;
let migrations: Migration[];
let drop: () => Promise<void>;

beforeAll(async () => {
  const hub = await startTestHub((made) => loadDemonstration(made.pool, TODAY));
  ({ database } = hub);
  drop = database.drop.bind(database);
  await fill(hub);
  Object.assign(database, { drop: async () => {} }); // the hub goes, and what it has stored stays
  await hub.stop();
  source = await open(database.ownerUrl, 3);
  migrations = await readMigrations();
});
afterAll(async () => {
  await source.destroy();
  await drop();
});

/** All that the hub can write: every mutation, and merges that stand, of each kind that an earlier release could not hold. */
async function fill(hub: TestHub): Promise<void> {
  expect(faultsOf(await carryOutEveryMutation(hub))).toEqual([]);
  const graph = await graphOf(hub);
  const { merge } = duplicatesOf(graph);
  const merged = async (...args: Parameters<typeof merge>) =>
    expect((await merge(...args)).userErrors).toEqual([]);
  // Its only number is with the entry that stays, and it has no postcode.
  const numbered = await aProvider(hub, { settingType: 'PRU', urn: '199901', postcode: null });
  await merged(numbered, await aProvider(hub, { ukprn: '10099001' }), { take: ['URN'] });
  // Names and numbers that both have.
  const { provider: full } = await aFullProvider(hub, 'Named twice', { legalName: 'Named twice Ltd' });
  const { provider: kept } = await aFullProvider(hub, 'Named once');
  await merged(full, kept, { take: ['NAME'] });
  const shared = { ukprn: '10099002', companyNumber: 'ZZ999999', charityNumber: '7699999' };
  await merged(await aProvider(hub, { ...shared, urn: '199902' }), await aProvider(hub, shared), {
    take: ['URN'],
  });
  const old = await aProvider(hub, { urn: '199903', ukprn: '10099003' });
  const stays = await aProvider(hub, { urn: '199904', ukprn: '10099004' });
  await merged(old, stays, { actor: both });
  await hub.providers.update(stays.id, 1, { urn: '199903', ukprn: '10099003' });
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
}

async function run(at: number, direction: 'up' | 'down'): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    await new migrations[at]!()[direction](runner);
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}

it('every migration goes down, up and down again over whatever there is, and all of them up once more', async () => {
  const failed: string[] = [];
  for (let at = migrations.length - 1; at >= 0; at--) {
    for (const direction of ['down', 'up', 'down'] as const) {
      await run(at, direction).catch((error: Error) => {
        failed.push(`${migrations[at]!.name} ${direction}: ${error.message}`);
        throw new Error(failed.join('\n'));
      });
    }
  }
  const { rows } = await database.pool.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  expect(rows).toEqual([{ relname: 'migrations' }]);
  await database.pool.query('delete from migrations');
  expect(await migrate(source, sqlFiles())).toEqual(migrations.map(({ name }) => name));
  await loadReference(database.pool);
  expect(await loadDemonstration(database.pool, TODAY)).toMatchObject({ providers: expect.any(Number) });
});
