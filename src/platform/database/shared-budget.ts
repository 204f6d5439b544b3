import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Budget, Spending } from '../budget.js';
import { type Drawn, RateLimitRepository } from './rate-limit.repository.js';

const MINUTE = 60_000;
/** A process draws this share of a client's budget at a time, so that few operations need the database. */
const SHARE = 1 / 20;
/** How long Postgres may take to respond before it counts as away, and how long until it is asked again; in milliseconds. */
const PATIENCE = 1_000;
const COOL_DOWN = 1_000;
/** How often ended minutes are deleted. */
const CLEARING = 5 * MINUTE;
/** How many clients are remembered. For one more, the client seen least recently is forgotten. */
const MOST_CLIENTS = 50_000;

/** What this process has drawn for a client. Times are by the process's monotonic clock, in milliseconds. */
interface Purse {
  /** Negative: this much is owed. */
  left: number;
  /** What no process has drawn yet, as far as is known. */
  undrawn: number;
  ends: number;
  drawing: Promise<void> | null;
}

/**
 * Budgets for a minute that all processes share through Postgres (table `rate_limit`). Minutes are measured by the clock of
 * Postgres, and by the process's monotonic clock between calls. No machine's time of day is used.
 *
 * A process draws a twentieth at a time and then counts in memory. A client costs each process at most twenty short statements a
 * minute, and one more for what it owes. What one process has drawn and not used is lost to the others for that minute: with many
 * processes a client may be stopped that much too early, never too late. A client that has spent everything is refused from memory.
 * While the database is away, each process counts for itself, and remembers no more clients than usual.
 */
export class SharedBudget implements Budget {
  private readonly purses: LRUCache<string, Purse>;
  private readonly counts: RateLimitRepository;
  private askAgain = 0;
  private clearAgain = performance.now() + CLEARING;

  /** @param patience milliseconds after which a Postgres that does not respond counts as away. */
  constructor(
    pool: Pick<pg.Pool, 'query'>,
    mostClients = MOST_CLIENTS,
    private readonly patience = PATIENCE,
  ) {
    this.purses = new LRUCache({ max: mostClients });
    this.counts = new RateLimitRepository(pool);
  }

  spend(client: string, limit: number, cost: number): Spending | Promise<Spending> {
    const purse = this.purseOf(client, limit);
    if (purse.left >= cost || (purse.undrawn <= 0 && !purse.drawing)) return take(purse, limit, cost);
    return this.drawAndTake(client, purse, limit, cost);
  }

  charge(client: string, limit: number, cost: number): Spending {
    const purse = this.purseOf(client, limit);
    // Points are not given back to a minute that they were not taken from.
    purse.left = Math.min(purse.left - cost, limit - purse.undrawn);
    if (purse.left < 0 && purse.undrawn > 0) void this.draw(client, purse, limit, -purse.left);
    return standing(purse, limit, true);
  }

  private purseOf(client: string, limit: number): Purse {
    const known = this.purses.get(client);
    if (known && performance.now() < known.ends) return known;
    const fresh = { left: 0, undrawn: limit, ends: performance.now() + MINUTE, drawing: null };
    this.purses.set(client, fresh);
    return fresh;
  }

  private async drawAndTake(client: string, purse: Purse, limit: number, cost: number): Promise<Spending> {
    while (purse.left < cost && (purse.undrawn > 0 || purse.drawing)) {
      await this.draw(client, purse, limit, cost - purse.left);
    }
    return take(purse, limit, cost);
  }

  /** If several operations of one client arrive at once, they draw one after the other. */
  private draw(client: string, purse: Purse, limit: number, missing: number): Promise<void> {
    purse.drawing ??= this.drawNow(client, purse, limit, missing).finally(() => {
      purse.drawing = null;
    });
    return purse.drawing;
  }

  private async drawNow(client: string, purse: Purse, limit: number, missing: number): Promise<void> {
    const wanted = Math.ceil(Math.max(limit * SHARE, missing));
    const drawn = await this.taken(client, wanted);
    if (!drawn) {
      purse.left += purse.undrawn;
      purse.undrawn = 0;
      return;
    }
    // More was taken than was left: it counts, and this process keeps what was left.
    const before = drawn.taken - wanted;
    purse.left += Math.max(0, Math.min(wanted, limit - before));
    purse.undrawn = Math.max(0, limit - drawn.taken);
    purse.ends = performance.now() + drawn.left;
  }

  /** Null: Postgres is away. */
  private async taken(client: string, points: number): Promise<Drawn | null> {
    if (performance.now() < this.askAgain) return null;
    try {
      const drawn = await within(this.patience, this.counts.take(client, points));
      this.clear();
      return drawn;
    } catch {
      this.askAgain = performance.now() + COOL_DOWN;
      return null;
    }
  }

  private clear(): void {
    if (performance.now() < this.clearAgain) return;
    this.clearAgain = performance.now() + CLEARING;
    // If this fails, the next time will do.
    this.counts.forget().catch(() => {});
  }
}

function take(purse: Purse, limit: number, cost: number): Spending {
  const allowed = purse.left >= cost;
  if (allowed) purse.left -= cost;
  return standing(purse, limit, allowed);
}

function standing({ left, undrawn, ends }: Purse, limit: number, allowed: boolean): Spending {
  const resetSeconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  return { allowed, limit, remaining: Math.max(0, left + undrawn), resetSeconds };
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
