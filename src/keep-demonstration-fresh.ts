import type pg from 'pg';
import { loadDemonstration } from '../seeds/load-demonstration.js';
import { type Clock, londonDay } from './platform/clock.js';
import { errorFacts, type Log } from './platform/log.js';

const HOUR = 3_600_000;

/**
 * Moves the demonstration's dates on when a new day begins in London, so that it never grows old while the hub runs.
 * Answers how to stop.
 */
export function keepDemonstrationFresh(pool: pg.Pool, clock: Clock, log: Log): () => void {
  let day = londonDay(clock.now());
  const timer = setInterval(() => {
    const today = londonDay(clock.now());
    if (today === day) return;
    day = today;
    loadDemonstration(pool, today).then(
      () => log.info({ today }, 'demonstration data moved on to a new day'),
      (error: unknown) => log.error({ error: errorFacts(error) }, 'demonstration data could not be moved on'),
    );
  }, HOUR);
  timer.unref();
  return () => clearInterval(timer);
}
