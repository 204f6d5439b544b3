import type { MultiSearchQuery } from 'meilisearch';
import type { Condition, QueryWord, SearchQuery } from '../port.js';
import { all, any, conceptFilter, conditionFilter, scopeFilters } from './filter.js';

/** The order of what is equal. */
export const BY_ID = 'order:asc';

/** The part of a query that asks for its words. */
export function wordsOf(indexUid: string, { words }: SearchQuery): MultiSearchQuery {
  return { indexUid, q: words.map(typed).join(' '), matchingStrategy: 'all', locales: ['eng'] };
}

/** A word as Meilisearch reads it: in quotes, it matches letter by letter and is never a beginning. Folded words contain no quotes. */
function typed({ text, exact, forms = [] }: QueryWord): string {
  return exact && forms.length === 0 ? `"${text}"` : text;
}

/** What a document must meet besides the words. */
export function filterOf(query: SearchQuery, keep: (condition: Condition) => boolean = () => true): string {
  const { scope } = query;
  const reach = scope && scopeFilters(scope);
  return all(
    ...query.conditions.filter(keep).map(conditionFilter),
    ...query.concepts.map(conceptFilter),
    ...(reach ? [any(reach.site, reach.area)] : []),
  );
}
