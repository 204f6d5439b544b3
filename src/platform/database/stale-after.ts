import type { Change } from './changes/change.js';
import type { CacheRule } from './entity-cache.js';

/** The keys that a change of a table makes outdated: that of the row itself, those of its parent, or all. */
type Key = 'row' | 'parent' | 'all' | ((parentId: string) => readonly string[]);

const NONE: readonly string[] = [];

/** The rule of a cache as a table: which keys a change of each table makes outdated. Other tables have no effect. */
export function staleAfter(tables: Readonly<Record<string, Key>>): CacheRule<object>['staleAfter'] {
  const keys = new Map(Object.entries(tables));
  const rule = ({ table, id, parentId }: Change) => {
    const key = keys.get(table);
    if (key === undefined) return NONE;
    if (key === 'all') return 'all';
    if (key === 'row') return [id];
    if (parentId === null) return NONE;
    return key === 'parent' ? [parentId] : key(parentId);
  };
  return Object.assign(rule, { tables: [...keys.keys()] });
}
