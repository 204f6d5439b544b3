import type { Clock } from '../clock.js';
import type { Change, ChangeReader } from '../database/changes/change.js';

/** How far something is behind the newest change that this process has heard of. */
export interface Behind {
  /** Commits that are not in it yet. */
  readonly changes: number;
  /** How long ago the first of them was heard of; 0 when there is none. */
  readonly milliseconds: number;
}

/** Arrivals that are remembered. Whoever is farther behind hears of the oldest: "at least so long". */
const REMEMBERED = 1_000;

/** Knows how fresh an answer is. Register it first: it hears of a change before any index has applied it. */
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

  /** @param appliedChange the last change that an answer reflects. */
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
