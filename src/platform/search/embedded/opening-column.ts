import type { Opening } from '../port.js';
import { RaggedColumn } from './ragged-column.js';

/** Cells per opening: places, first day, lowest year, highest year. */
const WIDTH = 4;

/** Any number of openings per slot. Every question is answered by one and the same opening. */
export class OpeningColumn {
  private readonly column = new RaggedColumn();

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    this.column.grow(capacity);
  }

  put(slot: number, openings: readonly Opening[]): void {
    this.column.put(
      slot,
      openings.flatMap((o) => [o.places, o.fromDay, o.minYear, o.maxYear]),
    );
  }

  /**
   * Moves to the front the slots with one opening of at least `places` places by `byDay` that is, if years are given, open
   * to one of them; returns how many.
   */
  keepOpen(
    slots: Int32Array,
    length: number,
    { places, byDay, years }: { places: number; byDay: number; years?: readonly number[] },
  ): number {
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const size = this.column.length(slot);
      if (size === 0) continue;
      const cells = this.column.cells(slot);
      const start = this.column.start(slot);
      for (let at = start; at < start + size; at += WIDTH) {
        if (cells[at]! < places || cells[at + 1]! > byDay) continue;
        if (years === undefined || anyBetween(years, cells[at + 2]!, cells[at + 3]!)) {
          slots[kept++] = slot;
          break;
        }
      }
    }
    return kept;
  }

  /**
   * The earliest day on which one opening has at least `places` places and, if years are given, is open to one of them;
   * Infinity when never.
   */
  earliest(slot: number, { places, years }: { places: number; years?: readonly number[] }): number {
    let day = Number.POSITIVE_INFINITY;
    const size = this.column.length(slot);
    if (size === 0) return day;
    const cells = this.column.cells(slot);
    const start = this.column.start(slot);
    for (let at = start; at < start + size; at += WIDTH) {
      if (cells[at]! < places || cells[at + 1]! >= day) continue;
      if (years === undefined || anyBetween(years, cells[at + 2]!, cells[at + 3]!)) day = cells[at + 1]!;
    }
    return day;
  }
}

function anyBetween(values: readonly number[], low: number, high: number): boolean {
  for (const value of values) if (value >= low && value <= high) return true;
  return false;
}
