import type { Bits } from './bits.js';

/**
 * The cells of one row of the grid, from west to east, with their slots as words of bits. A cell with neighbouring slots
 * has one word for every 32, and the cells between two meridians are one stretch of the arrays.
 */
export class GridRow {
  private readonly columns: number[] = [];
  private readonly words: number[] = [];
  private readonly masks: number[] = [];

  /** Adds a slot to a cell. Adding it twice has no effect. */
  add(column: number, slot: number): void {
    const word = slot >>> 5;
    const at = this.place(column, word);
    if (this.columns[at] !== column || this.words[at] !== word) {
      this.columns.splice(at, 0, column);
      this.words.splice(at, 0, word);
      this.masks.splice(at, 0, 0);
    }
    this.masks[at]! |= 1 << (slot & 31);
  }

  /** Removes a slot that the cell has. */
  remove(column: number, slot: number): void {
    const at = this.place(column, slot >>> 5);
    this.masks[at]! &= ~(1 << (slot & 31));
    if (this.masks[at] !== 0) return;
    this.columns.splice(at, 1);
    this.words.splice(at, 1);
    this.masks.splice(at, 1);
  }

  /** Adds to `target` the slots of the cells from `west` to `east`, both included. */
  uniteInto(target: Bits, west: number, east: number): void {
    const { columns, words, masks } = this;
    for (let i = this.place(west, 0); i < columns.length && columns[i]! <= east; i++) {
      target[words[i]!] = target[words[i]!]! | masks[i]!;
    }
  }

  /** The first entry that is not before a word of a column. */
  private place(column: number, word: number): number {
    const { columns, words } = this;
    let low = 0;
    let high = columns.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isBefore = columns[middle]! < column || (columns[middle] === column && words[middle]! < word);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
