import type { CacheRule } from './entity-cache.js';

/** The key that a change of a table makes out of date: of the row itself, of what it belongs to, or every one. */
type Key = 'row' | 'parent' | 'all';

const NONE: readonly string[] = [];

/** The rule of a cache as a table: which key a change of which table makes out of date. Other tables make none. */
export function staleAfter(tables: Readonly<Record<string, Key>>): CacheRule<object>['staleAfter'] {
  const keys = new Map(Object.entries(tables));
  return ({ table, id, parentId }) => {
    const key = keys.get(table);
    if (key === undefined) return NONE;
    if (key === 'all') return 'all';
    if (key === 'row') return [id];
    return parentId === null ? NONE : [parentId];
  };
}
