/** How much each owner may begin before the others have a turn and new requests are read. */
const AT_A_TIME = 2;
/**
 * Until a turn has taken this many milliseconds, each owner may begin any amount of work, because checking for new
 * requests takes time. A longer turn would make others wait longer.
 */
const FREE_MS = 0.5;

/**
 * Lets owners begin their work in turns. An owner with two hundred things to do makes others wait only for a few of
 * them, plus half a millisecond. Work in progress is not limited.
 */
export class Turns<Owner> {
  private readonly begun = new Map<Owner, number>();
  private readonly queues = new Map<Owner, (() => void)[]>();
  private isScheduled = false;
  private isPaused = false;
  private since = 0;

  /** Null if the owner may begin at once; otherwise resolves when it is its turn. */
  take(owner: Owner): Promise<void> | null {
    const begun = this.begun.get(owner) ?? 0;
    if (this.isPaused || this.queues.has(owner) || (begun >= AT_A_TIME && !this.isFree)) {
      return new Promise((resolve) => this.queue(owner, resolve));
    }
    this.begun.set(owner, begun + 1);
    this.schedule();
    return null;
  }

  /** Begins in a later turn of the owner, in order. */
  queue(owner: Owner, begin: () => void): void {
    const queue = this.queues.get(owner);
    if (queue) queue.push(begin);
    else this.queues.set(owner, [begin]);
    this.schedule();
  }

  /** Lets no owner begin until `resume`. */
  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.schedule();
  }

  private get isFree(): boolean {
    return this.isScheduled && performance.now() - this.since < FREE_MS;
  }

  private schedule(): void {
    if (this.isScheduled || this.isPaused) return;
    this.isScheduled = true;
    this.since = performance.now();
    setImmediate(() => this.turn());
  }

  private turn(): void {
    this.isScheduled = false;
    if (this.isPaused) return;
    this.begun.clear();
    if (this.queues.size === 0) return;
    this.schedule();
    this.beginSome();
  }

  private beginSome(): void {
    for (const [owner, queue] of [...this.queues]) {
      const now = queue.splice(0, AT_A_TIME);
      if (queue.length === 0) this.queues.delete(owner);
      this.begun.set(owner, (this.begun.get(owner) ?? 0) + now.length);
      for (const begin of now) begin();
    }
    // By now, the work that was begun has run as far as it can without waiting.
    if (this.queues.size > 0) queueMicrotask(() => !this.isPaused && this.isFree && this.beginSome());
  }
}
