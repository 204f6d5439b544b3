const PAGE_BITS = 16;
const PAGE_CELLS = 1 << PAGE_BITS;

/**
 * Memory for many short lists of 32-bit cells: blocks of a power of two, cut from shared pages and reused by size.
 * A typed array of its own costs some 200 bytes before its first element; a block costs nothing beyond its cells, and no
 * growth ever copies more than the one list that grows.
 *
 * A handle names a block: its page in the high bits, its first cell in the low 16. Every page can be read as integers
 * and as floats; both views share the same memory.
 */
export class BlockPool {
  private readonly integerPages: Int32Array[] = [];
  private readonly floatPages: Float32Array[] = [];
  private readonly freePages: number[] = [];
  /** Free handles by size class: class `c` holds blocks of `2 ** c` cells. */
  private readonly freeBlocks: number[][] = Array.from({ length: PAGE_BITS + 1 }, () => []);

  /** The size class of the smallest block that holds `cells` cells. */
  static classOf(cells: number): number {
    return cells <= 1 ? 0 : 32 - Math.clz32(cells - 1);
  }

  /** A block of `2 ** sizeClass` cells with unspecified content. */
  allocate(sizeClass: number): number {
    if (sizeClass > PAGE_BITS) return this.addPage(1 << sizeClass) << PAGE_BITS;
    const free = this.freeBlocks[sizeClass]!.pop();
    if (free !== undefined) return free;
    if (sizeClass === PAGE_BITS) return this.addPage(PAGE_CELLS) << PAGE_BITS;
    // Halve a larger block; its second half becomes free.
    const larger = this.allocate(sizeClass + 1);
    this.freeBlocks[sizeClass]!.push(larger + (1 << sizeClass));
    return larger;
  }

  /** Gives a block back. */
  release(handle: number, sizeClass: number): void {
    if (sizeClass > PAGE_BITS) {
      const page = handle >>> PAGE_BITS;
      this.integerPages[page] = new Int32Array(0);
      this.floatPages[page] = new Float32Array(0);
      this.freePages.push(page);
    } else {
      this.freeBlocks[sizeClass]!.push(handle);
    }
  }

  /** The page a handle points into, as integers. */
  integers(handle: number): Int32Array {
    return this.integerPages[handle >>> PAGE_BITS]!;
  }

  /** The same page as floats. */
  floats(handle: number): Float32Array {
    return this.floatPages[handle >>> PAGE_BITS]!;
  }

  /** Where in its page a block begins. */
  static start(handle: number): number {
    return handle & (PAGE_CELLS - 1);
  }

  private addPage(cells: number): number {
    const page = this.freePages.pop() ?? this.integerPages.length;
    const integers = new Int32Array(cells);
    this.integerPages[page] = integers;
    this.floatPages[page] = new Float32Array(integers.buffer);
    return page;
  }
}
