/** How much each may begin before it is the others' turn, and what has come meanwhile is read. */
const AT_A_TIME = 2;
/** Until a turn has taken so many milliseconds, each may begin as much as it likes: to look for what has come is not free. Longer is dearer. */
const FREE_MS = 0.5;

/**
 * Lets owners begin their work in turns: whoever has two hundred things to do keeps nobody waiting for longer than a few
 * of them take, and half a millisecond more. Nothing limits how much is under way, once begun.
 */
export class Turns<Owner> {
  private readonly begun = new Map<Owner, number>();
  private readonly queues = new Map<Owner, (() => void)[]>();
  private isScheduled = false;
  private isPaused = false;
  private since = 0;

  /** Null when the owner may begin at once; else resolves when it is its turn. */
  take(owner: Owner): Promise<void> | null {
    const begun = this.begun.get(owner) ?? 0;
    if (this.isPaused || this.queues.has(owner) || (begun >= AT_A_TIME && !this.isFree)) {
      return new Promise((resolve) => this.queue(owner, resolve));
    }
    this.begun.set(owner, begun + 1);
    this.schedule();
    return null;
  }

  /** Begins at a turn of the owner that is still to come, in order. */
  queue(owner: Owner, begin: () => void): void {
    const queue = this.queues.get(owner);
    if (queue) queue.push(begin);
    else this.queues.set(owner, [begin]);
    this.schedule();
  }

  /** Lets nobody begin until `resume`. */
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
    // What was begun has run, as far as it waits for nothing, when this comes.
    if (this.queues.size > 0) queueMicrotask(() => !this.isPaused && this.isFree && this.beginSome());
  }
}
