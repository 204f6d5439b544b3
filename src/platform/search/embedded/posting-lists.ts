import { BlockPool } from './block-pool.js';
import { grown } from './columns.js';

/** The low bits of a posting: the level of the word's weight in the document. The 24 bits above are the slot. */
const LEVEL_BITS = 8;

/** A posting's slot. */
export function postedSlot(posting: number): number {
  return posting >>> LEVEL_BITS;
}

/** A posting's weight level, 0 to 255. */
export function postedLevel(posting: number): number {
  return posting & ((1 << LEVEL_BITS) - 1);
}

/** For every word, by number, the slots that have it, ascending, each with its weight there in one integer. */
export class PostingLists {
  private readonly pool = new BlockPool();
  private handles = new Int32Array(0);
  private lengths = new Int32Array(0);
  private classes = new Uint8Array(0);

  /** Makes space for words numbered below `capacity`. */
  grow(capacity: number): void {
    this.handles = grown(this.handles, capacity);
    this.lengths = grown(this.lengths, capacity);
    this.classes = grown(this.classes, capacity);
  }

  /** How many slots have the word. */
  size(token: number): number {
    return this.lengths[token]!;
  }

  /** The array with a word's postings, from `start(token)` on. Only for words whose size is not 0. */
  cells(token: number): Int32Array {
    return this.pool.cells(this.handles[token]!);
  }

  /** The index in `cells(token)` at which a word's postings begin. */
  start(token: number): number {
    return BlockPool.start(this.handles[token]!);
  }

  /** Visits the slots that have the word, ascending. */
  each(token: number, visit: (slot: number) => void): void {
    const size = this.size(token);
    if (size === 0) return;
    const cells = this.cells(token);
    const start = this.start(token);
    for (let at = start; at < start + size; at++) visit(postedSlot(cells[at]!));
  }

  /** Adds a slot that is not in the word's list. */
  add(token: number, slot: number, level: number): void {
    const length = this.lengths[token]!;
    if (length === 0) {
      this.classes[token] = 0;
      this.handles[token] = this.pool.allocate(0);
    } else if (length === BlockPool.cellsIn(this.classes[token]!)) {
      this.move(token, this.classes[token]! + 1);
    }
    const cells = this.cells(token);
    const start = this.start(token);
    const end = start + length;
    const at = length > 0 && postedSlot(cells[end - 1]!) > slot ? find(cells, start, end, slot) : end;
    if (at < end) cells.copyWithin(at + 1, at, end);
    cells[at] = (slot << LEVEL_BITS) | level;
    this.lengths[token] = length + 1;
  }

  /** Removes a slot that is in the word's list. Returns how many are left. */
  remove(token: number, slot: number): number {
    const cells = this.cells(token);
    const start = this.start(token);
    const end = start + this.lengths[token]!;
    const at = find(cells, start, end, slot);
    cells.copyWithin(at, at + 1, end);
    const left = end - start - 1;
    this.lengths[token] = left;
    const sizeClass = this.classes[token]!;
    if (left === 0) {
      this.pool.release(this.handles[token]!, sizeClass);
    } else if (left <= BlockPool.cellsIn(sizeClass) >>> 2) {
      // From a quarter full to half full, so that a list whose size goes up and down does not move each time.
      this.move(token, BlockPool.classOf(2 * left));
    }
    return left;
  }

  private move(token: number, sizeClass: number): void {
    const handle = this.pool.allocate(sizeClass);
    const start = this.start(token);
    const list = this.cells(token).subarray(start, start + this.lengths[token]!);
    this.pool.cells(handle).set(list, BlockPool.start(handle));
    this.pool.release(this.handles[token]!, this.classes[token]!);
    this.handles[token] = handle;
    this.classes[token] = sizeClass;
  }
}

/** The first index in `[start, end)` of an ascending list whose slot is not below `slot`. */
function find(cells: Int32Array, start: number, end: number, slot: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (postedSlot(cells[middle]!) < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}
