import { type Clock, systemClock } from '../clock.js';
import type { Queryable } from './connection.js';

/** How Postgres is asked for the time, in milliseconds since 1970. Named like the statements of the change feed, which nobody asks for. */
export const TELL_TIME = {
  name: 'changes: time',
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
};

/** A correction below this is waited for: the time stands still rather than go back (milliseconds). */
const STANDS_STILL_MS = 1_000;
const LOOKS = 3;

/**
 * The time as Postgres has it, so that all hubs agree on what has ended and what is due, however wrong the clock of a machine is
 * or is set. Between two looks, and while Postgres is away, it goes on by the monotonic clock, which nobody sets.
 */
export class DatabaseClock implements Clock {
  /** The time when the monotonic clock was 0. Until Postgres has said, that of this machine. */
  private origin: number;
  private wasTold = false;
  private last = Number.NEGATIVE_INFINITY;

  /** @param monotonic milliseconds that pass evenly. */
  constructor(private readonly monotonic: () => number = () => performance.now()) {
    this.origin = systemClock.now() - monotonic();
  }

  /** A clock that Postgres has told the time. @throws when it cannot be asked. */
  static async setBy(db: Queryable): Promise<DatabaseClock> {
    const clock = new DatabaseClock();
    for (let look = 0; look < LOOKS; look++) {
      const asked = clock.ask();
      asked((await db.query<{ now: number }>(TELL_TIME)).rows[0]!.now);
    }
    return clock;
  }

  now(): number {
    const now = Math.floor(this.monotonic() + this.origin);
    if (now < this.last && this.last - now < STANDS_STILL_MS) return this.last;
    this.last = now;
    return now;
  }

  /** Call before Postgres is asked; and what it answers, with what it has said. */
  ask(): (told: number) => void {
    const asked = this.monotonic();
    return (told) => this.learn(told - this.monotonic(), told - asked);
  }

  /** It was told at some moment between asking and hearing: the clock is put right by no more than that moment leaves no doubt of. */
  private learn(least: number, most: number): void {
    this.origin = this.wasTold ? Math.min(Math.max(this.origin, least), most) : (least + most) / 2;
    this.wasTold = true;
  }
}
