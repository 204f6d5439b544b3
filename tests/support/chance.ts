/** Chance that is the same for the same seed: mulberry32 (Tommy Ettinger, public domain). */
export class Chance {
  constructor(private state: number) {}

  /** A whole number from 0, below a limit. */
  below(limit: number): number {
    return this.next() % limit;
  }

  /** A number from 0, below 1. */
  share(): number {
    return this.next() / 2 ** 32;
  }

  isTrue(): boolean {
    return this.below(2) === 1;
  }

  /** One of several. */
  of<T>(several: readonly T[]): T {
    return several[this.below(several.length)]!;
  }

  /** The same; undefined of none. */
  maybeOf<T>(several: readonly T[]): T | undefined {
    return several.length === 0 ? undefined : this.of(several);
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
