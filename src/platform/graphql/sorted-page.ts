import { isStorable } from '../characters.js';
import { isInstant } from '../clock.js';
import type { Sorted } from '../database/sorted.js';
import type { KeyRange, TextKey } from '../key-range.js';
import type { PageArguments } from './connection.js';
import { type Page, readPage } from './page.js';

/** Whether an order, by its name in the graph, sorts by an instant and not by a name or title. */
const isOfInstants = (sort: string) => sort.includes('_AT_') || sort.includes('_SINCE_');

/**
 * Reads a page from the database in one of several orders. A cursor names its order and is refused in any other, where
 * it would be in another place and entries would be left out.
 */
export async function readSortedPage<T extends object>(
  page: PageArguments,
  sort: string,
  read: (range: KeyRange) => Promise<readonly Sorted<T>[]>,
  countAll: () => Promise<number>,
): Promise<Page<T>> {
  const mark = `${sort} `;
  const isValue = isOfInstants(sort) ? isInstant : isStorable;
  const keys = new WeakMap<T, TextKey>();
  const stored = (key: TextKey | null): TextKey | null => key && [key[0].slice(mark.length), key[1]];
  return readPage(
    page,
    (node) => keys.get(node)!,
    async ({ after, before, ...rest }) => {
      const found = await read({ ...rest, after: stored(after), before: stored(before) });
      for (const { node, id, sortKey } of found) keys.set(node, [mark + sortKey, id]);
      return found.map(({ node }) => node);
    },
    countAll,
    (value) => value.startsWith(mark) && isValue(value.slice(mark.length)),
  );
}
