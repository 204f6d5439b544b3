import type { Opening } from '../port.js';
import { grown } from './columns.js';
import { RaggedColumn } from './ragged-column.js';

/** Cells per opening: places, first day, lowest year, highest year. */
const WIDTH = 4;
/** Stands for the places of a slot without any opening. */
const NONE = -1;
/** Added to the places of the first opening when there are more. No question asks for so many. */
const MORE = 2 ** 30;

/** What is asked of one and the same opening. */
interface Wanted {
  readonly places: number;
  readonly years?: readonly number[];
}

/**
 * Any number of openings per slot. Every question is answered by one and the same opening. Most slots have one at most, so
 * the first has a row of its own, which is read at one go; the others lie elsewhere.
 */
export class OpeningColumn {
  private rows = new Int32Array(0);
  private readonly others = new RaggedColumn();

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    this.rows = grown(this.rows, capacity * WIDTH);
    this.others.grow(capacity);
  }

  put(slot: number, openings: readonly Opening[]): void {
    const [first = [NONE, 0, 0, 0], ...others] = openings.map((o) => [
      Math.min(o.places, MORE - 1),
      o.fromDay,
      o.minYear,
      o.maxYear,
    ]);
    this.rows.set(first, slot * WIDTH);
    if (others.length > 0) this.rows[slot * WIDTH]! += MORE;
    this.others.put(slot, others.flat());
  }

  /**
   * Moves to the front the slots with one opening of at least `places` places by `byDay` that is, if years are given, open
   * to one of them; returns how many.
   */
  keepOpen(slots: Int32Array, length: number, wanted: Wanted & { readonly byDay: number }): number {
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      if (this.earliest(slot, wanted, wanted.byDay + 1) <= wanted.byDay) slots[kept++] = slot;
    }
    return kept;
  }

  /**
   * The earliest day before `limit` on which one opening has at least `places` places and, if years are given, is open to
   * one of them; `limit` when never.
   */
  earliest(slot: number, { places, years }: Wanted, limit = Number.POSITIVE_INFINITY): number {
    const { rows } = this;
    const row = slot * WIDTH;
    const firstPlaces = rows[row]!;
    if (firstPlaces === NONE) return limit;
    const hasMore = firstPlaces >= MORE;
    let day = limit;
    if ((hasMore ? firstPlaces - MORE : firstPlaces) >= places && rows[row + 1]! < day) {
      if (years === undefined || anyBetween(years, rows[row + 2]!, rows[row + 3]!)) day = rows[row + 1]!;
    }
    if (!hasMore) return day;
    const cells = this.others.cells(slot);
    const start = this.others.start(slot);
    const end = start + this.others.length(slot);
    for (let at = start; at < end; at += WIDTH) {
      if (cells[at]! < places || cells[at + 1]! >= day) continue;
      if (years === undefined || anyBetween(years, cells[at + 2]!, cells[at + 3]!)) day = cells[at + 1]!;
    }
    return day;
  }
}

function anyBetween(values: readonly number[], low: number, high: number): boolean {
  for (let i = 0; i < values.length; i++) if (values[i]! >= low && values[i]! <= high) return true;
  return false;
}
