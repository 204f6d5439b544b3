import { BlockPool } from './block-pool.js';
import { grown } from './columns.js';

/** Any number of integers per slot. Neighbouring slots are close together in memory, which makes a pass over them fast. */
export class RaggedColumn {
  private readonly pool = new BlockPool();
  private handles = new Int32Array(0);
  private lengths = new Int32Array(0);

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.handles = grown(this.handles, capacity);
    this.lengths = grown(this.lengths, capacity);
  }

  /** Stores the first `length` values for a slot, and replaces its old values. */
  put(slot: number, values: ArrayLike<number>, length = values.length): void {
    this.clear(slot);
    this.lengths[slot] = length;
    if (length === 0) return;
    const handle = this.pool.allocate(BlockPool.classOf(length));
    this.handles[slot] = handle;
    const cells = this.pool.cells(handle);
    const start = BlockPool.start(handle);
    for (let i = 0; i < length; i++) cells[start + i] = values[i]!;
  }

  /** Empties a slot and frees its block. */
  clear(slot: number): void {
    const length = this.lengths[slot]!;
    if (length > 0) this.pool.release(this.handles[slot]!, BlockPool.classOf(length));
    this.lengths[slot] = 0;
  }

  /** How many integers a slot has. */
  length(slot: number): number {
    return this.lengths[slot]!;
  }

  /** Whether two slots have the same integers in the same order. */
  areEqual(a: number, b: number): boolean {
    const length = this.lengths[a]!;
    if (length !== this.lengths[b]!) return false;
    if (length === 0) return true;
    const [left, right] = [this.cells(a), this.cells(b)];
    const [from, to] = [this.start(a), this.start(b)];
    for (let i = 0; i < length; i++) if (left[from + i] !== right[to + i]) return false;
    return true;
  }

  /** The array with a slot's integers, from `start(slot)` on. Only for slots whose length is not 0. */
  cells(slot: number): Int32Array {
    return this.pool.cells(this.handles[slot]!);
  }

  /** The index in `cells(slot)` at which a slot's integers begin. */
  start(slot: number): number {
    return BlockPool.start(this.handles[slot]!);
  }
}
