import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { programName } from '../../program-name.js';
import { singleConnection } from '../connection.js';
import { troubleOf } from '../trouble.js';

/** The logger methods that the feed needs. */
export interface FeedLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The events of the connection. */
export interface FeedEvents {
  /** A commit with this number is visible. */
  onCommit(number: number): void;
  /** The connection was lost, and its locks are free for others. */
  onLost(): void;
  /** The connection is back. Notifications sent in the meantime were missed. */
  onReturn(): void;
}

interface Streaming {
  readonly connection: { readonly stream: { destroy(): void } };
}

const CHANNEL = 'register_changed';
const CONNECT_LIMIT_MS = 5_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 250;

/** The feed's own connection. It gets commits at once and holds the locks of readers. It is replaced whenever it is lost. */
export class FeedConnection {
  /** The current connection, if there is one. */
  client: pg.Client | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly url: string,
    private readonly events: FeedEvents,
    private readonly log: FeedLog,
  ) {}

  /** @throws if Postgres cannot be reached. */
  async connect(): Promise<void> {
    const client = singleConnection({
      connectionString: this.url,
      application_name: `${programName} changes`,
      keepAlive: true, // detects a machine that disappeared without closing the connection
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    });
    client.on('notification', ({ payload }) => this.events.onCommit(Number(payload)));
    client.on('error', () => {}); // the connection then ends
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

  /** Ends the current connection, which is then replaced. */
  drop(): void {
    (this.client as unknown as Streaming | undefined)?.connection.stream.destroy();
  }

  /** Ends the connection for good. */
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
        // Only if the first try succeeds: if Postgres is away, the code that watches it logs that.
        if (retry === FIRST_RETRY_MS) this.log.warn({}, 'change feed: connection lost and restored');
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
