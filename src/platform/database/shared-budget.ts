import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Budget, Spending } from '../budget.js';

const MINUTE_SECONDS = 60;
/** A process draws this part of a client's budget at a time, so that few operations need the database. */
const SHARE = 1 / 20;

/** What this process has drawn for a client. Times are of the process's monotonic clock, in milliseconds. */
interface Purse {
  left: number;
  /** What nobody has drawn yet, as far as is known. */
  undrawn: number;
  ends: number;
  drawing: Promise<void> | null;
}

/**
 * Budgets for a minute, shared by all processes through Postgres (table `rate_limit`).
 *
 * A process draws a twentieth at a time and then counts in memory: a client costs twenty short statements a minute at most in
 * each process. What one process has drawn and not used is lost to the others for that minute: with many processes a client
 * may be stopped that much early, never late. Whoever has spent all is refused from memory. While the database is away,
 * each process counts for itself.
 */
export class SharedBudget implements Budget {
  private readonly purses = new LRUCache<string, Purse>({ max: 50_000 });
  private readonly limiters = new Map<number, RateLimiterPostgres>();

  constructor(private readonly pool: pg.Pool) {}

  spend(client: string, limit: number, cost: number): Spending | Promise<Spending> {
    const purse = this.purseOf(client, limit);
    if (purse.left >= cost || (purse.undrawn <= 0 && !purse.drawing)) return take(purse, limit, cost);
    return this.drawAndTake(client, purse, limit, cost);
  }

  private purseOf(client: string, limit: number): Purse {
    const known = this.purses.get(client);
    if (known && performance.now() < known.ends) return known;
    const ends = performance.now() + MINUTE_SECONDS * 1000;
    const fresh = { left: 0, undrawn: limit, ends, drawing: null };
    this.purses.set(client, fresh);
    return fresh;
  }

  /** Operations of one client that come at once draw one after the other. */
  private async drawAndTake(client: string, purse: Purse, limit: number, cost: number): Promise<Spending> {
    while (purse.left < cost && (purse.undrawn > 0 || purse.drawing)) {
      purse.drawing ??= this.draw(client, purse, limit, cost - purse.left).finally(() => {
        purse.drawing = null;
      });
      await purse.drawing;
    }
    return take(purse, limit, cost);
  }

  private async draw(client: string, purse: Purse, limit: number, missing: number): Promise<void> {
    const wanted = Math.ceil(Math.max(limit * SHARE, missing));
    const result = await this.limiterOf(limit)
      .consume(client, wanted)
      .catch((refused: unknown) => {
        // More than is left: it is counted, and what was left is ours.
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    const before = result.consumedPoints - wanted;
    purse.left += Math.max(0, Math.min(wanted, limit - before));
    purse.undrawn = Math.max(0, limit - result.consumedPoints);
    purse.ends = performance.now() + result.msBeforeNext;
  }

  private limiterOf(limit: number): RateLimiterPostgres {
    let limiter = this.limiters.get(limit);
    if (!limiter) {
      const rule = { points: limit, duration: MINUTE_SECONDS, keyPrefix: '' };
      limiter = new RateLimiterPostgres({
        ...rule,
        storeClient: this.pool,
        storeType: 'pool',
        tableName: 'rate_limit',
        tableCreated: true,
        insuranceLimiter: new RateLimiterMemory(rule),
      });
      this.limiters.set(limit, limiter);
    }
    return limiter;
  }
}

function take(purse: Purse, limit: number, cost: number): Spending {
  const allowed = purse.left >= cost;
  if (allowed) purse.left -= cost;
  const resetSeconds = Math.max(0, Math.ceil((purse.ends - performance.now()) / 1000));
  return { allowed, limit, remaining: purse.left + purse.undrawn, resetSeconds };
}
