import { type EngineMaker, searchSetting } from '../features/search/search.feature.js';
import type { SearchSettings } from '../features/search/search.settings.js';
import type { SettingValue } from '../platform/composition/setting.js';
import type { Log } from '../platform/log.js';
import { postgresCheckpoints } from '../platform/search/checkpoint.repository.js';
import { MeilisearchOutOfReach } from '../platform/search/meilisearch/errors.js';
import { openMeilisearchEngine } from '../platform/search/meilisearch/meilisearch-engine.js';
import { checkServer, meilisearchServer } from '../platform/search/meilisearch/server.js';

/** The setting of the search engine that is to answer beside the embedded one; nothing when there is none. */
export function primarySearch(config: SearchSettings, log: Pick<Log, 'warn'>): SettingValue[] {
  if (config.SEARCH_ENGINE !== 'meilisearch') return [];
  // One that is out of reach may come back: until then the embedded engine answers.
  const goOn = ({ message }: Error) =>
    log.warn({ reason: message }, 'search: the embedded engine answers until Meilisearch is there');
  return [searchSetting.to({ primary: onMeilisearch(config, goOn) })];
}

/**
 * An engine on the Meilisearch server of the settings.
 * @param outOfReach what to do about a server that does not answer; it may throw.
 * @throws MeilisearchSetupError when the server is too old, or refuses a key or gives it too much.
 */
export function onMeilisearch(
  config: SearchSettings,
  outOfReach: (error: MeilisearchOutOfReach) => void,
): EngineMaker {
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
      outOfReach(error);
    }
    return openMeilisearchEngine(schema, { server, index, checkpoints: postgresCheckpoints(pool, index) });
  };
}
