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

/** When to turn from the primary engine, and when to turn back to it. Times are in milliseconds. */
export interface FailoverOptions {
  /** How long the primary may take to answer. */
  readonly timeoutMs: number;
  /** Failed searches in a row that open the breaker. A blip does not: each switch makes cursors expire. */
  readonly failures: number;
  /** Time between two checks of the primary. */
  readonly checkEveryMs: number;
  /** How long the primary may take to reflect what the fallback reflects already. */
  readonly patienceMs: number;
  /** Checks in a row that the primary must pass to be trusted again. */
  readonly passes: number;
  /** Least time since its last failure before it is. */
  readonly returnAfterMs: number;
}

/** What a hub uses unless told. */
export const failoverDefaults: FailoverOptions = {
  timeoutMs: 800,
  failures: 3,
  checkEveryMs: 5_000,
  patienceMs: 2_000,
  passes: 3,
  returnAfterMs: 60_000,
};

/** Which engine answers, for operators. */
export interface Standing {
  readonly engine: string;
  /** When it took over. */
  readonly since: Date;
  /** Why the primary does not answer; null when it does. */
  readonly reason: Fault | 'starting' | null;
}

/** Two engines that answer as one. */
export interface FailoverEngine extends SearchAnswerer {
  /**
   * One check of the primary, and the switch that follows from it. Checks that are asked for at the same time share one;
   * it never rejects.
   */
  check(): Promise<void>;
  /** Checks now, and from then on every `checkEveryMs` until closed. Resolves after the first check. */
  start(): Promise<void>;
  standing(): Standing;
  /** Stops checking; the engines are their owner's to close. */
  close(): Promise<void>;
}

/**
 * Lets `primary` answer while it can be trusted, and `fallback`, which lives in this process and follows the same change
 * log, otherwise; see README.md for the states. A search that the primary fails is answered by the fallback at once.
 * Feeding is not its business: each engine has a follower of its own with a position of its own, so that one cannot hold up
 * the other.
 *
 * Before the first passed check the fallback answers: nothing is known of the primary yet.
 *
 * @param options.keywords the fields whose filters are compared by a check.
 * @param options.repair fills the primary anew; called when a check finds something wrong with its index.
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
    throw new Error(`Both engines are called "${primary.name}": their cursors could not be told apart.`);
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
  /** Keeps the breaker open, so that no search is ever the guinea pig; null while the primary answers. */
  private hold: IDisposable | null;
  private reason: Standing['reason'] = 'starting';
  private since: number;
  private lastFailure = Number.NEGATIVE_INFINITY;
  private passed = 0;
  /** The highest change that any answer has reflected. */
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
      halfOpenAfter: options.returnAfterMs, // never comes to it: `turnAway` holds the breaker open
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
    let result: EngineResult;
    try {
      result = await this.breaker.execute(() => this.ask(query));
    } catch (error) {
      if (error instanceof GivenUp) throw error;
      // A query that the primary calls invalid is so only when the fallback says the same.
      return this.answer(await this.askFallback(query), served, ['ENGINE_FAILOVER']);
    }
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
        // At the start an index that is still to be filled for the first time is no failure: it answers once it is there.
        if (this.reason !== 'starting' || fault !== 'not_ready') this.turnAway(fault);
        if (isOfIndex(fault)) this.repair.begin();
      } else if (this.hold) {
        this.passed++;
        // A moment at which nobody has been shown more than the primary knows; while all write at once there may be none.
        if (this.mayReturn() && (await reaches(primary, () => this.served, patienceMs, signal)))
          this.turnBack();
      }
    } catch {
      // Closing, or the fallback cannot answer: there is nothing to measure the primary by.
    }
  }

  /** From the primary to the fallback, or one more reason to stay with it. */
  private turnAway(fault: Fault): void {
    const { primary, fallback, reason } = this;
    this.lastFailure = this.clock.now();
    this.passed = 0;
    this.reason = fault;
    if (this.hold && reason !== 'starting') return;
    this.hold ??= this.breaker.isolate();
    this.since = this.lastFailure;
    this.log.warn({ from: primary.name, to: fallback.name, reason: fault }, 'search: the fallback answers');
  }

  /** Whether it has passed often enough, long enough after its last failure; one that never failed need pass but once. */
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
    this.log.info({ from: fallback.name, to: primary.name }, 'search: the primary answers');
  }

  private async askFallback(query: SearchQuery): Promise<EngineResult> {
    try {
      return await this.fallback.search(query);
    } catch (cause) {
      if (!isFault(cause)) throw cause;
      throw new SearchError('unavailable', 'Neither search engine can answer.', this.name, { cause });
    }
  }

  /** @param served the highest change that answers had reflected when this search began. */
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

/** With the engine's name in it, so that two engines' generations are never the same. */
function generationOf(engine: string, generation: string): string {
  return `${engine}/${generation}`;
}
