import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { LRUCache } from 'lru-cache';

/** Who pays for an operation, and how many of theirs may run at once. */
export interface LaneRule {
  readonly payer: string;
  readonly atOnce: number;
}

/** An operation that has begun. In an object, so that nobody who waits for its beginning waits for its end. */
export interface Begun<T> {
  readonly running: T | Promise<T>;
}

/** Too many operations of one payer wait already, or this one has waited too long. It has not run. */
export class LaneFull extends Error {
  override readonly name = 'LaneFull';
}

/** Settings of lanes. Times are in milliseconds. */
export interface LaneOptions {
  /** So many may wait for each that may run. */
  readonly waitingForEach?: number;
  /** Who has waited for so long is turned away. */
  readonly longestWait?: number;
  /** What one payer's operations may take of one turn of the event loop, but for the one that goes beyond it. */
  readonly share?: number;
}

/** So long an operation waits for its turn at most, unless an option says otherwise. */
export const LONGEST_WAIT_MS = 10_000;

/** Lanes of payers who have asked for nothing for a while are given up, the least recently used first. */
const MOST_LANES = 10_000;
const IDLE_MS = 60_000;

/**
 * Runs the operations of each payer a few at a time, whoever else asks for how much. What waits in one lane holds up no other.
 * As there is one event loop for all, a lane that has had its share of a turn goes on in the next one: what has come in
 * meanwhile goes first.
 */
export class OperationLanes {
  private readonly lanes = new LRUCache<string, Lane>({
    max: MOST_LANES,
    ttl: IDLE_MS,
    ttlResolution: IDLE_MS / 10, // or it would look at the clock, and set a timer, every millisecond
    updateAgeOnGet: true,
  });
  private readonly turns = new Turns();
  private readonly options: Required<LaneOptions>;

  constructor(options: LaneOptions = {}) {
    this.options = { waitingForEach: 25, longestWait: LONGEST_WAIT_MS, share: 5, ...options };
  }

  /**
   * Begins the work at once where there is room for it, else when it is its turn.
   * @param rest what is still going on when the work has its result; it keeps its place until then.
   * @throws LaneFull, by the promise.
   */
  enter<T>(
    { payer, atOnce }: LaneRule,
    work: () => T | Promise<T>,
    rest: (result: T) => Promise<unknown> | undefined = () => undefined,
  ): Begun<T> | Promise<Begun<T>> {
    let lane = this.lanes.get(payer);
    if (!lane) {
      lane = new Lane(atOnce, this.turns, this.options);
      this.lanes.set(payer, lane);
    }
    return lane.enter(work, rest);
  }
}

type Rest<T> = (result: T) => Promise<unknown> | undefined;

class Lane {
  private readonly slots: BulkheadPolicy;
  /** The turn of the event loop in which it ran last, and for how many milliseconds. */
  private turn = -1;
  private used = 0;

  constructor(
    atOnce: number,
    private readonly turns: Turns,
    private readonly options: Required<LaneOptions>,
  ) {
    this.slots = bulkhead(atOnce, atOnce * options.waitingForEach);
  }

  enter<T>(work: () => T | Promise<T>, rest: Rest<T>): Begun<T> | Promise<Begun<T>> {
    // The usual case: what is answered from memory needs no slot, and nobody needs a promise.
    if (this.slots.executionSlots > 0 && !this.hadItsShare) {
      const running = this.run(work);
      if (running instanceof Promise) void this.slots.execute(() => running.then(rest)).catch(() => {});
      return { running };
    }
    return this.wait(work, rest);
  }

  private wait<T>(work: () => T | Promise<T>, rest: Rest<T>): Promise<Begun<T>> {
    return new Promise((resolve, reject) => {
      let hasGone = false;
      const timer = setTimeout(() => {
        hasGone = true;
        reject(new LaneFull());
      }, this.options.longestWait);
      const begin = async () => {
        while (!hasGone && this.hadItsShare) await this.turns.next();
        if (hasGone) return;
        clearTimeout(timer);
        const running = this.run(work);
        resolve({ running });
        await rest(await running);
      };
      this.slots.execute(begin).catch((error: unknown) => {
        clearTimeout(timer);
        // Once it has begun, this changes nothing: whoever waits for its end hears of the error there.
        reject(error instanceof BulkheadRejectedError ? new LaneFull() : error);
      });
    });
  }

  private get hadItsShare(): boolean {
    this.turns.settle();
    return this.turn === this.turns.number && this.used >= this.options.share;
  }

  private run<T>(work: () => T | Promise<T>): T | Promise<T> {
    const { number } = this.turns;
    if (this.turn !== number) {
      this.turn = number;
      this.used = 0;
    }
    this.turns.begin(this);
    return work();
  }

  charge(milliseconds: number): void {
    this.used += milliseconds;
  }
}

/** Turns of the event loop, as long as somebody looks, and who has taken how much of one. */
class Turns {
  private count = 0;
  private isPassing = false;
  private waiting: (() => void)[] = [];
  private since = 0;
  private payer: Pick<Lane, 'charge'> | undefined;

  get number(): number {
    this.watch();
    return this.count;
  }

  /** Resolves in the next turn, after what has come in meanwhile. */
  next(): Promise<void> {
    this.watch();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private watch(): void {
    if (this.isPassing) return;
    this.isPassing = true;
    setImmediate(() => this.pass());
  }

  private pass(): void {
    this.settle();
    this.isPassing = false;
    this.count++;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** From now on time is that of a lane, the writing of its answer included, until another one's begins or the turn ends. */
  begin(payer: Pick<Lane, 'charge'>): void {
    this.settle();
    this.payer = payer;
    this.since = performance.now();
  }

  settle(): void {
    this.payer?.charge(performance.now() - this.since);
    this.payer = undefined;
  }
}
