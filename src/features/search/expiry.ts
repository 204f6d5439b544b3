import type { Clock } from '../../platform/clock.js';
import { troubleOf } from '../../platform/database/trouble.js';
import type { SearchEngine } from '../../platform/search/port.js';
import type { SearchRepository } from './search.repository.js';

/** How many offerings' documents are written at a time; other work can run in between. */
const STEP = 200;
/** How far apart the clocks of two hubs can be before one of them counts as set back (milliseconds). */
const APART_MS = 1_000;
/** How long an engine that closes openings itself is used as it is, if the database cannot be reached (milliseconds). */
const PATIENT_MS = 1_000;

/** What `Expiry` works with. */
export interface ExpirySetting {
  readonly engine: Pick<SearchEngine, 'closeOpenings' | 'closing'>;
  readonly repository: Pick<SearchRepository, 'idsExpiring' | 'nextExpiry' | 'idsFreed' | 'nextFreed'>;
  readonly clock: Clock;
  /** Writes the documents of these offerings again, as they are now. */
  readonly rewrite: (offeringIds: readonly string[]) => Promise<void>;
}

/**
 * Makes sure that an index does not count openings that have ended, and does not leave out any that the clock has brought: a hold on
 * their places has ended, or the clock was set back. It remembers instants to compare the clock with, and moves them only after the
 * work for them is done.
 *
 * An engine that closes openings itself cannot open any. Its documents are written again when a hold ends, and only then.
 */
export class Expiry {
  /** The index is right from one instant (the latest at which anything was written) until just before another. */
  private readonly right = { from: Number.NEGATIVE_INFINITY, before: Number.NEGATIVE_INFINITY };
  /** The first instant that became known while the next one was being looked up, or before any was. */
  private heard = Number.POSITIVE_INFINITY;
  /** When the database could not be reached. */
  private failedAt = Number.NEGATIVE_INFINITY;
  private running: Promise<void> | undefined;
  /** For an engine that only this process writes to: everything that ended by this instant has been closed. */
  private closedBy = Number.NEGATIVE_INFINITY;

  constructor(private readonly on: ExpirySetting) {}

  /** Resolves when exactly the places that are available count as open. Returns undefined if they do already, which costs almost nothing. */
  upToDate(): Promise<void> | undefined {
    const { engine, clock } = this.on;
    const now = clock.now();
    const closing = engine.closeOpenings?.(now);
    if (closing) return closing.then(() => this.upToDate());
    if (this.isRight(now)) {
      if (engine.closeOpenings) this.right.from = now; // everything that has ended by now is closed
      return undefined;
    }
    this.running ??= this.catchUp().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** At this instant the index will be wrong: an opening ends that the engine does not close, or a hold ends. */
  expect(instant: number): void {
    this.heard = Math.min(this.heard, instant);
    this.right.before = Math.min(this.right.before, instant);
  }

  /** Something was written as it is at this instant: it contains no opening that ended earlier. */
  wrote(now: number): void {
    this.right.from = Math.max(this.right.from, now);
  }

  /** Everything was written again, as it was at this instant or later. */
  rebuilt(since: number): void {
    this.closedBy = Math.max(this.closedBy, since);
    // What only this process writes to is known to it completely: there is nothing to look up before the first search.
    const isFirst = this.right.before === Number.NEGATIVE_INFINITY;
    if (this.on.engine.closeOpenings && isFirst) this.right.before = this.heard;
  }

  private isRight(now: number): boolean {
    const { from, before } = this.right;
    return (from <= now && now < before) || Math.abs(now - this.failedAt) < PATIENT_MS;
  }

  /** Callers that started to wait in the meantime did so later, so the result is right for them too. */
  private async catchUp(): Promise<void> {
    const { engine, repository, clock } = this.on;
    do {
      const now = clock.now();
      const wasAhead = now < this.right.from;
      this.heard = Number.POSITIVE_INFINITY;
      try {
        await this.closing((closedBy) => this.close(closedBy, now));
        const nextFreed = await repository.nextFreed(now);
        const next = engine.closeOpenings ? nextFreed : Math.min(nextFreed, await repository.nextExpiry(now));
        if (wasAhead) this.right.from = now;
        else this.wrote(now);
        this.right.before = Math.min(next, this.heard);
      } catch (error) {
        // The database cannot be reached. An engine that closes openings itself shows none that has ended; those that the clock
        // has brought have to wait.
        if (!engine.closeOpenings || troubleOf(error) === null) throw error;
        this.failedAt = now;
        return;
      }
    } while (!this.isRight(clock.now()));
  }

  /** Returns the instant by which everything that has ended is then closed. */
  private async close(closedBy: number, now: number): Promise<number> {
    const isAhead = closedBy > now + APART_MS;
    const from = Math.min(closedBy, now);
    const to = Math.max(now, this.right.from, isAhead ? closedBy : now);
    const { engine, repository } = this.on;
    const freed = await repository.idsFreed(from, to);
    const expired = engine.closeOpenings
      ? await this.comingBack(now)
      : await repository.idsExpiring(from, to);
    await this.rewrite([...new Set([...freed, ...expired])]);
    return isAhead ? now : Math.max(now, closedBy);
  }

  /** Offerings with openings that an engine has closed itself and that have not ended, because the clock was set back. */
  private async comingBack(now: number): Promise<string[]> {
    const { from } = this.right;
    return from > now ? this.on.repository.idsExpiring(now, from) : [];
  }

  private async closing(work: (closedBy: number) => Promise<number>): Promise<void> {
    const { engine } = this.on;
    if (engine.closing) await engine.closing(work);
    else this.closedBy = await work(this.closedBy);
  }

  private async rewrite(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += STEP) await this.on.rewrite(ids.slice(at, at + STEP));
  }
}
