import type { Opening } from '../port.js';
import { grown } from './columns.js';
import { OpeningEnds } from './opening-ends.js';
import { RaggedColumn } from './ragged-column.js';

/** Cells per opening: places, first day, lowest group, highest group. */
const WIDTH = 4;
/** About two milliseconds' work. */
const CLOSED_AT_A_TIME = 1_000;
/** The value for a slot without openings: no query asks for fewer places, and hardly any for a later day. */
const NONE: Opening = { places: -1, fromDay: 2 ** 31 - 1, minGroup: 0, maxGroup: 0 };

/** What a single opening must offer. */
interface Wanted {
  readonly places: number;
  readonly groups?: readonly number[];
}

/**
 * Any number of openings per slot, the earliest first. A single opening must meet all that is wanted, and mostly the first one does.
 * So the first has its own row, which is read in one go. The others are stored elsewhere: if the first comes too late, so do they.
 */
export class OpeningColumn {
  private rows = new Int32Array(0);
  /** A copy of the first day of the first opening: for most slots, most questions need no more. */
  private days = new Int32Array(0);
  private readonly others = new RaggedColumn();
  private readonly ends = new OpeningEnds();
  /** Space for all openings of one document except the first. */
  private room = new Int32Array(16);

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.rows = grown(this.rows, capacity * WIDTH);
    this.days = grown(this.days, capacity);
    this.others.grow(capacity);
    this.ends.grow(capacity);
  }

  put(slot: number, openings: readonly Opening[]): void {
    const inOrder = openings.length > 1 ? [...openings].sort((a, b) => a.fromDay - b.fromDay) : openings;
    const first = inOrder[0] ?? NONE;
    this.write(this.rows, slot * WIDTH, first);
    this.days[slot] = first.fromDay;
    const length = Math.max(0, inOrder.length - 1) * WIDTH;
    if (length > this.room.length) this.room = new Int32Array(length * 2);
    for (let i = 1; i < inOrder.length; i++) this.write(this.room, (i - 1) * WIDTH, inOrder[i]!);
    this.others.put(slot, this.room, length);
    this.ends.put(slot, inOrder);
  }

  /**
   * Removes the openings that ended by this instant, from a thousand slots at most. Returns whether there are more. Takes almost no
   * time if none has ended since the last call.
   */
  close(now: number): boolean {
    const due = this.ends.due(now, CLOSED_AT_A_TIME);
    for (const slot of due) this.closeIn(slot, now);
    return due.length === CLOSED_AT_A_TIME;
  }

  /**
   * Moves to the front the slots with a single opening that has at least `places` places by `byDay` and, if groups are given, is
   * open to one of them. Returns how many.
   */
  keepOpen(slots: Int32Array, length: number, wanted: Wanted & { readonly byDay: number }): number {
    const { rows, days } = this;
    const { places, byDay } = wanted;
    // Whether the first is in time is random, so results are added up: a branch that is guessed wrong costs three times as much.
    let inTime = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      slots[inTime] = slot;
      inTime += Number(days[slot]! <= byDay);
    }
    const groups = new Groups(wanted.groups);
    let kept = 0;
    for (let i = 0; i < inTime; i++) {
      const slot = slots[i]!;
      const isOpen =
        fits(rows, slot * WIDTH, places, groups) || this.earliestOther(slot, places, groups) <= byDay;
      if (isOpen) slots[kept++] = slot;
    }
    return kept;
  }

  /** Returns a function for the earliest day on which a single opening of a slot has what is wanted; Infinity if never. */
  earliest({ places, groups: wanted }: Wanted): (slot: number) => number {
    const { rows } = this;
    const groups = new Groups(wanted);
    return (slot) => {
      const row = slot * WIDTH;
      return fits(rows, row, places, groups) ? rows[row + 1]! : this.earliestOther(slot, places, groups);
    };
  }

  /** Allocates no memory except in the columns. */
  private closeIn(slot: number, now: number): void {
    const { rows, room, others, ends } = this;
    const row = slot * WIDTH;
    const length = others.length(slot);
    const cells = length > 0 ? others.cells(slot) : room;
    const start = length > 0 ? others.start(slot) : 0;
    let kept = ends.of(slot, 0) > now ? 1 : 0;
    for (let at = 0; at < length; at += WIDTH) {
      if (ends.of(slot, at / WIDTH + 1) <= now) continue;
      const into = kept === 0 ? rows : room;
      const to = kept === 0 ? row : (kept - 1) * WIDTH;
      for (let i = 0; i < WIDTH; i++) into[to + i] = cells[start + at + i]!;
      kept++;
    }
    if (kept === 0) this.write(rows, row, NONE);
    this.days[slot] = rows[row + 1]!;
    others.put(slot, room, Math.max(0, kept - 1) * WIDTH);
    ends.keepAfter(slot, now);
  }

  private write(cells: Int32Array, at: number, { places, fromDay, minGroup, maxGroup }: Opening): void {
    cells[at] = places;
    cells[at + 1] = fromDay;
    cells[at + 2] = minGroup;
    cells[at + 3] = maxGroup;
  }

  /** The same without the first opening. */
  private earliestOther(slot: number, places: number, groups: Groups): number {
    const { others } = this;
    const length = others.length(slot);
    if (length > 0) {
      const cells = others.cells(slot);
      const start = others.start(slot);
      for (let at = start; at < start + length; at += WIDTH) {
        if (fits(cells, at, places, groups)) return cells[at + 1]!;
      }
    }
    return Number.POSITIVE_INFINITY;
  }
}

/** The groups of which an opening must take at least one; all groups if none were given. */
class Groups {
  readonly low: number;
  readonly high: number;
  /** The groups, if some between the lowest and the highest are left out; null otherwise, which is usual. */
  readonly scattered: readonly number[] | null;

  constructor(groups: readonly number[] | undefined) {
    this.low = groups ? Math.min(...groups) : Number.NEGATIVE_INFINITY;
    this.high = groups ? Math.max(...groups) : Number.POSITIVE_INFINITY;
    this.scattered = groups && new Set(groups).size <= this.high - this.low ? groups : null;
  }
}

/** Whether the opening at `at` has the places for one of the groups. */
function fits(cells: Int32Array, at: number, places: number, groups: Groups): boolean {
  return (
    cells[at]! >= places &&
    cells[at + 2]! <= groups.high &&
    cells[at + 3]! >= groups.low &&
    (groups.scattered === null || anyBetween(groups.scattered, cells[at + 2]!, cells[at + 3]!))
  );
}

function anyBetween(values: readonly number[], low: number, high: number): boolean {
  for (let i = 0; i < values.length; i++) if (values[i]! >= low && values[i]! <= high) return true;
  return false;
}
