import type { EngineMaker } from './compose-search.js';
import type { Config } from './config.js';
import type { Log } from './platform/log.js';
import { MeilisearchOutOfReach } from './platform/search/meilisearch/errors.js';
import { openMeilisearchEngine } from './platform/search/meilisearch/meilisearch-engine.js';
import { checkServer, meilisearchServer } from './platform/search/meilisearch/server.js';
import { postgresCheckpoints } from './platform/search/postgres-checkpoints.js';

/** The search engine of the settings that is to answer beside the embedded one; nothing when there is none. */
export function primarySearch(config: Config, log: Pick<Log, 'warn'>): { primarySearch?: EngineMaker } {
  return config.SEARCH_ENGINE === 'meilisearch' ? { primarySearch: onMeilisearch(config, log) } : {};
}

/**
 * An engine on the Meilisearch server of the settings. One that is out of reach may come back: the embedded engine
 * answers until it does, so the hub starts all the same and says so.
 * @throws MeilisearchSetupError when the server is too old, or refuses a key or gives it too much.
 */
export function onMeilisearch(config: Config, log: Pick<Log, 'warn'>): EngineMaker {
  return async (pool, schema) => {
    const index = config.MEILISEARCH_INDEX;
    const server = meilisearchServer({
      url: config.MEILISEARCH_URL!, // readConfig has made sure of it
      searchKey: config.MEILISEARCH_SEARCH_KEY,
      indexKey: config.MEILISEARCH_INDEX_KEY,
    });
    try {
      await checkServer(server, index);
    } catch (error) {
      if (!(error instanceof MeilisearchOutOfReach)) throw error;
      log.warn({ reason: error.message }, 'search: the embedded engine answers until Meilisearch is there');
    }
    return openMeilisearchEngine(schema, { server, index, checkpoints: postgresCheckpoints(pool, index) });
  };
}
