import type pg from 'pg';
import type { FeedConnection } from './feed-connection.js';

/** Where a reader is in the change log, and whether this process may run it. */
export interface Bookmark {
  /** The last commit that the reader reflects; null when there is no usable one, and it must start afresh. */
  readonly number: number | null;
  /** Aborted when this process may not run the reader any more. */
  readonly aborted: AbortSignal;
  /** Whether this process may run the reader; otherwise ask again later. */
  hold(): Promise<boolean>;
  /** Puts it further on. */
  move(number: number): Promise<void>;
  /** Puts it nowhere: the reader starts afresh. */
  forget(): Promise<void>;
  /** Gives the reader up. */
  drop(): void;
}

/** Of a reader whose copy lives and ends with this process. */
export class MemoryBookmark implements Bookmark {
  number: number | null = null;
  private readonly controller = new AbortController();

  get aborted(): AbortSignal {
    return this.controller.signal;
  }

  async hold(): Promise<boolean> {
    return !this.aborted.aborted;
  }

  async move(number: number): Promise<void> {
    this.number = number;
  }

  async forget(): Promise<void> {
    this.number = null;
  }

  drop(): void {
    this.controller.abort();
  }
}

/** First half of the advisory locks' key; the second is made from the reader's name. */
const LOCK_SPACE = 71_204_114;
/** However often it is asked, the lock is not. */
const TRY_EVERY_MS = 500;

/**
 * Of a reader whose copy outlives processes: kept in `change_reader`, and held by one process at a time through a lock that
 * goes with the feed's connection. It is written through that very connection, so it cannot be moved without the lock.
 */
export class StoredBookmark implements Bookmark {
  number: number | null = null;
  private controller = new AbortController();
  private held: pg.Client | undefined;
  private nextTry = 0;

  constructor(
    private readonly name: string,
    private readonly connection: FeedConnection,
  ) {}

  get aborted(): AbortSignal {
    return this.controller.signal;
  }

  async hold(): Promise<boolean> {
    if (this.held) return true;
    const client = this.connection.client;
    if (!client || performance.now() < this.nextTry) return false;
    this.nextTry = performance.now() + TRY_EVERY_MS;
    const { rows } = await client.query<{ free: boolean }>({
      name: 'changes: hold reader',
      text: 'select pg_try_advisory_lock($1, hashtext($2)) as free',
      values: [LOCK_SPACE, this.name],
    });
    if (!rows[0]?.free) return false;
    // One that is ahead of the log comes from before the database was put back to an earlier state.
    const stored = await client.query<{ number: number }>({
      name: 'changes: reader',
      text: `select number::float8 as number from change_reader
        where name = $1 and number <= (select coalesce(max(number), 0) from change_commit)`,
      values: [this.name],
    });
    if (this.connection.client !== client) return false; // lost meanwhile
    this.number = stored.rows[0]?.number ?? null;
    this.held = client;
    return true;
  }

  async move(number: number): Promise<void> {
    const client = this.held;
    if (!client) throw new Error(`The reader "${this.name}" runs elsewhere now.`);
    await client.query({
      name: 'changes: move reader',
      text: `insert into change_reader (name, number) values ($1, $2)
       on conflict (name) do update set number = excluded.number, updated_at = now()`,
      values: [this.name, number],
    });
    if (this.held === client) this.number = number;
  }

  async forget(): Promise<void> {
    const client = this.held;
    if (!client) return; // whoever runs it finds out by itself
    await client.query('delete from change_reader where name = $1', [this.name]);
    if (this.held === client) this.number = null;
  }

  drop(): void {
    this.held = undefined;
    this.number = null;
    this.controller.abort();
    this.controller = new AbortController();
  }
}
