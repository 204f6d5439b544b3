import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { type EngineResult, type SearchAnswerer, SearchError, type SearchQuery } from '../port.js';
import { EVERYTHING } from './canaries.js';
import { GivenUp } from './fault.js';

/**
 * Sends a query to the primary engine with a time limit in milliseconds. Does not trust an empty result from an index that has
 * lost its documents.
 *
 * @throws SearchError: `timeout` after the limit, `not_ready` if the index is as good as empty, `internal` for any error that an
 *   engine should not throw; `GivenUp` if the query's own signal was aborted.
 */
export function createPrimarySearch(
  primary: SearchAnswerer,
  fallback: SearchAnswerer,
  limitMs: number,
): (query: SearchQuery) => Promise<EngineResult> {
  const limit = timeout(limitMs, TimeoutStrategy.Aggressive);

  const answer = async (query: SearchQuery): Promise<EngineResult> => {
    const result = await primary.search(query);
    if (result.total > 0 || (await findsNothing(fallback, query))) return result;
    const { total } = await primary.search({ ...EVERYTHING, ...(query.signal && { signal: query.signal }) });
    if (total > 0 && total * 2 >= fallback.status().documents) return result;
    throw new SearchError('not_ready', 'The index has lost its documents.', primary.name);
  };

  return async (query) => {
    try {
      return await limit.execute(({ signal }) => answer({ ...query, signal }), query.signal);
    } catch (error) {
      if (query.signal?.aborted) throw new GivenUp(primary.name);
      if (error instanceof SearchError) throw error;
      if (error instanceof TaskCancelledError)
        throw new SearchError('timeout', `There was no response within ${limitMs} ms.`, primary.name);
      throw new SearchError('internal', 'The engine failed unexpectedly.', primary.name, { cause: error });
    }
  };
}

async function findsNothing(engine: SearchAnswerer, query: SearchQuery): Promise<boolean> {
  try {
    return (await engine.search(query)).total === 0;
  } catch {
    return false; // there is no other engine to compare with
  }
}
