import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { LRUCache } from 'lru-cache';

/** Who pays for an operation, and how many of their operations may run at once. */
export interface LaneRule {
  readonly payer: string;
  readonly atOnce: number;
}

/**
 * An operation that has begun. It is in an object, so that waiting for its beginning does not mean waiting for its end.
 */
export interface Begun<T> {
  readonly running: T | Promise<T>;
}

/** Too many operations of one payer are already waiting, or this one has waited too long. It has not run. */
export class LaneFull extends Error {
  override readonly name = 'LaneFull';
}

/** Settings of lanes. Times are in milliseconds. */
export interface LaneOptions {
  /** How many operations may wait for each one that may run. */
  readonly waitingForEach?: number;
  /** An operation that has waited this long is refused. */
  readonly longestWait?: number;
  /**
   * The share of one turn of the event loop that one payer's operations may take. The operation that passes the limit
   * still runs.
   */
  readonly share?: number;
}

/** The longest time that an operation waits for its turn, unless an option says otherwise. */
export const LONGEST_WAIT_MS = 10_000;

/** Idle lanes are removed above this number, least recently used first. */
const MOST_LANES = 10_000;
const IDLE_MS = 60_000;

/**
 * Runs the operations of each payer a few at a time, however much others send. What waits in one lane does not hold up
 * another. All lanes share one event loop, so a lane that has used its share of a turn continues in the next turn,
 * after whatever has arrived in between.
 */
export class OperationLanes {
  private readonly lanes = new LRUCache<string, Lane>({
    max: MOST_LANES,
    ttl: IDLE_MS,
    ttlResolution: IDLE_MS / 10, // Otherwise it would look at the clock, and set a timer, every millisecond.
    updateAgeOnGet: true,
  });
  private readonly turns = new Turns();
  private readonly options: Required<LaneOptions>;

  constructor(options: LaneOptions = {}) {
    this.options = { waitingForEach: 25, longestWait: LONGEST_WAIT_MS, share: 5, ...options };
  }

  /**
   * Begins the work at once if there is room for it, otherwise when its turn comes.
   * @param rest what is still running when the work has its result. It keeps its place until then.
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
  /** The turn of the event loop in which it last ran, and for how many milliseconds. */
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
    // The usual case: a result from memory needs neither a slot nor a promise.
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
        // If the work has begun, this changes nothing: its own promise reports the error.
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

/** Turns of the event loop, while there is work, and how much of one each payer has used. */
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

  /** Resolves in the next turn, after whatever has arrived in between. */
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

  /** Charges time to a lane from now on, including writing its response, until another lane begins or the turn ends. */
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
