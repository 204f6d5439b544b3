import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Clock } from '../clock.js';
import { Unavailable } from '../errors.js';
import type { Log } from '../log.js';
import { DatabaseClock } from './database-clock.js';
import { Heart, SILENT_MS, Silence } from './heart.js';

/** How long the database has been away. */
export interface Absence {
  /** When it last responded. */
  readonly since: Date;
  /** Milliseconds since then, by the clock that shows more. If one clock is set back, that does not prolong anything. */
  lasted(): number;
}

/** A connection of a pool, in use or idle. */
type Pooled = pg.PoolClient & { readonly connection?: { readonly stream: { destroy(): void } } };
type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void;

const BEAT_MS = 500;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 500;

/**
 * Knows whether Postgres can be reached. It counts as away if it refuses connections or does not respond for a second, but not if a
 * single statement is slow. While it is away, the guarded pools refuse requests at once, and everything that waits for a connection
 * or a response fails at once, with errors that `troubleOf` calls `away`. It counts as away until the readers of the register have
 * caught up.
 */
export class DatabasePresence {
  /** Null: the database can be reached. */
  absence: Absence | null = null;
  private reachable = true;
  private returns = 0;
  private lastHeard: { readonly wall: number; readonly monotonic: number };
  /** When a statement last finished, by the monotonic clock. */
  private lastAnswer = Number.NEGATIVE_INFINITY;
  private readonly heart: Heart;
  private readonly connections = new Set<Pooled>();
  private readonly waiting = new Set<Connected>();
  private readonly whenLost: (() => void)[] = [];
  private readonly closing = new AbortController();
  private beating: Promise<void> | undefined;

  constructor(
    url: string,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'error'>,
    /** Called when it can be reached again. Resolves when everything that happened in the meantime has been read. */
    private readonly catchUp: () => Promise<unknown>,
    /** A clock that is kept correct by the time from Postgres. */
    kept: DatabaseClock = new DatabaseClock(),
  ) {
    this.lastHeard = this.now();
    this.heart = new Heart(url, () => kept.ask());
  }

  /** Starts checking. */
  start(): void {
    this.beating = this.beat();
  }

  /** Calls `work` whenever the database becomes unreachable. */
  onLost(work: () => void): void {
    this.whenLost.push(work);
  }

  /** Lets a pool give out connections only while the database can be reached. When it cannot, closes those already given out. */
  guard(pool: pg.Pool): void {
    const connect = pool.connect.bind(pool) as (connected: Connected) => void;
    pool.on('acquire', (client) => {
      if (this.connections.has(client)) return;
      this.connections.add(client);
      client.on('error', () => {}); // the statement that uses it reports the error
    });
    pool.on('release', (error) => {
      if (!error) this.lastAnswer = performance.now();
    });
    pool.on('remove', (client) => this.connections.delete(client));
    const guarded = (connected: Connected): void => {
      if (!this.reachable) {
        process.nextTick(connected, awayError(), undefined, () => {});
        return;
      }
      this.waiting.add(connected);
      connect((error, client, done) => {
        if (this.waiting.delete(connected)) connected(error, client, done);
        else done(); // the caller has already been told that the database is away
      });
    };
    const promised = () =>
      new Promise<pg.PoolClient>((resolve, reject) => {
        guarded((error, client) => (client ? resolve(client) : reject(error)));
      });
    pool.connect = ((connected?: Connected) => (connected ? guarded(connected) : promised())) as never;
  }

  /** Stops checking. */
  async close(): Promise<void> {
    this.closing.abort();
    this.heart.stop();
    await this.beating;
  }

  private async beat(): Promise<void> {
    const { signal } = this.closing;
    let retry = FIRST_RETRY_MS;
    while (!signal.aborted) {
      let pause = BEAT_MS;
      try {
        await this.heart.beat();
        if (!signal.aborted) this.heard();
        retry = FIRST_RETRY_MS;
      } catch (error) {
        if (signal.aborted) return;
        this.lost(error as Error);
        pause = retry;
        retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      }
      // The connection ends when Postgres does, so there is no need to wait for the next beat.
      await Promise.race([sleep(pause, undefined, { signal, ref: false }), this.heart.broken]).catch(
        () => {},
      );
    }
  }

  private heard(): void {
    this.lastHeard = this.now();
    if (this.reachable) return;
    this.reachable = true;
    void this.end();
  }

  private async end(): Promise<void> {
    const { absence } = this;
    const turn = ++this.returns;
    await this.catchUp().catch(() => {}); // a reader that fails reports that itself
    if (!this.reachable || turn !== this.returns || !absence) return;
    this.absence = null;
    this.log.info({ awayMs: Math.round(absence.lasted()) }, 'the database is back');
  }

  private lost(error: Error): void {
    if (!this.reachable) return;
    // A busy machine may keep one connection waiting while it answers another.
    if (error instanceof Silence && performance.now() - this.lastAnswer < SILENT_MS) return;
    this.reachable = false;
    const { wall, monotonic } = this.lastHeard;
    this.absence ??= {
      since: new Date(wall),
      lasted: () => Math.max(this.clock.now() - wall, performance.now() - monotonic),
    };
    const { code, message } = error as NodeJS.ErrnoException;
    this.log.error(
      { code, reason: message },
      'the database is away: requests that need it are refused until it is back',
    );
    for (const connected of this.waiting) connected(awayError(), undefined, () => {});
    this.waiting.clear();
    for (const { connection } of this.connections) connection?.stream.destroy();
    this.connections.clear();
    for (const work of this.whenLost) work();
  }

  private now() {
    return { wall: this.clock.now(), monotonic: performance.now() };
  }
}

/** The error for requests that need the database while it is away. */
export function awayError(): Unavailable {
  return new Unavailable('The database cannot be reached at the moment. Try again in a few seconds.');
}
