/** One committed write to one row. */
export interface Change {
  /** The number of its commit. The changes of a transaction share it. A transaction that became visible later has a higher one. */
  readonly number: number;
  /** The table, or the name under which tables that change in bulk are followed. In that case `id` is the table. */
  readonly table: string;
  readonly id: string;
  /** The row it belongs to; null if it belongs to none. */
  readonly parentId: string | null;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  /** Null for an INSERT, and for tables without versions. */
  readonly versionBefore: number | null;
  /** Null for a DELETE, and for tables without versions. */
  readonly versionAfter: number | null;
}

/**
 * Keeps a copy of the register up to date with its changes: a cache, an index, a feed to another system.
 *
 * Both calls can be repeated with the same changes, so they must be idempotent. When `aborted` fires, the reader runs elsewhere, or
 * the feed is closing: stop as soon as possible. The work then does not count as done.
 */
export interface ChangeReader {
  readonly name: string;
  /** What the copy is made from: a change in any other table does nothing. Absent for a reader that keeps no copy. */
  readonly madeFrom?: readonly string[];
  /** Takes whole commits, in the order in which they became visible. If it throws, it is called again with the same ones. */
  apply(changes: readonly Change[], aborted: AbortSignal): Promise<void> | void;
  /**
   * Starts afresh from what is stored now, which reflects `change` and perhaps later ones. A reader that continues work it began
   * earlier can return an earlier change. It then gets all changes after that one.
   */
  reset(change: number, aborted: AbortSignal): Promise<number | undefined> | Promise<void> | void;
  /**
   * Called when this process begins to run a persistent reader. Returns the last change that the copy reflects, if the copy knows
   * it, or null. A stored position beyond it is ignored: another process may have moved it without writing.
   */
  reflects?(): Promise<number | null>;
}

/**
 * Combines several readers in memory into one, so that the log is read once for all. They get changes in their order. If one
 * fails, all get the same changes again.
 */
export function together(name: string, readers: readonly ChangeReader[]): ChangeReader {
  return {
    name,
    madeFrom: [...new Set(readers.flatMap(({ madeFrom = [] }) => madeFrom))],
    async apply(changes, aborted) {
      for (const reader of readers) await reader.apply(changes, aborted);
    },
    async reset(change, aborted) {
      for (const reader of readers) await reader.reset(change, aborted);
    },
  };
}
