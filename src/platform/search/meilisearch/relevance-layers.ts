import type { SearchQuery, SearchSchema } from '../port.js';
import { heaviestText } from './document.js';
import { all, any, nameFilter, oneOf } from './filter.js';

/** Meilisearch reads no more words of a query. */
const MOST_WORDS = 10;

/** A list of documents in the order that Meilisearch can give. */
export interface List {
  readonly filter: string;
  readonly sort: readonly string[];
  /** It has the documents with some of these words, most of them first; left out: those with all words of the query. */
  readonly someOf?: readonly string[];
  /** Only this field is searched for words; left out: every one. */
  readonly only?: string;
}

/**
 * The documents of a search by relevance as lists, the best first and all of them last: what is called so, then all, and in
 * each what means every concept, what means one, and the rest. Meilisearch ranks by text, but by none of these.
 *
 * Where nothing is left of the question but concepts, each of the later ones begins with what says more of its words, in the
 * title before anywhere else. Words that must match need no such list: Meilisearch ranks by them in every one.
 */
export function relevanceLayers(schema: SearchSchema, query: SearchQuery, filter: string): List[] {
  const { words, concepts, phrase = words } = query;
  const strong = concepts.map((concept) => oneOf('strong', [concept]));
  const circles = new Set([
    ...(strong.length > 0 ? [all(filter, ...strong), all(filter, any(...strong))] : []),
    filter,
  ]);
  const orders: Omit<List, 'filter' | 'sort'>[] = [{}];
  if (words.length === 0 && phrase.length > 0) {
    const someOf = phrase.slice(0, MOST_WORDS);
    const title = heaviestText(schema);
    orders.unshift(...(title ? [{ someOf, only: `text.${title}` }] : []), { someOf });
  }
  const plain = [...circles].map((circle): List => ({ filter: circle, sort: [] }));
  return [
    ...(phrase.length > 0
      ? plain.map((list) => ({ ...list, filter: all(list.filter, nameFilter(phrase)) }))
      : []),
    ...plain.flatMap((list) => orders.map((order) => ({ ...list, ...order }))),
  ];
}
