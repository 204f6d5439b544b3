/**
 * Slots to use again, each by the cell of the grid that its last document lay in, so that neighbours stay side by side in memory
 * whatever is written: a search near a place then reads a few stretches instead of cells all over.
 */
export class FreeSlots {
  private readonly byCell = new Map<number, number[]>();
  private count = 0;

  /** How many there are. */
  get size(): number {
    return this.count;
  }

  /** Gives a slot back that lies in a cell. */
  add(slot: number, cell: number): void {
    const slots = this.byCell.get(cell);
    if (slots) slots.push(slot);
    else this.byCell.set(cell, [slot]);
    this.count++;
  }

  /** A slot of the cell; undefined when it has none. */
  take(cell: number): number | undefined {
    const slots = this.byCell.get(cell);
    if (!slots) return undefined;
    this.count--;
    const slot = slots.pop();
    if (slots.length === 0) this.byCell.delete(cell);
    return slot;
  }

  /** A slot of whichever cell; undefined when there is none at all. */
  takeAny(): number | undefined {
    for (const cell of this.byCell.keys()) return this.take(cell);
    return undefined;
  }
}
