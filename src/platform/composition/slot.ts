/**
 * Behaviour that one feature lets later ones fill, such as the conditions of a listing. Sealed when the hub starts: whoever
 * reads it while the hub runs always sees the same.
 */
export class Slot<T> {
  private readonly values: T[] = [];
  private isSealed = false;

  constructor(readonly name: string) {}

  /** @throws Error when the hub has started. */
  fill(value: T): void {
    if (this.isSealed) throw new Error(`The slot "${this.name}" is filled too late: the hub has started.`);
    this.values.push(value);
  }

  /** All that was filled in, in the order of features; the same list before and after the start. */
  get all(): readonly T[] {
    return this.values;
  }

  seal(): void {
    this.isSealed = true;
  }
}
