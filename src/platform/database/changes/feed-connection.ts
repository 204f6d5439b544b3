import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { programName } from '../../program-name.js';
import { singleConnection } from '../connection.js';
import { troubleOf } from '../trouble.js';

/** What the feed needs of a logger. */
export interface FeedLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What becomes known through the connection. */
export interface FeedEvents {
  /** A commit with this number is visible. */
  onCommit(number: number): void;
  /** The connection has gone, and all that was locked through it is free for others. */
  onLost(): void;
  /** It is there again; what happened meanwhile was not heard. */
  onReturn(): void;
}

interface Streaming {
  readonly connection: { readonly stream: { destroy(): void } };
}

const CHANNEL = 'register_changed';
const CONNECT_LIMIT_MS = 5_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 250;

/** A connection of its own that hears of commits at once and carries the locks of readers; made again whenever it is lost. */
export class FeedConnection {
  /** The connection while there is one. */
  client: pg.Client | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly url: string,
    private readonly events: FeedEvents,
    private readonly log: FeedLog,
  ) {}

  /** @throws when Postgres cannot be reached. */
  async connect(): Promise<void> {
    const client = singleConnection({
      connectionString: this.url,
      application_name: `${programName} changes`,
      keepAlive: true, // a machine that has gone without a word is noticed
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    });
    client.on('notification', ({ payload }) => this.events.onCommit(Number(payload)));
    client.on('error', () => {}); // it ends then
    client.once('end', () => {
      if (this.client !== client) return;
      this.client = undefined;
      this.events.onLost();
      void this.reconnect();
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    if (this.closing.signal.aborted) return client.end(); // closed while connecting
    this.client = client;
  }

  /** Ends the present one; it is made anew. */
  drop(): void {
    (this.client as unknown as Streaming | undefined)?.connection.stream.destroy();
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.closing.abort();
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => {});
  }

  private async reconnect(): Promise<void> {
    const { signal } = this.closing;
    let retry = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.connect();
        if (!this.client) return;
        // Not before: when Postgres is away that is said once, by whoever watches it.
        if (retry === FIRST_RETRY_MS) this.log.warn({}, 'change feed: connection lost, and made again');
        this.events.onReturn();
        return;
      } catch (error) {
        if (troubleOf(error) === null && retry === FIRST_RETRY_MS) {
          this.log.warn({ error: (error as Error).message }, 'change feed: cannot connect, trying again');
        }
        await sleep(retry, undefined, { signal }).catch(() => {});
        retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      }
    }
  }
}
