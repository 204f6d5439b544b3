import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { allThere } from '../when-there.js';
import type { Change, ChangeReader } from './changes/change.js';

/** How a cached value is read, and when it is outdated. */
export interface CacheRule<V extends object> {
  /** The name in logs. */
  readonly name: string;
  /** Reads many values in one statement. The map does not contain keys without a value. */
  readonly load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  /** The keys that a change makes outdated; 'all' if the change does not say. */
  readonly staleAfter: ((change: Change) => readonly string[] | 'all') & {
    /** The tables that values are made from. */
    readonly tables?: readonly string[];
  };
  readonly capacity?: number;
}

const ABSENT = Symbol('absent');

/** A read in progress, and which of its keys are already outdated. */
interface Reading {
  readonly changed: Set<string>;
  allChanged: boolean;
}

/**
 * Values by key, kept in memory and dropped when the change feed reports a change.
 *
 * `get` returns a value in memory at once. Otherwise it batches the key with all other misses of the same tick (DataLoader), from
 * any request, because values are the same for all readers. Callers who need a key that is already being read share that read. If
 * a change arrives while its value is being read, only the callers who asked before the change get that value. It is neither
 * shared with later callers nor kept.
 *
 * Our own code around `lru-cache`, as measured: a hit takes 46 ns, compared with 146 by its own `get`, 135 by toad-cache, and 948 by
 * its `fetch`, the only one of these that shares reads.
 */
export class EntityCache<V extends object> implements ChangeReader {
  readonly name: string;
  readonly madeFrom: readonly string[];
  private readonly kept: LRUCache<string, V | typeof ABSENT>;
  private readonly loader: DataLoader<string, V | null>;
  /** Each with the keys that have changed since it began. A key that changed for one read can still be kept by a later one. */
  private readonly readings = new Set<Reading>();

  constructor(private readonly rule: CacheRule<V>) {
    this.name = rule.name;
    this.madeFrom = rule.staleAfter.tables ?? [];
    // `max` would reserve room for all of them at once, which would slow down the start.
    this.kept = new LRUCache({ maxSize: rule.capacity ?? 50_000, sizeCalculation: () => 1 });
    this.loader = new DataLoader((keys) => this.read(keys), { maxBatchSize: 1_000 });
  }

  /** The value, or null if there is none; a promise only if it is not in memory. */
  get(key: string): V | null | Promise<V | null> {
    // The order of use matters only when entries will soon be dropped, and recording it costs more than the look-up.
    const value = this.kept.size * 2 < this.kept.maxSize ? this.kept.peek(key) : this.kept.get(key);
    if (value === undefined) return this.loader.load(key);
    return value === ABSENT ? null : (value as V);
  }

  /** Many values in the order of the keys, null if there is none; a promise only if at least one is not in memory. */
  getAll(keys: readonly string[]): (V | null)[] | Promise<(V | null)[]> {
    return allThere(keys.map((key) => this.get(key)));
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      const keys = this.rule.staleAfter(change);
      if (keys === 'all') {
        this.reset();
        return;
      }
      for (const key of keys) {
        this.kept.delete(key);
        this.loader.clear(key);
        for (const { changed } of this.readings) changed.add(key);
      }
    }
  }

  reset(): void {
    this.kept.clear();
    this.loader.clearAll();
    for (const reading of this.readings) reading.allChanged = true;
  }

  private async read(keys: readonly string[]): Promise<(V | null)[]> {
    const reading: Reading = { changed: new Set(), allChanged: false };
    this.readings.add(reading);
    try {
      const found = await this.rule.load([...new Set(keys)]);
      return keys.map((key) => {
        const value = found.get(key);
        if (!reading.allChanged && !reading.changed.has(key)) this.kept.set(key, value ?? ABSENT);
        return value ?? null;
      });
    } finally {
      this.readings.delete(reading);
      for (const key of keys) this.loader.clear(key);
    }
  }
}
