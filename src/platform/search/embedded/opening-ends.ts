import { DAY } from '../../clock.js';
import type { Opening } from '../port.js';
import { grown } from './columns.js';
import { RaggedColumn } from './ragged-column.js';

/** Cells per end: whole days since 1970 and milliseconds into the day, because a cell is too small for an instant. */
const WIDTH = 2;
/** The value for the day of an opening that has no end. */
const NEVER = 2 ** 31 - 1;

/** When the openings of each slot end. */
export class OpeningEnds {
  /** The first end of each slot. */
  private first = new Float64Array(0);
  /** All ends of the slots that have any, in the order of their openings. */
  private readonly all = new RaggedColumn();
  private room = new Int32Array(16);
  /** No opening ends before this. */
  private next = Number.POSITIVE_INFINITY;

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    const before = this.first.length;
    this.first = grown(this.first, capacity);
    this.first.fill(Number.POSITIVE_INFINITY, before);
    this.all.grow(capacity);
  }

  put(slot: number, openings: readonly Opening[]): void {
    const length = openings.length * WIDTH;
    if (length > this.room.length) this.room = new Int32Array(length * 2);
    let first = Number.POSITIVE_INFINITY;
    for (const [i, { until }] of openings.entries()) {
      if (until !== undefined && until < first) first = until;
      const day = until === undefined ? NEVER : Math.floor(until / DAY);
      this.room[i * WIDTH] = day;
      this.room[i * WIDTH + 1] = until === undefined ? 0 : until - day * DAY;
    }
    this.store(slot, first, length);
  }

  /** When an opening ends, for a slot in which at least one does; Infinity: never. */
  of(slot: number, opening: number): number {
    const at = this.all.start(slot) + opening * WIDTH;
    const cells = this.all.cells(slot);
    return cells[at] === NEVER ? Number.POSITIVE_INFINITY : cells[at]! * DAY + cells[at + 1]!;
  }

  /** Removes the ends of a slot that are not after this instant. */
  keepAfter(slot: number, now: number): void {
    const cells = this.all.cells(slot);
    const start = this.all.start(slot);
    const count = this.all.length(slot) / WIDTH;
    let first = Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let opening = 0; opening < count; opening++) {
      const end = this.of(slot, opening);
      if (end <= now) continue;
      if (end < first) first = end;
      for (let i = 0; i < WIDTH; i++) this.room[kept + i] = cells[start + opening * WIDTH + i]!;
      kept += WIDTH;
    }
    this.store(slot, first, kept);
  }

  /** Slots with an opening that ended by this instant, `most` at most. The caller then removes those openings. */
  due(now: number, most: number): number[] {
    if (now < this.next) return [];
    const slots: number[] = [];
    this.next = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < this.first.length; slot++) {
      const first = this.first[slot]!;
      if (first <= now && slots.length < most) slots.push(slot);
      else if (first < this.next) this.next = first;
    }
    return slots;
  }

  /** Stores the ends in `room` for a slot, unless none of its openings ends. */
  private store(slot: number, first: number, length: number): void {
    this.first[slot] = first;
    this.all.clear(slot);
    if (first === Number.POSITIVE_INFINITY) return;
    if (first < this.next) this.next = first;
    this.all.put(slot, this.room, length);
  }
}
