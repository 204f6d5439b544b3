import type { SearchQuery, SearchSchema } from '../port.js';
import { heaviestText } from './document.js';
import { all, any, nameFilter, oneOf } from './filter.js';

/** Meilisearch reads no more words of a query than this. */
const MOST_WORDS = 10;

/** A list of documents in an order that Meilisearch supports. */
export interface List {
  readonly filter: string;
  readonly sort: readonly string[];
  /** The list has documents with some of these words, those with most of them first. Absent: with all words of the query. */
  readonly someOf?: readonly string[];
  /** The only field in which words are searched for. Absent: all fields. */
  readonly only?: string;
}

/**
 * The documents of a search by relevance as lists, the best first and all of them last: those with exactly this name, then all.
 * In each, those that mean every concept of the question come first, required or not, then those that mean one, then the rest. Meilisearch ranks by text, but
 * not by these.
 *
 * If only concepts are left of the question, each of the later lists begins with documents that have more of its words, first in
 * the title. Words that must match do not need such a list, because Meilisearch ranks by them in every list.
 */
export function relevanceLayers(schema: SearchSchema, query: SearchQuery, filter: string): List[] {
  const { words, concepts, preferred = [], sort, phrase = words.map(({ text }) => text) } = query;
  const meant = [...new Set([...concepts, ...preferred])];
  const strong = meant.map((concept) => oneOf('strong', [concept]));
  const nearest = sort.by === 'relevance' && sort.nearest;
  const circles = new Set([
    ...(strong.length > 0 ? [all(filter, ...strong), all(filter, any(...strong))] : []),
    filter,
  ]);
  const orders: Omit<List, 'filter' | 'sort'>[] = [{}];
  // Where nearness counts, it alone puts each layer in order.
  if (words.length === 0 && phrase.length > 0 && !nearest) {
    const someOf = (query.helpful ?? phrase).slice(0, MOST_WORDS);
    const title = heaviestText(schema);
    orders.unshift(...(title ? [{ someOf, only: `text.${title}` }] : []), { someOf });
  }
  const order = nearest ? [`_geoPoint(${nearest.lat}, ${nearest.lng}):asc`] : [];
  const plain = [...circles].map((circle): List => ({ filter: circle, sort: order }));
  return [
    ...(phrase.length > 0
      ? plain.map((list) => ({ ...list, filter: all(list.filter, nameFilter(phrase)) }))
      : []),
    ...plain.flatMap((list) => orders.map((order) => ({ ...list, ...order }))),
  ];
}
