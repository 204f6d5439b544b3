import type { Opening } from '../port.js';
import { grown } from './columns.js';
import { RaggedColumn } from './ragged-column.js';

/** Cells per end: whole days since 1970 and milliseconds into the day, since no cell holds an instant. */
const WIDTH = 2;
const DAY = 86_400_000;
/** Stands in for the day of an opening that has no end. */
const NEVER = 2 ** 31 - 1;

/** When the openings of each slot end. */
export class OpeningEnds {
  /** The first end of each slot. */
  private first = new Float64Array(0);
  /** All ends of the slots that have one, in the order of their openings. */
  private readonly all = new RaggedColumn();
  private room = new Int32Array(16);
  /** No opening ends before. */
  private next = Number.POSITIVE_INFINITY;

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    const before = this.first.length;
    this.first = grown(this.first, capacity);
    this.first.fill(Number.POSITIVE_INFINITY, before);
    this.all.grow(capacity);
  }

  put(slot: number, openings: readonly Opening[]): void {
    let first = Number.POSITIVE_INFINITY;
    for (const { until } of openings) if (until !== undefined && until < first) first = until;
    this.first[slot] = first;
    this.all.clear(slot);
    if (first === Number.POSITIVE_INFINITY) return;
    if (first < this.next) this.next = first;
    const length = openings.length * WIDTH;
    if (length > this.room.length) this.room = new Int32Array(length * 2);
    for (const [i, { until }] of openings.entries()) {
      const day = until === undefined ? NEVER : Math.floor(until / DAY);
      this.room[i * WIDTH] = day;
      this.room[i * WIDTH + 1] = until === undefined ? 0 : until - day * DAY;
    }
    this.all.put(slot, this.room, length);
  }

  /** When an opening of a slot ends that has one which does; undefined: never. */
  of(slot: number, opening: number): number | undefined {
    const at = this.all.start(slot) + opening * WIDTH;
    const cells = this.all.cells(slot);
    return cells[at] === NEVER ? undefined : cells[at]! * DAY + cells[at + 1]!;
  }

  /** The slots with an opening that ended by this instant; whoever asks puts them anew. */
  due(now: number): number[] {
    if (now < this.next) return [];
    const slots: number[] = [];
    this.next = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < this.first.length; slot++) {
      if (this.first[slot]! <= now) slots.push(slot);
      else if (this.first[slot]! < this.next) this.next = this.first[slot]!;
    }
    return slots;
  }
}
