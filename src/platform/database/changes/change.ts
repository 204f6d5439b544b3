/** One committed write to one row. */
export interface Change {
  /** That of its commit: a transaction's changes share it, and a transaction that became visible later has a higher one. */
  readonly number: number;
  /** The table, or the name under which tables that change in bulk are followed (then `id` is the table). */
  readonly table: string;
  readonly id: string;
  /** The row it belongs to; null where it belongs to none. */
  readonly parentId: string | null;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  /** Null before an INSERT, and for tables without versions. */
  readonly versionBefore: number | null;
  /** Null after a DELETE, and for tables without versions. */
  readonly versionAfter: number | null;
}

/**
 * Keeps a copy of the register in step with its changes: a cache, an index, a feed to somebody.
 *
 * Both calls may be repeated with the same changes, so they must be idempotent. `aborted`: the reader runs elsewhere now, or the
 * feed is closing; stop at the next opportunity, nothing is counted as done.
 */
export interface ChangeReader {
  readonly name: string;
  /** Whole commits, in the order in which they became visible. When it throws, it is called again with the same ones. */
  apply(changes: readonly Change[], aborted: AbortSignal): Promise<void> | void;
  /**
   * Start afresh from what is stored now, which reflects `change` and perhaps later ones. A reader that goes on with what it
   * had begun before may answer an earlier change, and is told of all that came after that one.
   */
  reset(change: number, aborted: AbortSignal): Promise<number | undefined> | Promise<void> | void;
  /**
   * Asked when this process begins to run a persistent reader: the last change that the copy reflects, where that is known with
   * the copy. A stored position beyond it is not believed: another process may have moved it without writing. Null: not known.
   */
  reflects?(): Promise<number | null>;
}

/**
 * One reader in the place of several in memory: the log is read once for all of them, in their order. Where one fails, all hear
 * of the same changes again.
 */
export function together(name: string, readers: readonly ChangeReader[]): ChangeReader {
  return {
    name,
    async apply(changes, aborted) {
      for (const reader of readers) await reader.apply(changes, aborted);
    },
    async reset(change, aborted) {
      for (const reader of readers) await reader.reset(change, aborted);
    },
  };
}
