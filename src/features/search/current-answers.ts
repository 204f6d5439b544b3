import type { SearchAnswerer } from '../../platform/search/port.js';
import type { SearchIndex } from './search-index.js';

/** An engine as whoever searches is to see it: no vacancy that has gone stale counts as open in its answers. */
export function currentAnswers(engine: SearchAnswerer, index: Pick<SearchIndex, 'upToDate'>): SearchAnswerer {
  return {
    name: engine.name,
    limits: engine.limits,
    status: () => engine.status(),
    search(query) {
      const expired = index.upToDate();
      return expired ? expired.then(() => engine.search(query)) : engine.search(query);
    },
  };
}
