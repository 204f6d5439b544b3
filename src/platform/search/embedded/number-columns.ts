import { grown } from './columns.js';

/** One number per slot, NaN if unknown. */
export class NumberColumn {
  private values = new Float64Array(0);

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.values = grown(this.values, capacity);
  }

  put(slot: number, value: number | null): void {
    this.values[slot] = value ?? Number.NaN;
  }

  /** The slot's number, NaN if unknown. */
  at(slot: number): number {
    return this.values[slot]!;
  }

  /** Moves the slots with a known number between the bounds (inclusive) to the front. Returns how many. */
  keepBetween(slots: Int32Array, length: number, from: number, to: number): number {
    const { values } = this;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const value = values[slot]!;
      if (value >= from && value <= to) slots[kept++] = slot;
    }
    return kept;
  }
}

/** One inclusive range per slot, NaN to NaN if unknown. */
export class RangeColumn {
  private lows = new Float64Array(0);
  private highs = new Float64Array(0);

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.lows = grown(this.lows, capacity);
    this.highs = grown(this.highs, capacity);
  }

  put(slot: number, range: readonly [number, number] | null): void {
    this.lows[slot] = range ? range[0] : Number.NaN;
    this.highs[slot] = range ? range[1] : Number.NaN;
  }

  /** Moves the slots whose range contains the value to the front. Returns how many. */
  keepHolding(slots: Int32Array, length: number, value: number): number {
    const { lows, highs } = this;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      if (lows[slot]! <= value && value <= highs[slot]!) slots[kept++] = slot;
    }
    return kept;
  }
}
