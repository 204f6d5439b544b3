/**
 * Behaviour that one feature lets later ones fill in, such as the conditions of a listing. It is sealed when the hub
 * starts, so that readers always see the same while the hub runs.
 */
export class Slot<T> {
  private readonly values: T[] = [];
  private isSealed = false;

  constructor(readonly name: string) {}

  /** @throws Error if the hub has started. */
  fill(value: T): void {
    if (this.isSealed) throw new Error(`The slot "${this.name}" is filled too late: the hub has started.`);
    this.values.push(value);
  }

  /** All values that were filled in, in the order of features. It is the same list before and after the start. */
  get all(): readonly T[] {
    return this.values;
  }

  seal(): void {
    this.isSealed = true;
  }
}
