import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Queryable } from '../connection.js';
import { MemoryBookmark, StoredBookmark } from './bookmark.js';
import type { ChangeReader } from './change.js';
import { ChangeLog, type Lag } from './change-log.js';
import { FeedConnection, type FeedLog } from './feed-connection.js';
import { ReaderLoop } from './reader-loop.js';

/** How a reader is run. */
export interface ReadingOptions {
  /** Readers registered before that this one never overtakes. */
  readonly after?: readonly ChangeReader[];
  /** Whether start and `sync` wait for it; true unless it is persistent. A remote engine should not hold up writers. */
  readonly awaited?: boolean;
  /** Its copy outlives processes: one process at a time runs it, from a position kept in the database. */
  readonly persistent?: boolean;
}

/** Where a reader stands. */
export interface ReaderStatus extends Lag {
  readonly name: string;
  /** Whether its last attempt failed; it is being tried again. */
  readonly failing: boolean;
}

const POLL_MS = 1_000;
const SYNC_TIMEOUT_MS = 10_000;

/**
 * Leads readers through the change log, every committed write to the register, of this process and of others, in the order
 * in which writes became visible. Each reader goes at its own pace: none waits for another that is slow or fails, but for
 * those it comes after. A notification of Postgres wakes them; a look every second finds what was not heard.
 *
 * Kept, as measured: another process finds a write after 4 ms. Ready-made ones read the write-ahead log, which not every Postgres lets
 * its users do, and know neither who made a change nor why.
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
  /** The highest number heard of. */
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

  /** Adds a reader; call before `start`. */
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
   * Connects, and resolves when every awaited reader has started afresh; all follow from then on.
   * @throws when Postgres cannot be reached or an awaited reader fails.
   */
  async start(): Promise<void> {
    await this.connection.connect();
    for (const loop of this.awaited) await loop.step();
    for (const loop of this.loops.values()) loop.start();
    this.polling = this.poll();
  }

  /** The number of the last commit that is visible now; 0 before any. Asked with the connection given, else with one of the pool. */
  async head(db?: Queryable): Promise<number> {
    const head = await this.changes.head(db);
    this.hear(head);
    return head;
  }

  /**
   * Whether all awaited readers reflect a commit: known when they do, after so many milliseconds, and at once when one of them
   * that does not yet has failed.
   */
  reached(number: number, withinMs: number): Promise<boolean> {
    return this.wait(number, withinMs, (loop) => loop.failing);
  }

  /**
   * Resolves when every write committed before this call has reached all awaited readers.
   * @throws when that takes longer than ten seconds.
   */
  async sync(): Promise<void> {
    if (await this.wait(await this.head(), SYNC_TIMEOUT_MS, () => false)) return;
    throw new Error('Not every reader of the change log has followed within 10 s.');
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

  /** Lets a reader start afresh, if this process runs it; at its next turn, and again until it succeeds. */
  async startAfresh(reader: ChangeReader): Promise<void> {
    await this.loops.get(reader)?.startAfresh();
  }

  /** Makes the connection that hears of commits anew: nothing may come through the present one any more. */
  reconnect(): void {
    this.connection.drop();
  }

  /** Resolves when every write committed before this call has reached all awaited readers; those that failed try again at once. */
  async catchUp(): Promise<void> {
    for (const loop of this.loops.values()) loop.retryNow();
    await this.sync();
  }

  /** How far each reader has come. */
  status(): Promise<ReaderStatus[]> {
    return Promise.all(
      [...this.loops.values()].map(async ({ reader: { name }, number, failing }) => ({
        name,
        failing,
        ...(await this.changes.lag(name, number)),
      })),
    );
  }

  /** Stops following when what the readers are doing is done. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.polling;
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
    await this.connection.close();
  }

  private hear(number: number): void {
    if (!(number > this.known)) return; // not even what is no number
    this.known = number;
    this.wake();
  }

  private wake(): void {
    for (const loop of this.loops.values()) loop.wake();
  }

  private moved(): void {
    this.wake(); // those that come after the one that moved
    this.look();
  }

  private look(): void {
    for (const look of this.waiting) look();
  }

  private async poll(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => {});
      // A failure is that of the connection, which reports it; the next look may succeed.
      await this.head().catch(() => {});
      this.wake(); // to take over a reader whose process has gone
    }
  }
}
