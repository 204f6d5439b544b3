import type pg from 'pg';
import { programName } from '../program-name.js';
import { singleConnection } from './connection.js';
import { TELL_TIME } from './database-clock.js';
import { troubleOf } from './trouble.js';

/** If Postgres does not respond for this long, it counts as away. */
export const SILENT_MS = 1_000;
const TICK_MS = 100;
/** After this many beats a connection is replaced: a server that accepts no new connections also counts as away. */
const BEATS_OF_A_CONNECTION = 4;
/** How long that may take. Beginning a session is work, and has to wait its turn on a busy machine. */
const SESSION_MS = 5_000;

/** Postgres did not respond in time. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/** Checks that Postgres responds, over its own connection. */
export class Heart {
  private client: pg.Client | undefined;
  private beats = 0;
  private stopped = false;
  private renewing: Promise<void> | undefined;
  /** Why a new connection could not be opened. */
  private refusal: Error | undefined;
  /** Resolves when the connection ends by itself, or no new one can be opened: time to check again. */
  broken: Promise<void> = never();
  private alarm: () => void = () => {};

  /** @param ask called before each check. The function that it returns is called with the time from Postgres. */
  constructor(
    private readonly url: string,
    private readonly ask: () => (now: number) => void,
  ) {}

  /** Resolves when Postgres has responded. @throws if it refuses a connection; Silence if it does not respond for a second. */
  async beat(): Promise<void> {
    const { client, refusal } = this;
    this.refusal = undefined;
    if (refusal) {
      this.end();
      throw refusal;
    }
    if (!client) return this.renew(SILENT_MS);
    if (++this.beats % BEATS_OF_A_CONNECTION === 0) this.renewBeside();
    try {
      await this.askTime(client, SILENT_MS);
    } catch (error) {
      if (this.client === client) this.end();
      if (error instanceof Silence) throw error;
      // This one connection may have been ended by an administrator, for example, while Postgres is still there.
      if (!this.client) await this.renew(SILENT_MS);
    }
  }

  /** Stops checking. */
  stop(): void {
    this.stopped = true;
    this.end();
  }

  private async askTime(client: pg.Client, limitMs: number): Promise<void> {
    const told = this.ask();
    const { rows } = await within(client, client.query<{ now: number }>(TELL_TIME), limitMs);
    told(rows[0]!.now);
  }

  private end(): void {
    const { client } = this;
    this.client = undefined;
    this.broken = never();
    if (client) destroy(client);
  }

  private renewBeside(): void {
    const { client } = this;
    this.renewing ??= this.renew(SESSION_MS)
      .catch((error: Error) => {
        if (this.client !== client) return; // the connection has been replaced in the meantime
        // Whatever it answers on existing connections.
        this.refusal =
          error instanceof Silence ? new Error(`it accepts no connection: ${error.message}`) : error;
        this.alarm();
      })
      .finally(() => {
        this.renewing = undefined;
      });
  }

  private async renew(limitMs: number): Promise<void> {
    // The next beat notices if it ends.
    const client = singleConnection({
      connectionString: this.url,
      application_name: `${programName} presence`,
    });
    if (this.stopped) return;
    try {
      await within(client, client.connect(), limitMs);
      await this.askTime(client, limitMs);
    } catch (error) {
      destroy(client);
      if (troubleOf(error) === 'busy') return; // it has no free connection, but it responds
      throw error;
    }
    if (this.stopped) return destroy(client);
    this.end();
    this.client = client;
    this.broken = new Promise((resolve) => {
      client.once('end', resolve);
      this.alarm = resolve;
    });
  }
}

const never = () => new Promise<void>(() => {});

/** Counted in ticks: a process that was itself held up had fewer ticks, so it does not mistake its own pause for silence. */
async function within<T>(client: pg.Client, answer: Promise<T>, limitMs: number): Promise<T> {
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (++ticks * TICK_MS >= limitMs) reject(new Silence(`it has not responded for ${limitMs} ms`));
    }, TICK_MS);
  });
  try {
    return await Promise.race([answer, silence]);
  } catch (error) {
    answer.catch(() => {}); // the connection is about to be closed, so its answer no longer matters
    destroy(client);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function destroy(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
