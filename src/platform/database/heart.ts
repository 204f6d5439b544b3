import type pg from 'pg';
import { programName } from '../program-name.js';
import { singleConnection } from './connection.js';
import { TELL_TIME } from './database-clock.js';
import { troubleOf } from './trouble.js';

/** A Postgres that says nothing for so long is away. */
export const SILENT_MS = 1_000;
const TICK_MS = 100;
/** Beats after which a connection is made anew: a server that answers old ones and takes no new ones is not there either. */
const BEATS_OF_A_CONNECTION = 4;
/** So long may that take: to begin a session is work, and on a busy machine that waits its turn. */
const SESSION_MS = 5_000;

/** Postgres said nothing for too long. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/** Asks Postgres for a sign of life, over a connection of its own. */
export class Heart {
  private client: pg.Client | undefined;
  private beats = 0;
  private stopped = false;
  private renewing: Promise<void> | undefined;
  /** Why there is no new connection to be had. */
  private refusal: Error | undefined;
  /** Resolves when the connection ends by itself, or no other one is to be had: time to look again. */
  broken: Promise<void> = never();
  private alarm: () => void = () => {};

  /** @param ask called before each question; and what it answers, with the time that Postgres has answered. */
  constructor(
    private readonly url: string,
    private readonly ask: () => (now: number) => void,
  ) {}

  /** Resolves when Postgres has answered. @throws when it refuses a connection; Silence when it says nothing for a second. */
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
      // What ended this one connection, such as an administrator, need not have ended Postgres.
      if (!this.client) await this.renew(SILENT_MS);
    }
  }

  /** Asks no more. */
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
        if (this.client !== client) return; // much has happened since
        // No matter what it answers on the connections that there are.
        this.refusal =
          error instanceof Silence ? new Error(`it takes no connection: ${error.message}`) : error;
        this.alarm();
      })
      .finally(() => {
        this.renewing = undefined;
      });
  }

  private async renew(limitMs: number): Promise<void> {
    // What ends it is seen at the next beat.
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
      if (troubleOf(error) === 'busy') return; // it has no connection to spare, but says so
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

/** Counted in ticks: a process that was held up itself has had fewer of them, and does not take that for silence. */
async function within<T>(client: pg.Client, answer: Promise<T>, limitMs: number): Promise<T> {
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (++ticks * TICK_MS >= limitMs) reject(new Silence(`it has said nothing for ${limitMs} ms`));
    }, TICK_MS);
  });
  try {
    return await Promise.race([answer, silence]);
  } catch (error) {
    answer.catch(() => {}); // the connection goes now, and its answer with it
    destroy(client);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function destroy(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
