import { type EngineMaker, searchSetting } from '../features/search/search.feature.js';
import type { SearchSettings } from '../features/search/search.settings.js';
import type { SettingValue } from '../platform/composition/setting.js';
import type { Log } from '../platform/log.js';
import { postgresCheckpoints } from '../platform/search/checkpoint.repository.js';
import { MeilisearchOutOfReach } from '../platform/search/meilisearch/errors.js';
import { openMeilisearchEngine } from '../platform/search/meilisearch/meilisearch-engine.js';
import { checkServer, meilisearchServer } from '../platform/search/meilisearch/server.js';

/** The setting for a primary search engine, which the embedded one backs up; empty if there is none. */
export function primarySearch(config: SearchSettings, log: Pick<Log, 'warn'>): SettingValue[] {
  if (config.SEARCH_ENGINE !== 'meilisearch') return [];
  // It may come back. Until then the embedded engine responds.
  const goOn = ({ message }: Error) =>
    log.warn({ reason: message }, 'search: the embedded engine responds until Meilisearch is within reach');
  return [searchSetting.to({ primary: onMeilisearch(config, goOn) })];
}

/**
 * An engine on the Meilisearch server of the settings.
 * @param outOfReach what to do about a server that does not respond; it may throw.
 * @throws MeilisearchSetupError if the server is too old, refuses a key, or gives a key too many rights.
 */
export function onMeilisearch(
  config: SearchSettings,
  outOfReach: (error: MeilisearchOutOfReach) => void,
): EngineMaker {
  return async (pool, schema) => {
    const index = config.MEILISEARCH_INDEX;
    const server = meilisearchServer({
      url: config.MEILISEARCH_URL!, // readConfig has checked it.
      searchKey: config.MEILISEARCH_SEARCH_KEY,
      indexKey: config.MEILISEARCH_INDEX_KEY,
    });
    try {
      await checkServer(server, index);
    } catch (error) {
      if (!(error instanceof MeilisearchOutOfReach)) throw error;
      outOfReach(error);
    }
    return openMeilisearchEngine(schema, { server, index, checkpoints: postgresCheckpoints(pool, index) });
  };
}
