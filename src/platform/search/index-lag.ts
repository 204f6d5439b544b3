import type { Clock } from '../clock.js';
import type { Change, ChangeReader } from '../database/changes/change.js';

/** How far something is behind the newest change that this process knows. */
export interface Behind {
  /** Commits that it does not contain yet. */
  readonly changes: number;
  /** How long ago this process learned about the first of them, in milliseconds; 0 if there is none. */
  readonly milliseconds: number;
}

/** How many arrivals are remembered. For anything further behind, the oldest one gives a lower limit. */
const REMEMBERED = 1_000;

/** Knows how up to date a result is. Register it first, so that it gets a change before any index has applied it. */
export class IndexLag implements ChangeReader {
  readonly name = 'freshness';
  private head = 0;
  private readonly arrivals: { readonly number: number; readonly at: number }[] = [];

  constructor(private readonly clock: Clock) {}

  apply(changes: readonly Change[]): void {
    this.hearOf(changes[changes.length - 1]!.number);
  }

  reset(change: number): void {
    this.hearOf(change);
  }

  /** @param appliedChange the last change that a result reflects. */
  behind(appliedChange: number): Behind {
    if (appliedChange >= this.head) return { changes: 0, milliseconds: 0 };
    const missing = this.arrivals.find(({ number }) => number > appliedChange)!;
    return { changes: this.head - appliedChange, milliseconds: this.clock.now() - missing.at };
  }

  private hearOf(number: number): void {
    if (number <= this.head) return;
    this.head = number;
    this.arrivals.push({ number, at: this.clock.now() });
    if (this.arrivals.length > REMEMBERED) this.arrivals.shift();
  }
}
