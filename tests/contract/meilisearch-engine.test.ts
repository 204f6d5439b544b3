import { openMeilisearchEngine } from '../../src/platform/search/meilisearch/meilisearch-engine.js';
import { meilisearchServer } from '../../src/platform/search/meilisearch/server.js';
import { describeOnServer } from './describe-on-server.js';
import { describeSearchContract } from './describe-search-contract.js';
import { startMeilisearch, type TestServer } from './meilisearch-server.js';
import { memoryCheckpoints } from './memory-checkpoints.js';

/** A server takes its time over hundreds of rebuilds. */
jest.setTimeout(15 * 60_000);

describeOnServer('Meilisearch', () => {
  let server: TestServer;
  const indexes: string[] = [];

  beforeAll(async () => {
    server = await startMeilisearch();
    const { pkgVersion } = await clients().writing.getVersion();
    process.stderr.write(`\nThe contract runs on Meilisearch ${pkgVersion}.\n`);
  }, 60_000);

  afterAll(async () => {
    for (const index of indexes) await clients().writing.deleteIndexIfExists(index);
    await server.stop();
  });

  const clients = () =>
    meilisearchServer({ url: server.url, searchKey: server.masterKey, indexKey: server.masterKey });

  describeSearchContract(
    'meilisearch',
    (schema) => {
      const index = `contract_${process.pid}_${indexes.length}`;
      indexes.push(index);
      return openMeilisearchEngine(schema, {
        server: clients(),
        index,
        checkpoints: memoryCheckpoints(),
        searchTimeoutMs: 10_000, // a busy machine is not the engine's fault
        patience: { timeoutMs: 60_000, intervalMs: 5 },
      });
    },
    { distanceMetres: 2, propertyRuns: 25, joinsWords: true, countsGroups: false, atomicDeletes: false },
  );
});
