import type { EntityManager } from 'typeorm';
import { type Clock, systemClock } from '../clock.js';
import type { Queryable } from './connection.js';

/** Asks Postgres for the time, in milliseconds since 1970. Named like a statement of the change feed, because no request sends it. */
export const TELL_TIME = {
  name: 'changes: time',
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
};

/** If the time has to go back by less than this (in milliseconds), it stands still instead. */
const STANDS_STILL_MS = 1_000;
const LOOKS = 3;

/**
 * The time according to Postgres, so that all hubs agree on what has ended and what is due, even if the clock of a machine is wrong
 * or is changed. Between two readings, and while Postgres is away, the time advances by the monotonic clock, which no one sets.
 */
export class DatabaseClock implements Clock {
  /** The time when the monotonic clock was 0. Until Postgres has been asked, by the clock of this machine. */
  private origin: number;
  private wasTold = false;
  private last = Number.NEGATIVE_INFINITY;

  /** @param monotonic milliseconds that advance evenly. */
  constructor(private readonly monotonic: () => number = () => performance.now()) {
    this.origin = systemClock.now() - monotonic();
  }

  /** A clock that has the time from Postgres. @throws if Postgres cannot be asked. */
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

  /** Call this before asking Postgres, and call the function that it returns with the time that Postgres gives. */
  ask(): (told: number) => void {
    const asked = this.monotonic();
    return (told) => this.learn(told - this.monotonic(), told - asked);
  }

  /** The true origin is between `least` and `most`: the clock is corrected only as far as that is certain. */
  private learn(least: number, most: number): void {
    this.origin = this.wasTold ? Math.min(Math.max(this.origin, least), most) : (least + most) / 2;
    this.wasTold = true;
  }
}

/**
 * The time of Postgres at this moment, in milliseconds since 1970, from the connection of an open transaction: after a wait
 * for a lock, it is later than what anyone read who had the lock before. A clock that is not that of Postgres, as in tests, tells its own time.
 */
export async function timeIn(db: EntityManager, clock: Clock): Promise<number> {
  if (!(clock instanceof DatabaseClock)) return clock.now();
  const [{ now }] = await db.query(TELL_TIME.text);
  return Math.floor(now);
}
