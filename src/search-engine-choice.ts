import type pg from 'pg';
import type { Config } from './config.js';
import { createEmbeddedEngine } from './platform/search/embedded/embedded-engine.js';
import { openMeilisearchEngine } from './platform/search/meilisearch/meilisearch-engine.js';
import { checkServer, meilisearchServer } from './platform/search/meilisearch/server.js';
import type { SearchEngine, SearchSchema } from './platform/search/port.js';
import { postgresCheckpoints } from './platform/search/postgres-checkpoints.js';

/**
 * The search engine of the settings.
 * @throws MeilisearchSetupError when the server is not there, is too old or refuses a key.
 */
export async function chooseSearchEngine(
  config: Config,
  pool: pg.Pool,
  schema: SearchSchema,
): Promise<SearchEngine> {
  if (config.SEARCH_ENGINE === 'embedded') return createEmbeddedEngine(schema);
  const index = config.MEILISEARCH_INDEX;
  const server = meilisearchServer({
    url: config.MEILISEARCH_URL!, // readConfig has made sure of it
    searchKey: config.MEILISEARCH_SEARCH_KEY,
    indexKey: config.MEILISEARCH_INDEX_KEY,
  });
  await checkServer(server, index);
  return openMeilisearchEngine(schema, {
    server,
    index,
    checkpoints: postgresCheckpoints(pool, index),
  });
}
