const PAGE_BITS = 16;
const PAGE_CELLS = 1 << PAGE_BITS;

/** Larger blocks get their own page, so that no page has a large unused end. */
const LARGEST_SHARED = PAGE_CELLS >>> 3;

/**
 * Memory for many short lists of 32-bit integers: blocks are cut from shared pages and reused by size. A separate typed array
 * costs about 200 bytes before its first element. A block costs only its cells, and growing one list copies no other.
 *
 * There are four size classes for each doubling (.. 8, 10, 12, 14, 16, 20 ..), so that little of a block is unused. A handle
 * identifies a block: its page is in the high bits, its first cell in the low 16.
 */
export class BlockPool {
  private readonly pages: Int32Array[] = [];
  private readonly freePages: number[] = [];
  /** Free handles by size class. */
  private readonly freeBlocks: number[][] = [];
  /** The page that blocks are cut from, and how much of it is used. */
  private page = -1;
  private taken = PAGE_CELLS;

  /** The class of the smallest block that holds `cells` cells (at least one). */
  static classOf(cells: number): number {
    if (cells <= 4) return cells - 1;
    const doublings = 29 - Math.clz32(cells - 1);
    return ((cells - 1) >>> doublings) + 4 * doublings;
  }

  /** How many cells a block of a class has. */
  static cellsIn(sizeClass: number): number {
    return sizeClass < 4 ? sizeClass + 1 : (5 + (sizeClass & 3)) << ((sizeClass >>> 2) - 1);
  }

  /** A block of a size class, with unspecified content. */
  allocate(sizeClass: number): number {
    const cells = BlockPool.cellsIn(sizeClass);
    if (cells > LARGEST_SHARED) return this.addPage(cells) << PAGE_BITS;
    const free = this.freeBlocks[sizeClass]?.pop();
    if (free !== undefined) return free;
    if (this.taken + cells > PAGE_CELLS) {
      this.page = this.addPage(PAGE_CELLS);
      this.taken = 0;
    }
    const handle = (this.page << PAGE_BITS) | this.taken;
    this.taken += cells;
    return handle;
  }

  /** Gives a block back. */
  release(handle: number, sizeClass: number): void {
    if (BlockPool.cellsIn(sizeClass) > LARGEST_SHARED) {
      const page = handle >>> PAGE_BITS;
      this.pages[page] = new Int32Array(0);
      this.freePages.push(page);
      return;
    }
    while (this.freeBlocks.length <= sizeClass) this.freeBlocks.push([]);
    this.freeBlocks[sizeClass]!.push(handle);
  }

  /** The page that contains a block. */
  cells(handle: number): Int32Array {
    return this.pages[handle >>> PAGE_BITS]!;
  }

  /** The index in its page at which a block begins. */
  static start(handle: number): number {
    return handle & (PAGE_CELLS - 1);
  }

  private addPage(cells: number): number {
    const page = this.freePages.pop() ?? this.pages.length;
    this.pages[page] = new Int32Array(cells);
    return page;
  }
}
