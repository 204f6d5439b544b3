import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf } from '../trouble.js';
import type { Bookmark } from './bookmark.js';
import type { ChangeReader } from './change.js';
import type { ChangeLog } from './change-log.js';
import type { FeedLog } from './feed-connection.js';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;

/** What a loop needs from its feed. */
export interface Surroundings {
  readonly changes: ChangeLog;
  readonly log: FeedLog;
  /** The highest commit number known. */
  head(): number;
  /** Called when the reader has moved forward. */
  onMoved(): void;
  /** Called when the reader has failed. It will be tried again. */
  onFailed(): void;
}

/** Runs one reader along the change log at its own pace, from its own position. Retries when the reader fails. */
export class ReaderLoop {
  private failures = 0;
  private awake = false;
  private wakeUp: (() => void) | undefined;
  private readonly stopping = new AbortController();
  private retry = new AbortController();
  /** The message of the last failure that was logged. */
  private complaint: string | null = null;
  /** The signal of the bookmark that this process holds, once its position has been compared with the copy. */
  private compared: AbortSignal | undefined;
  /** How often the reader was asked to start afresh. */
  private askedAfresh = 0;
  private running: Promise<void> | undefined;

  /** @param after loops that this one never overtakes. */
  constructor(
    readonly reader: ChangeReader,
    private readonly bookmark: Bookmark,
    private readonly after: readonly ReaderLoop[],
    private readonly surroundings: Surroundings,
  ) {}

  /** The last commit that the reader reflects; null if this process does not know. */
  get number(): number | null {
    return this.bookmark.number;
  }

  /** Whether the last attempt failed. */
  get failing(): boolean {
    return this.failures > 0;
  }

  /** Does the next piece of work. Returns whether there may be more. @throws the reader's error. */
  async step(): Promise<boolean> {
    if (!(await this.bookmark.hold())) return false;
    if (this.compared !== this.bookmark.aborted) await this.compare(this.bookmark.aborted);
    const { number, aborted } = this.bookmark;
    const { askedAfresh } = this;
    const bounds = this.after.map((loop) => loop.number);
    if (bounds.includes(null)) return false; // those loops start afresh and then wake this one
    const { changes, head } = this.surroundings;
    if (number === null) {
      const from = Math.min(await changes.head(), ...(bounds as number[]));
      const reflected = (await this.reader.reset(from, aborted)) ?? from;
      await this.move(Math.min(from, reflected));
      return true;
    }
    const upTo = Math.min(head(), ...(bounds as number[]));
    if (number >= upTo) return false;
    const batch = await changes.following(number, upTo);
    if (batch.length > 0) await this.reader.apply(batch, aborted);
    // If the reader was asked to start afresh in the meantime, it has no position to move.
    if (askedAfresh === this.askedAfresh) await this.move(batch.at(-1)?.number ?? upTo);
    return true;
  }

  /** Starts or resumes the loop. */
  start(): void {
    this.running = this.run();
  }

  /** Call when there may be work. */
  wake(): void {
    this.awake = true;
    this.wakeUp?.();
  }

  /** Forgets the reader's position, unless it is about to start afresh anyway. */
  async startAfresh(): Promise<void> {
    if (this.number === null) return;
    this.askedAfresh++;
    await this.bookmark.forget();
    this.wake();
  }

  /** Retries at once if the last attempt failed. */
  retryNow(): void {
    this.retry.abort();
  }

  /** Another process may run the reader now, so the work in progress here does not count. */
  drop(): void {
    this.bookmark.drop();
  }

  /** Ends after the work in progress. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bookmark.drop();
    this.wake();
    await this.running;
  }

  private async compare(held: AbortSignal): Promise<void> {
    const reflected = (await this.reader.reflects?.()) ?? null;
    const { number } = this.bookmark;
    if (reflected !== null && number !== null && reflected < number) await this.bookmark.move(reflected);
    this.compared = held;
  }

  private async move(number: number): Promise<void> {
    await this.bookmark.move(number);
    this.surroundings.onMoved();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.awake = false;
      const { aborted } = this.bookmark;
      try {
        const more = await this.step();
        this.recover();
        if (!more) await this.sleep();
      } catch (error) {
        if (!aborted.aborted) await this.backOff(error as Error);
      }
    }
  }

  private async sleep(): Promise<void> {
    if (this.awake) return; // woken while it was working
    await new Promise<void>((resolve) => {
      this.wakeUp = resolve;
    });
    this.wakeUp = undefined;
  }

  private recover(): void {
    if (this.failures === 0) return;
    const { log } = this.surroundings;
    if (this.complaint !== null) {
      log.warn({ reader: this.reader.name, failures: this.failures }, 'change feed: a reader works again');
    }
    this.failures = 0;
    this.complaint = null;
  }

  /** Logs a repeated failure once. If the database is away, the code that watches the database logs that. */
  private async backOff(error: Error): Promise<void> {
    const { log } = this.surroundings;
    const { message } = error;
    if (message !== this.complaint && troubleOf(error) !== 'away') {
      log.error({ reader: this.reader.name, error: message }, 'change feed: a reader failed, trying again');
      this.complaint = message;
    }
    const milliseconds = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures++;
    this.surroundings.onFailed();
    this.retry = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, this.retry.signal]);
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}
