import { BlockPool } from './block-pool.js';
import { grown } from './columns.js';

/**
 * For every word, by number, the slots that hold it, ascending, each with its weight there. A list is one block: the first
 * half of its cells holds slots, the second half, read as floats, weights.
 */
export class PostingLists {
  private readonly pool = new BlockPool();
  private handles = new Int32Array(0);
  private lengths = new Int32Array(0);
  private classes = new Uint8Array(0);

  /** How many slots hold the word. */
  size(token: number): number {
    return this.lengths[token]!;
  }

  /** Adds a slot that the word's list does not hold. */
  add(token: number, slot: number, weight: number): void {
    if (token >= this.lengths.length) this.grow(Math.max(1024, token * 2));
    const length = this.lengths[token]!;
    if (length === 0) {
      this.classes[token] = 1;
      this.handles[token] = this.pool.allocate(1);
    } else if (length === this.room(token)) {
      this.resize(token, this.classes[token]! + 1);
    }
    const { slots, weights, start, room } = this.open(token);
    const end = start + length;
    const at = length > 0 && slots[end - 1]! > slot ? find(slots, start, end, slot) : end;
    slots.copyWithin(at + 1, at, end);
    weights.copyWithin(at + room + 1, at + room, end + room);
    slots[at] = slot;
    weights[at + room] = weight;
    this.lengths[token] = length + 1;
  }

  /** Removes a slot that the word's list holds; returns how many are left. */
  remove(token: number, slot: number): number {
    const { slots, weights, start, room } = this.open(token);
    const left = this.lengths[token]! - 1;
    const end = start + left + 1;
    const at = find(slots, start, end, slot);
    slots.copyWithin(at, at + 1, end);
    weights.copyWithin(at + room, at + room + 1, end + room);
    this.lengths[token] = left;
    if (left === 0) this.pool.release(this.handles[token]!, this.classes[token]!);
    // A quarter, not a half, so that a list at the limit does not move on every change.
    else if (left <= room >>> 2) this.resize(token, this.classes[token]! - 1);
    return left;
  }

  /** What `scan` needs to read a list: its cells, where it begins, and how far its weights are from its slots. */
  open(token: number): { slots: Int32Array; weights: Float32Array; start: number; room: number } {
    const handle = this.handles[token]!;
    return {
      slots: this.pool.integers(handle),
      weights: this.pool.floats(handle),
      start: BlockPool.start(handle),
      room: this.room(token),
    };
  }

  /** How many entries fit before the list must move. */
  private room(token: number): number {
    return 1 << (this.classes[token]! - 1);
  }

  private resize(token: number, sizeClass: number): void {
    const from = this.open(token);
    const length = this.lengths[token]!;
    const handle = this.pool.allocate(sizeClass);
    const start = BlockPool.start(handle);
    const { slots, weights } = from;
    this.pool.integers(handle).set(slots.subarray(from.start, from.start + length), start);
    const firstWeight = from.start + from.room;
    this.pool
      .floats(handle)
      .set(weights.subarray(firstWeight, firstWeight + length), start + (1 << (sizeClass - 1)));
    this.pool.release(this.handles[token]!, this.classes[token]!);
    this.handles[token] = handle;
    this.classes[token] = sizeClass;
  }

  private grow(capacity: number): void {
    this.handles = grown(this.handles, capacity);
    this.lengths = grown(this.lengths, capacity);
    this.classes = grown(this.classes, capacity);
  }
}

/** The first place in `[start, end)` of an ascending list whose value is not below `value`. */
function find(list: Int32Array, start: number, end: number, value: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
