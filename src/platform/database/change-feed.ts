import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** One committed write: which table, which row, and the row it belongs to (null where it belongs to none). */
export interface Change {
  /** Its number: a transaction's changes share one, and a later commit has a higher one. */
  readonly number: number;
  readonly table: string;
  readonly id: string;
  readonly parentId: string | null;
}

/**
 * Reacts to committed writes, in commit order. `reset`: changes may have been missed, start afresh from what is stored now;
 * `change` is the number of the last change made before.
 */
export interface ChangeReader {
  readonly name: string;
  apply(changes: readonly Change[]): Promise<void> | void;
  reset(change: number): Promise<void> | void;
}

/** What the feed needs of a logger. */
export interface FeedLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const CHANNEL = 'register_changed';
const SYNC = 'sync';
const RECONNECT_MS = 500;
const SYNC_TIMEOUT_MS = 10_000;

/**
 * Follows every committed write to the register, of this process and of others, through LISTEN/NOTIFY.
 *
 * Postgres delivers notifications in commit order and only after the commit, so a reader never sees a row that may
 * still be rolled back. A lost connection is followed by `reset`, since what happened meanwhile is unknown.
 * Readers run one after another in the order of registration: register caches before the search index, so that no
 * cached entity is older than the search that leads to it.
 */
export class ChangeFeed {
  private readonly readers: ChangeReader[] = [];
  private readonly waiting = new Map<string, () => void>();
  private queue: Change[] = [];
  private tokens: string[] = [];
  private needsReset = false;
  private working: Promise<void> | undefined;
  private client: pg.Client | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
    private readonly log: FeedLog,
  ) {}

  /** Adds a reader; call before `start`. */
  read(reader: ChangeReader): void {
    this.readers.push(reader);
  }

  /** Connects and follows from now on. Resolves when writes made from now on will be seen. */
  async start(): Promise<void> {
    await this.connect();
  }

  /**
   * Resolves when every write committed before this call has reached all readers of this process.
   * @throws when that takes longer than ten seconds.
   */
  async sync(): Promise<void> {
    const token = randomUUID();
    const seen = new Promise<void>((resolve) => this.waiting.set(token, resolve));
    const deadline = new AbortController();
    try {
      await this.pool.query('select pg_notify($1, $2)', [CHANNEL, `${SYNC}:${token}`]);
      await Promise.race([
        seen,
        sleep(SYNC_TIMEOUT_MS, undefined, { signal: deadline.signal }).then(() => {
          throw new Error('The write is stored, but the search index has not followed it within 10 s.');
        }),
      ]);
    } finally {
      deadline.abort();
      this.waiting.delete(token);
    }
  }

  /** Stops following; changes already received are still passed on. */
  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => {});
    await this.working;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'ap-hub changes' });
    client.on('notification', (message) => this.receive(message.payload ?? ''));
    client.on('error', (error) => this.log.warn({ error: error.message }, 'change feed: connection lost'));
    client.once('end', () => {
      if (!this.closed && this.client === client) void this.reconnect();
    });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    if (this.closed) return client.end(); // closed while connecting
    this.client = client;
  }

  private async reconnect(): Promise<void> {
    while (!this.closed) {
      try {
        await this.connect();
        if (this.closed) return;
        this.needsReset = true;
        this.work();
        // Whoever waits for its own write is answered after the reset, which reads that write too.
        this.tokens.push(...this.waiting.keys());
        return;
      } catch (error) {
        this.log.warn(
          { error: (error as Error).message },
          'change feed: cannot reach Postgres, trying again',
        );
        await sleep(RECONNECT_MS);
      }
    }
  }

  private receive(payload: string): void {
    const [table = '', id = '', parent = ''] = payload.split(':');
    if (table === SYNC) {
      if (!this.waiting.has(id)) return; // another process's
      this.tokens.push(id);
    } else {
      this.queue.push({ number: 0, table, id, parentId: parent === '' ? null : parent });
    }
    this.work();
  }

  private work(): void {
    this.working ??= this.drain().finally(() => {
      this.working = undefined;
      if (this.queue.length > 0 || this.tokens.length > 0 || this.needsReset) this.work();
    });
  }

  private async drain(): Promise<void> {
    await Promise.resolve(); // notifications of one commit arrive in one go: take them together
    const changes = this.queue;
    const tokens = this.tokens;
    const reset = this.needsReset;
    this.queue = [];
    this.tokens = [];
    this.needsReset = false;
    for (const reader of this.readers) {
      try {
        if (reset) await reader.reset(0);
        else if (changes.length > 0) await reader.apply(changes);
      } catch (error) {
        this.log.error(
          { reader: reader.name, error: (error as Error).message },
          'change feed: a reader failed',
        );
        await this.recover(reader);
      }
    }
    for (const token of tokens) this.waiting.get(token)?.();
  }

  /** A reader that failed may be out of step: it starts afresh until that works. */
  private async recover(reader: ChangeReader): Promise<void> {
    while (!this.closed) {
      await sleep(RECONNECT_MS);
      try {
        await reader.reset(0);
        return;
      } catch (error) {
        this.log.error({ reader: reader.name, error: (error as Error).message }, 'change feed: reset failed');
      }
    }
  }
}
