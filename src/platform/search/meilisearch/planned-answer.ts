import type { MultiSearchQuery } from 'meilisearch';
import type { EngineResult, SearchQuery, SearchSchema } from '../port.js';
import type { RawAnswer } from './answers.js';
import { groupHits, membersQuery } from './group-hits.js';
import { toHit } from './hit.js';
import { planSearch } from './search-plan.js';

/**
 * What a search that has been checked finds in an index. `ask` sends queries, all at once, and is called once, or twice if results are
 * grouped.
 */
export async function plannedAnswer(
  indexUid: string,
  schema: SearchSchema,
  query: SearchQuery,
  ask: (queries: MultiSearchQuery[]) => Promise<readonly RawAnswer[]>,
): Promise<Pick<EngineResult, 'hits' | 'total' | 'facets'>> {
  const plan = planSearch(indexUid, schema, query);
  const { best, total, facets } = plan.read(await ask(plan.queries));
  if (query.groupBy === undefined || best.length === 0) {
    return { hits: best.map((raw) => toHit(query, raw)), total, facets };
  }
  const [members] = await ask([membersQuery(indexUid, schema, query, best)]);
  return { hits: groupHits(schema, query, best, members!.hits), total, facets };
}
