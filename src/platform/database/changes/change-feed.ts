import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Queryable } from '../connection.js';
import { MemoryBookmark, StoredBookmark } from './bookmark.js';
import type { ChangeReader } from './change.js';
import { ChangeLog } from './change-log.js';
import { FeedConnection, type FeedLog } from './feed-connection.js';
import { ReaderLoop } from './reader-loop.js';

/** How to run a reader. */
export interface ReadingOptions {
  /** Readers, registered earlier, that this one never overtakes. */
  readonly after?: readonly ChangeReader[];
  /** Whether start and `sync` wait for it. True unless it is persistent, because a remote engine should not hold up writers. */
  readonly awaited?: boolean;
  /** Its copy outlives processes: one process at a time runs it, from a position stored in the database. */
  readonly persistent?: boolean;
}

/** How up to date a copy of the register is, as far as this process knows. */
export interface CopyStanding {
  readonly name: string;
  /** How many commits it does not show yet; null if another process keeps it, or if it is still being built. */
  readonly commitsBehind: number | null;
  /** Whether the last attempt failed. It is being tried again, and the log gives the reason. */
  readonly failing: boolean;
}

const POLL_MS = 1_000;
const SYNC_TIMEOUT_MS = 10_000;

/**
 * Gives readers every committed write to the register from the change log, including writes of other processes, in the order
 * in which they became visible. Each reader goes at its own pace. A reader waits only for the readers that it comes after, not for
 * others that are slow or fail. A Postgres notification wakes readers, and a check every second finds what was missed.
 *
 * We keep our own feed: measured, another process sees a write after 4 ms. Ready-made feeds read the write-ahead log, which not
 * every Postgres lets its users do, and they do not know who made a change or why.
 */
export class ChangeFeed {
  private readonly changes: ChangeLog;
  private readonly connection: FeedConnection;
  private readonly loops = new Map<ChangeReader, ReaderLoop>();
  private readonly awaited: ReaderLoop[] = [];
  private readonly persistent: ReaderLoop[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly closing = new AbortController();
  private polling: Promise<void> | undefined;
  /** The highest commit number known. */
  private known = 0;

  constructor(
    url: string,
    pool: pg.Pool,
    private readonly log: FeedLog,
  ) {
    this.changes = new ChangeLog(pool);
    this.connection = new FeedConnection(
      url,
      {
        onCommit: (number) => this.hear(number),
        onLost: () => {
          for (const loop of this.persistent) loop.drop();
        },
        onReturn: () => {
          for (const loop of this.loops.values()) loop.retryNow();
          this.wake();
        },
      },
      log,
    );
  }

  /** Adds a reader. Call this before `start`. */
  read(reader: ChangeReader, options: ReadingOptions = {}): void {
    const { after = [], persistent = false, awaited = !persistent } = options;
    const before = after.map((other) => this.loops.get(other));
    if (before.includes(undefined))
      throw new Error(`"${reader.name}" comes after a reader that is not registered.`);
    const loop = new ReaderLoop(
      reader,
      persistent ? new StoredBookmark(reader.name, this.connection) : new MemoryBookmark(),
      before as ReaderLoop[],
      {
        changes: this.changes,
        log: this.log,
        head: () => this.known,
        onMoved: () => this.moved(),
        onFailed: () => this.look(),
      },
    );
    this.loops.set(reader, loop);
    if (awaited) this.awaited.push(loop);
    if (persistent) this.persistent.push(loop);
  }

  /**
   * Connects, and resolves when every awaited reader has started afresh. From then on all readers follow the log.
   * @throws if Postgres cannot be reached or an awaited reader fails.
   */
  async start(): Promise<void> {
    await this.connection.connect();
    for (const loop of this.awaited) await loop.step();
    for (const loop of this.loops.values()) loop.start();
    this.polling = this.poll();
  }

  /** The number of the last visible commit, or 0 if there is none. Uses the given connection, or one of the pool. */
  async head(db?: Queryable): Promise<number> {
    const head = await this.changes.head(db);
    this.hear(head);
    return head;
  }

  /**
   * Whether all awaited readers reflect a commit. Resolves when they do, after `withinMs` milliseconds, or at once if a reader that
   * does not reflect it yet has failed.
   */
  reached(number: number, withinMs: number): Promise<boolean> {
    return this.wait(number, withinMs, (loop) => loop.failing);
  }

  /**
   * Resolves when every write that was committed before this call has reached all awaited readers.
   * @throws if that takes longer than ten seconds.
   */
  async sync(): Promise<void> {
    if (await this.wait(await this.head(), SYNC_TIMEOUT_MS, () => false)) return;
    throw new Error('Not all readers of the change log caught up within 10 s. The log gives the reason.');
  }

  private async wait(number: number, withinMs: number, isHopeless: (loop: ReaderLoop) => boolean) {
    const behind = () => this.awaited.filter((loop) => loop.number === null || loop.number < number);
    const isOver = () => behind().length === 0 || behind().some(isHopeless);
    if (!isOver()) {
      const deadline = new AbortController();
      const look = () => isOver() && deadline.abort();
      this.waiting.add(look);
      await sleep(withinMs, undefined, { signal: deadline.signal }).catch(() => {});
      this.waiting.delete(look);
    }
    return behind().length === 0;
  }

  /** Makes a reader start afresh at its next turn, if this process runs it. It tries until it succeeds. */
  async startAfresh(reader: ChangeReader): Promise<void> {
    await this.loops.get(reader)?.startAfresh();
  }

  /** Replaces the connection that listens for commits, because nothing may get through the current one any more. */
  reconnect(): void {
    this.connection.drop();
  }

  /** Resolves when every write that was committed before this call has reached all awaited readers. Failed readers retry at once. */
  async catchUp(): Promise<void> {
    for (const loop of this.loops.values()) loop.retryNow();
    await this.sync();
  }

  /** How far each copy has got, without asking the database. */
  get standing(): readonly CopyStanding[] {
    return [...this.loops.values()].map(({ reader: { name }, number, failing }) => ({
      name,
      commitsBehind: number === null ? null : Math.max(0, this.known - number),
      failing,
    }));
  }

  /** Stops once the readers have finished their current work. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.polling;
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
    await this.connection.close();
  }

  private hear(number: number): void {
    if (!(number > this.known)) return; // also if it is NaN
    this.known = number;
    this.wake();
  }

  private wake(): void {
    for (const loop of this.loops.values()) loop.wake();
  }

  private moved(): void {
    this.wake(); // for the readers that come after the one that moved
    this.look();
  }

  private look(): void {
    for (const look of this.waiting) look();
  }

  private async poll(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => {});
      // If this fails, the connection has failed and reports it. The next check may succeed.
      await this.head().catch(() => {});
      this.wake(); // to take over readers whose process has ended
    }
  }
}
