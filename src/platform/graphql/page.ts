import { isStorable } from '../characters.js';
import type { CursorArgument } from '../cursor-argument.js';
import type { Key, KeyRange, TextKey } from '../key-range.js';
import { type PageSize, pageSize } from '../page-size.js';
import {
  type CursorValue,
  decodeCursor,
  encodeCursor,
  notACursor,
  type PageArguments,
} from './connection.js';

/** A page of a connection. `totalCount` is worked out only if it is selected. */
export interface Page<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly countAll: () => number | Promise<number>;
}

/** What a list is sorted by: a value, then the id. */
export type KeyOf<T> = (node: T) => TextKey;
type NumberKey = readonly [number, number];

/**
 * Reads a page from the database by key. `read` returns up to `limit` nodes of a range, from either end. `isValue`
 * limits the values that a key may have.
 */
export async function readPage<T>(
  page: PageArguments,
  keyOf: KeyOf<T>,
  read: (range: KeyRange) => Promise<readonly T[]>,
  countAll: () => Promise<number>,
  isValue: (value: string) => boolean = isStorable,
): Promise<Page<T>> {
  return readRange(page, keyOf, nameKey(isValue), read, countAll);
}

/** Reads a page from the database by two whole numbers, such as those of a commit and of a change within it. */
export async function readNumberedPage<T>(
  page: PageArguments,
  keyOf: (node: T) => NumberKey,
  read: (range: KeyRange<NumberKey>) => Promise<readonly T[]>,
  countAll: () => Promise<number>,
): Promise<Page<T>> {
  return readRange(page, keyOf, numberKey, read, countAll);
}

async function readRange<T, K extends Key>(
  page: PageArguments,
  keyOf: (node: T) => K,
  toKey: ToKey<K>,
  read: (range: KeyRange<K>) => Promise<readonly T[]>,
  countAll: Page<T>['countAll'],
): Promise<Page<T>> {
  const { size, isBackwards } = pageSize(page);
  // One more than fits shows whether there are more.
  const found = await read({ ...boundsOf(page, toKey), isBackwards, limit: size + 1 });
  const inOrder = isBackwards ? found.toReversed() : found;
  return pageOf(inOrder, { size, isBackwards }, page, keyOf, countAll);
}

/** A page of a list in memory, in the order of its key. */
export function slicePage<T>(all: readonly T[], page: PageArguments, keyOf: KeyOf<T>): Page<T> {
  const { size, isBackwards } = pageSize(page);
  const { after, before } = boundsOf(page, nameKey(isStorable));
  const from = after ? positionOf(all, after, keyOf, 1) : 0;
  const to = Math.max(from, before ? positionOf(all, before, keyOf, 0) : all.length);
  const nodes = isBackwards
    ? all.slice(Math.max(from, to - size - 1), to)
    : all.slice(from, Math.min(to, from + size + 1));
  return pageOf(nodes, { size, isBackwards }, page, keyOf, () => all.length);
}

/** The position `beyond` the node with this key. If the node has been removed, the position where it would be. */
function positionOf<T>(all: readonly T[], key: TextKey, keyOf: KeyOf<T>, beyond: 0 | 1): number {
  const found = all.findIndex((node) => keyOf(node)[1] === key[1]);
  if (found >= 0) return found + beyond;
  const next = all.findIndex((node) => isAfter(keyOf(node), key));
  return next >= 0 ? next : all.length;
}

/** The key for the values of a cursor; null if they are not a key of the list. */
type ToKey<K> = (values: readonly CursorValue[]) => K | null;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function nameKey(isValue: (value: string) => boolean): ToKey<TextKey> {
  return ([value, id]) =>
    typeof value === 'string' && isValue(value) && typeof id === 'string' && UUID.test(id)
      ? [value, id]
      : null;
}

const numberKey: ToKey<NumberKey> = (values) =>
  values.every((value) => Number.isSafeInteger(value)) ? (values as [number, number]) : null;

function boundsOf<K>(
  page: PageArguments,
  toKey: ToKey<K>,
): { readonly after: K | null; readonly before: K | null } {
  const keyAt = (argument: CursorArgument): K | null => {
    const cursor = page[argument];
    if (cursor == null) return null;
    const key = toKey(decodeCursor(cursor, 2, argument));
    if (key) return key;
    throw notACursor(argument);
  };
  return { after: keyAt('after'), before: keyAt('before') };
}

function isAfter(a: TextKey, b: TextKey): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

/** @param found in the order of the list, with one node too many at the far end if there are more. */
function pageOf<T>(
  found: readonly T[],
  { size, isBackwards }: PageSize,
  { after, before }: PageArguments,
  keyOf: (node: T) => readonly CursorValue[],
  countAll: Page<T>['countAll'],
): Page<T> {
  const hasMore = found.length > size;
  const nodes = !hasMore ? found : isBackwards ? found.slice(1) : found.slice(0, size);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: isBackwards ? before != null : hasMore,
      hasPreviousPage: isBackwards ? hasMore : after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges[edges.length - 1]?.cursor ?? null,
    },
    countAll,
  };
}
