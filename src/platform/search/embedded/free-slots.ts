/**
 * Slots to reuse, each by the grid cell of its last document, so that neighbours stay close together in memory after many
 * writes. A search near a place then reads a few stretches of memory, not scattered cells.
 */
export class FreeSlots {
  private readonly byCell = new Map<number, number[]>();
  private count = 0;

  /** How many free slots there are. */
  get size(): number {
    return this.count;
  }

  /** Gives back a slot that belongs to a cell. */
  add(slot: number, cell: number): void {
    const slots = this.byCell.get(cell);
    if (slots) slots.push(slot);
    else this.byCell.set(cell, [slot]);
    this.count++;
  }

  /** A free slot of the cell; undefined if it has none. */
  take(cell: number): number | undefined {
    const slots = this.byCell.get(cell);
    if (!slots) return undefined;
    this.count--;
    const slot = slots.pop();
    if (slots.length === 0) this.byCell.delete(cell);
    return slot;
  }

  /** A free slot of any cell; undefined if there is none. */
  takeAny(): number | undefined {
    for (const cell of this.byCell.keys()) return this.take(cell);
    return undefined;
  }
}
