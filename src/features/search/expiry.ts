import type { Clock } from '../../platform/clock.js';
import { troubleOf } from '../../platform/database/trouble.js';
import type { SearchEngine } from '../../platform/search/port.js';
import type { SearchRepository } from './search.repository.js';

/** Offerings whose documents are written at a time: others have their turn in between. */
const STEP = 200;
/** So much may the clocks of two hubs be apart before one of them counts as set back (milliseconds). */
const APART_MS = 1_000;

/** What keeps an index in step with the clock works with. */
export interface ExpirySetting {
  readonly engine: Pick<SearchEngine, 'closeOpenings' | 'closing'>;
  readonly repository: Pick<SearchRepository, 'idsExpiring' | 'nextExpiry'>;
  readonly clock: Clock;
  /** Writes the documents of these offerings anew, as they are now. */
  readonly rewrite: (offeringIds: readonly string[]) => Promise<void>;
}

/**
 * Keeps an index from counting openings that have ended, and from leaving out those that have not when a clock was set back. What
 * it remembers are instants that the clock is compared with, and they move only when the work for them is done.
 */
export class Expiry {
  /** When all that is indexed is right: from one instant (the latest as of which anything was written) and before another one. */
  private readonly right = { from: Number.NEGATIVE_INFINITY, before: Number.NEGATIVE_INFINITY };
  /** The first end that became known while one was asked for. */
  private heard = Number.POSITIVE_INFINITY;
  private running: Promise<void> | undefined;
  /** Of an engine that nobody else writes to: all that ended by this instant has been closed. */
  private closedBy = Number.NEGATIVE_INFINITY;

  constructor(private readonly on: ExpirySetting) {}

  /** Resolves when exactly what is open counts as open; undefined when that is so already, which costs next to nothing. */
  upToDate(): Promise<void> | undefined {
    const { engine, clock } = this.on;
    const now = clock.now();
    const closing = engine.closeOpenings?.(now);
    if (closing) return closing.then(() => this.upToDate());
    if (this.isRight(now)) {
      if (engine.closeOpenings) this.right.from = now; // whatever ended until now is closed
      return undefined;
    }
    this.running ??= this.catchUp().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** An opening ends at this instant. */
  expect(end: number): void {
    this.heard = Math.min(this.heard, end);
    this.right.before = Math.min(this.right.before, end);
  }

  /** Something is written as of this instant: what ended before is not in it. */
  wrote(now: number): void {
    this.right.from = Math.max(this.right.from, now);
  }

  /** Everything was written anew, as of no earlier instant than this one. */
  rebuilt(since: number): void {
    this.closedBy = Math.max(this.closedBy, since);
  }

  private isRight(now: number): boolean {
    const { from, before } = this.right;
    return from <= now && (now < before || this.on.engine.closeOpenings !== undefined);
  }

  /** Whoever came to wait meanwhile did so at a later time: it is right for them, too. */
  private async catchUp(): Promise<void> {
    const { engine, repository, clock } = this.on;
    do {
      const now = clock.now();
      const wasAhead = now < this.right.from;
      this.heard = Number.POSITIVE_INFINITY;
      try {
        if (engine.closeOpenings) await this.rewriteBetween(now, this.right.from);
        else await this.closing((closedBy) => this.close(closedBy, now));
        const next = engine.closeOpenings ? Number.POSITIVE_INFINITY : await repository.nextExpiry(now);
        if (wasAhead) this.right.from = now;
        else this.wrote(now);
        this.right.before = Math.min(next, this.heard);
      } catch (error) {
        // Out of reach: an engine that closes by itself shows nothing that has ended, and what a clock brought back must wait.
        if (!engine.closeOpenings || troubleOf(error) === null) throw error;
        return;
      }
    } while (!this.isRight(clock.now()));
  }

  /** Answers by which instant all that has ended is closed then. */
  private async close(closedBy: number, now: number): Promise<number> {
    const isAhead = closedBy > now + APART_MS;
    await this.rewriteBetween(
      Math.min(closedBy, now),
      Math.max(now, this.right.from, isAhead ? closedBy : now),
    );
    return isAhead ? now : Math.max(now, closedBy);
  }

  private async closing(work: (closedBy: number) => Promise<number>): Promise<void> {
    const { engine } = this.on;
    if (engine.closing) await engine.closing(work);
    else this.closedBy = await work(this.closedBy);
  }

  private async rewriteBetween(from: number, to: number): Promise<void> {
    const ids = await this.on.repository.idsExpiring(from, to);
    for (let at = 0; at < ids.length; at += STEP) await this.on.rewrite(ids.slice(at, at + STEP));
  }
}
