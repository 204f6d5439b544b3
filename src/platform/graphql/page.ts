import { isStorable } from '../characters.js';
import {
  type CursorValue,
  decodeCursor,
  encodeCursor,
  notACursor,
  type PageArguments,
  pageSize,
} from './connection.js';

/** A page of a connection; `totalCount` is only worked out when somebody asks. */
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

/** What a list is ordered by: a value and, to break ties, the id. */
export type KeyOf<T> = (node: T) => readonly [value: string, id: string];

/**
 * A page read from the database by key: `read` answers up to `limit` nodes after a key. `isValue` says what the value
 * of a key may be, where not every text will do.
 */
export async function readPage<T>(
  page: PageArguments,
  keyOf: KeyOf<T>,
  read: (after: readonly [string, string] | null, limit: number) => Promise<readonly T[]>,
  countAll: () => Promise<number>,
  isValue: (value: string) => boolean = isStorable,
): Promise<Page<T>> {
  const size = pageSize(page.first);
  const nodes = await read(keyAfter(page, isValue), size + 1);
  return pageOf(nodes, size, page, keyOf, countAll);
}

/** A page read from the database by two whole numbers, such as those of a commit and of a change in it. */
export async function readNumberedPage<T>(
  page: PageArguments,
  keyOf: (node: T) => readonly [number, number],
  read: (after: readonly [number, number] | null, limit: number) => Promise<readonly T[]>,
  countAll: () => Promise<number>,
): Promise<Page<T>> {
  const size = pageSize(page.first);
  const nodes = await read(numbersAfter(page), size + 1);
  return pageOf(nodes, size, page, keyOf, countAll);
}

/** A page of a list that is in memory, in the order of its key. */
export function slicePage<T>(all: readonly T[], page: PageArguments, keyOf: KeyOf<T>): Page<T> {
  const size = pageSize(page.first);
  const from = positionAfter(all, keyAfter(page, isStorable), keyOf);
  const nodes = all.slice(from, from + size + 1);
  return pageOf(nodes, size, page, keyOf, () => all.length);
}

/** Behind the node of the key; when that has gone meanwhile, where the key would stand. */
function positionAfter<T>(all: readonly T[], after: Key | null, keyOf: KeyOf<T>): number {
  if (!after) return 0;
  const found = all.findIndex((node) => keyOf(node)[1] === after[1]);
  if (found >= 0) return found + 1;
  const next = all.findIndex((node) => isAfter(keyOf(node), after));
  return next >= 0 ? next : all.length;
}

type Key = readonly [value: string, id: string];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function keyAfter(page: PageArguments, isValue: (value: string) => boolean): Key | null {
  if (page.after == null) return null;
  const [value, id] = decodeCursor(page.after, 2);
  if (typeof value !== 'string' || !isValue(value) || typeof id !== 'string' || !UUID.test(id))
    throw notACursor();
  return [value, id];
}

function numbersAfter({ after }: PageArguments): [number, number] | null {
  if (after == null) return null;
  const values = decodeCursor(after, 2);
  if (!values.every((value) => Number.isSafeInteger(value))) throw notACursor();
  return values as [number, number];
}

function isAfter(a: Key, b: Key): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

function pageOf<T>(
  found: readonly T[],
  size: number,
  { after }: PageArguments,
  keyOf: (node: T) => readonly CursorValue[],
  countAll: Page<T>['countAll'],
): Page<T> {
  const nodes = found.length > size ? found.slice(0, size) : found;
  const edges = nodes.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges[edges.length - 1]?.cursor ?? null,
    },
    countAll,
  };
}
