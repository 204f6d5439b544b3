import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IDisposable,
} from 'cockatiel';
import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import {
  type Degradation,
  type EngineResult,
  type EngineStatus,
  type SearchAnswerer,
  SearchError,
  type SearchQuery,
} from '../port.js';
import { type Fault, faultOf, GivenUp, isFault, isOfIndex } from './fault.js';
import { checkPrimary, reaches } from './primary-check.js';
import { createPrimarySearch } from './primary-search.js';
import { Repair } from './repair.js';

/** When to stop using the primary engine, and when to return to it. Times are in milliseconds. */
export interface FailoverOptions {
  /** How long the primary may take to return a result. */
  readonly timeoutMs: number;
  /** Failed searches in a row that open the breaker. A single failure does not, because each switch makes cursors expire. */
  readonly failures: number;
  /** The time between two checks of the primary. */
  readonly checkEveryMs: number;
  /** How long the primary may take to reflect what the fallback already reflects. */
  readonly patienceMs: number;
  /** Checks in a row that the primary must pass before it is trusted again. */
  readonly passes: number;
  /** The least time since its last failure before it is trusted again. */
  readonly returnAfterMs: number;
}

/** The default options. */
export const failoverDefaults: FailoverOptions = {
  timeoutMs: 800,
  failures: 3,
  checkEveryMs: 5_000,
  patienceMs: 2_000,
  passes: 3,
  returnAfterMs: 60_000,
};

/** Which engine answers searches, for operators. */
export interface Standing {
  readonly engine: string;
  /** When it took over. */
  readonly since: Date;
  /** Why the primary is not used; null if it is. */
  readonly reason: Fault | 'starting' | null;
}

/** Two engines that act as one. */
export interface FailoverEngine extends SearchAnswerer {
  /**
   * Checks the primary once, and switches if necessary. Checks that are requested at the same time share one.
   * It never rejects.
   */
  check(): Promise<void>;
  /** Checks now, and then every `checkEveryMs` until closed. Resolves after the first check. */
  start(): Promise<void>;
  standing(): Standing;
  /** Stops checking. The owner of the engines closes them. */
  close(): Promise<void>;
}

/**
 * Uses `primary` while it can be trusted, and otherwise `fallback`, which is in this process and follows the same change
 * log. README.md describes the states. If the primary fails a search, the fallback runs it at once.
 * This does not feed the engines: each engine has its own follower with its own position, so that one cannot hold up
 * the other.
 *
 * Until the first check has passed the fallback is used, because nothing is known about the primary yet.
 *
 * @param options.keywords the fields whose filters a check compares.
 * @param options.repair rebuilds the primary's index; called when a check finds something wrong with the index.
 */
export function createFailoverEngine(options: {
  readonly primary: SearchAnswerer;
  readonly fallback: SearchAnswerer;
  readonly keywords: readonly string[];
  readonly repair: () => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly options?: Partial<FailoverOptions>;
}): FailoverEngine {
  const { primary, fallback, keywords, repair, clock, log } = options;
  if (primary.name === fallback.name)
    throw new Error(
      `Both engines are called "${primary.name}", so their cursors would look the same. Rename one.`,
    );
  const settings = { ...failoverDefaults, ...options.options };
  return new TwoEngines(
    primary,
    fallback,
    keywords,
    new Repair(repair, settings.returnAfterMs, clock, log),
    clock,
    log,
    settings,
  );
}

class TwoEngines implements FailoverEngine {
  readonly name = 'failover';
  readonly limits: SearchAnswerer['limits'];
  private readonly ask: (query: SearchQuery) => Promise<EngineResult>;
  private readonly breaker: CircuitBreakerPolicy;
  /** Keeps the breaker open, so that no real search is used as a test; null while the primary is used. */
  private hold: IDisposable | null;
  private reason: Standing['reason'] = 'starting';
  private since: number;
  private lastFailure = Number.NEGATIVE_INFINITY;
  private passed = 0;
  /** The highest change that any result has reflected. */
  private served = 0;
  private checking: Promise<void> | null = null;
  private readonly closing = new AbortController();

  constructor(
    private readonly primary: SearchAnswerer,
    private readonly fallback: SearchAnswerer,
    private readonly keywords: readonly string[],
    private readonly repair: Repair,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly options: FailoverOptions,
  ) {
    const least = (limit: keyof SearchAnswerer['limits']) =>
      Math.min(primary.limits[limit], fallback.limits[limit]);
    this.limits = { maxWindow: least('maxWindow'), maxQueryWords: least('maxQueryWords') };
    this.ask = createPrimarySearch(primary, fallback, options.timeoutMs);
    this.breaker = circuitBreaker(handleWhen(isFault), {
      breaker: new ConsecutiveBreaker(options.failures),
      halfOpenAfter: options.returnAfterMs, // never happens: `turnAway` holds the breaker open
    });
    this.hold = this.breaker.isolate();
    this.since = clock.now();
    this.breaker.onBreak((broken) => {
      if ('error' in broken) this.turnAway(faultOf(broken.error));
    });
  }

  async search(query: SearchQuery): Promise<EngineResult> {
    const { served } = this;
    if (this.hold) return this.answer(await this.askFallback(query), served, ['ENGINE_FAILOVER']);
    // Both engines find the same, but only the fallback can count groups. So the counts of grouped results are its own, and an engine
    // that need not rank anything is not asked.
    const isCounted = query.groupBy !== undefined && this.fallback.status().ready;
    if (isCounted && query.page.size === 0) return this.answer(await this.askFallback(query), served, []);
    const { facets: _, ...ranked } = query;
    let result: EngineResult;
    try {
      result = await this.breaker.execute(() => this.ask(isCounted ? ranked : query));
    } catch (error) {
      if (error instanceof GivenUp) throw error;
      // A query that the primary calls invalid is invalid only if the fallback agrees.
      return this.answer(await this.askFallback(query), served, ['ENGINE_FAILOVER']);
    }
    if (isCounted) result = counted(result, query, await this.askFallback(nothingOf(query)));
    return this.answer(result, served, []);
  }

  status(): EngineStatus {
    const engine = this.hold ? this.fallback : this.primary;
    const status = engine.status();
    return {
      ...status,
      ready: status.ready || this.fallback.status().ready,
      generation: generationOf(engine.name, status.generation),
    };
  }

  standing(): Standing {
    const engine = this.hold ? this.fallback.name : this.primary.name;
    return { engine, since: new Date(this.since), reason: this.reason };
  }

  check(): Promise<void> {
    this.checking ??= this.checkNow().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  async start(): Promise<void> {
    await this.check();
    void this.keepChecking();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.checking;
  }

  private async keepChecking(): Promise<void> {
    const { signal } = this.closing;
    const pause = () => sleep(this.options.checkEveryMs, true, { signal, ref: false }).catch(() => false);
    while (await pause()) await this.check();
  }

  private async checkNow(): Promise<void> {
    const { primary, fallback, ask, keywords } = this;
    const { signal } = this.closing;
    const { patienceMs } = this.options;
    try {
      const fault = await checkPrimary({ primary, fallback, ask, keywords, patienceMs }, signal);
      if (signal.aborted) return;
      if (fault) {
        // At the start, an index that has not been filled yet is not a failure: the primary is used once it is filled.
        if (this.reason !== 'starting' || fault !== 'not_ready') this.turnAway(fault);
        if (isOfIndex(fault)) this.repair.begin();
      } else if (this.hold) {
        this.passed++;
        // Waits for a moment when the primary knows everything that results have shown. Under constant writes there may be none.
        if (this.mayReturn() && (await reaches(primary, () => this.served, patienceMs, signal)))
          this.turnBack();
      }
    } catch {
      // The engine is closing, or the fallback fails: there is nothing to compare the primary with.
    }
  }

  /** Switches from the primary to the fallback, or notes one more reason to stay with the fallback. */
  private turnAway(fault: Fault): void {
    const { primary, fallback, reason } = this;
    this.lastFailure = this.clock.now();
    this.passed = 0;
    this.reason = fault;
    if (this.hold && reason !== 'starting') return;
    this.hold ??= this.breaker.isolate();
    this.since = this.lastFailure;
    this.log.warn(
      { from: primary.name, to: fallback.name, reason: fault },
      'search: switched to the fallback',
    );
  }

  /** Whether it has passed enough checks, long enough after its last failure. If it has never failed, one pass is enough. */
  private mayReturn(): boolean {
    const { lastFailure, passed, options } = this;
    if (lastFailure === Number.NEGATIVE_INFINITY) return true;
    return passed >= options.passes && this.clock.now() - lastFailure >= options.returnAfterMs;
  }

  private turnBack(): void {
    const { primary, fallback, hold } = this;
    this.hold = null;
    this.reason = null;
    this.since = this.clock.now();
    this.repair.succeeded();
    hold?.dispose();
    this.log.info({ from: fallback.name, to: primary.name }, 'search: switched to the primary');
  }

  private async askFallback(query: SearchQuery): Promise<EngineResult> {
    try {
      return await this.fallback.search(query);
    } catch (cause) {
      if (!isFault(cause)) throw cause;
      throw new SearchError('unavailable', 'Neither search engine can answer.', this.name, { cause });
    }
  }

  /** @param served the highest change that results had reflected when this search began. */
  private answer(result: EngineResult, served: number, degraded: readonly Degradation[]): EngineResult {
    const { engine, generation, appliedChange } = result.provenance;
    this.served = Math.max(this.served, appliedChange);
    return {
      ...result,
      provenance: {
        engine,
        generation: generationOf(engine, generation),
        appliedChange,
        degraded: appliedChange < served ? [...degraded, 'STALE'] : degraded,
      },
    };
  }
}

/** The same query without hits. */
function nothingOf(query: SearchQuery): SearchQuery {
  return { ...query, page: { offset: 0, size: 0 } };
}

/** A result with the counts of another one. */
function counted(result: EngineResult, { page }: SearchQuery, { total, facets }: EngineResult): EngineResult {
  const { length } = result.hits;
  // What was written a moment ago can be in one of them alone, but there is never less than what is shown.
  return { ...result, total: length > 0 ? Math.max(total, page.offset + length) : total, facets };
}

/** Contains the engine's name, so that the generations of two engines are never the same. */
function generationOf(engine: string, generation: string): string {
  return `${engine}/${generation}`;
}
