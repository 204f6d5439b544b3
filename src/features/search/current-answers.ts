import type { SearchAnswerer } from '../../platform/search/port.js';
import type { SearchIndex } from './search-index.js';

/** An engine for callers: its results never count a stale vacancy as open. */
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
