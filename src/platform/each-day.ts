import { type Clock, londonDay } from './clock.js';
import { troubleOf } from './database/trouble.js';
import { errorFacts, type Log } from './log.js';

const HOUR = 3_600_000;

/** Something to do once a day. */
export interface DailyWork {
  /** For the log, such as "look for evidence that has run out". */
  readonly what: string;
  /** Every process does it: the work must stand that. `today` is `yyyy-mm-dd`. */
  readonly work: (today: string) => Promise<unknown>;
  /** The day for which it was done already; left out, it is done at once. */
  readonly doneFor?: string;
}

/**
 * Does something within an hour of the beginning of each day in London. What fails is logged and tried again an hour later.
 * Answers how to stop, which waits for what is being done.
 */
export function eachDay(
  clock: Clock,
  log: Log,
  { what, work, doneFor = '' }: DailyWork,
): () => Promise<void> {
  let done = doneFor;
  let running = Promise.resolve();
  const attempt = () => {
    const today = londonDay(clock.now());
    if (today === done) return;
    running = work(today).then(
      () => {
        done = today;
        log.info({ today, what }, 'done for the day');
      },
      (error: unknown) => {
        if (troubleOf(error) === 'away') return; // said once, by whoever watches the database
        log.error({ today, what, error: errorFacts(error) }, 'could not be done for the day');
      },
    );
  };
  attempt();
  const timer = setInterval(attempt, HOUR);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
