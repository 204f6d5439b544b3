import type pg from 'pg';
import type { FeedConnection } from './feed-connection.js';

/** A reader's position in the change log, and whether this process may run the reader. */
export interface Bookmark {
  /** The last commit that the reader reflects; null if there is no usable position and the reader must start afresh. */
  readonly number: number | null;
  /** Aborted when this process must no longer run the reader. */
  readonly aborted: AbortSignal;
  /** Whether this process may run the reader. If not, ask again later. */
  hold(): Promise<boolean>;
  /** Moves the position forward. */
  move(number: number): Promise<void>;
  /** Removes the position: the reader starts afresh. */
  forget(): Promise<void>;
  /** Stops running the reader here. */
  drop(): void;
}

/** For a reader whose copy exists only as long as this process. */
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
/** The lock is requested at most this often, in milliseconds. */
const TRY_EVERY_MS = 500;

/**
 * For a reader whose copy outlives processes. The position is stored in `change_reader`. One process at a time holds it, by a lock
 * that ends with the feed's connection. It is written through that connection, so it cannot be moved without the lock.
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
    // A position ahead of the log dates from before the database was restored to an earlier state.
    const stored = await client.query<{ number: number }>({
      name: 'changes: reader',
      text: `select number::float8 as number from change_reader
        where name = $1 and number <= (select coalesce(max(number), 0) from change_commit)`,
      values: [this.name],
    });
    if (this.connection.client !== client) return false; // the connection was lost in the meantime
    this.number = stored.rows[0]?.number ?? null;
    this.held = client;
    return true;
  }

  async move(number: number): Promise<void> {
    const client = this.held;
    if (!client) throw new Error(`The reader "${this.name}" runs in another process now.`);
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
    if (!client) return; // the process that runs it finds out by itself
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
