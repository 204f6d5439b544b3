import { randomUUID } from 'node:crypto';
import { type Clock, londonDay, londonToday } from '../clock.js';
import { troubleOf } from '../database/trouble.js';
import { errorFacts, type Log } from '../log.js';
import type { Job } from './job.js';
import type { JobRepository } from './job.repository.js';

const MINUTE = 60_000;
/** Longer than a process can be busy without renewing it; a process that ended lets others begin after it. */
const LEASE = 10 * MINUTE;
const RENEW_EVERY = 2 * MINUTE;
/** A day's work that failed is tried again after an hour, all else after five minutes. */
const RETRY_OF_A_DAY = 60 * MINUTE;
const RETRY = 5 * MINUTE;

/**
 * Does the jobs of a hub, each in one process at a time: whoever takes its lease, a row that holds no connection. A hub that was
 * away does a job once for all that it missed. What fails is logged and tried again.
 */
export class JobRunner {
  private readonly holder = randomUUID();
  /** What each was done for, as far as this process knows, so that it does not ask every minute. */
  private readonly doneFor = new Map<string, string>();
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  /** @throws Error for two jobs of one name. */
  constructor(
    private readonly jobs: readonly Job[],
    private readonly repository: JobRepository,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'error'>,
  ) {
    const names = new Set<string>();
    for (const { name } of jobs) {
      if (names.has(name)) throw new Error(`There are two jobs called "${name}".`);
      names.add(name);
    }
  }

  /** Begins: what is due is done now, and then looked for every minute. */
  start(): void {
    this.timer = setInterval(() => void this.look(), MINUTE).unref();
    void this.look();
  }

  /** Does whatever is due; resolves when it has ended. */
  async look(): Promise<void> {
    await Promise.all(this.jobs.map((job) => this.attempt(job)));
  }

  /** Begins nothing more; resolves when what has begun has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await Promise.all(this.running.values());
  }

  private attempt(job: Job): Promise<void> {
    const begun = this.running.get(job.name);
    if (begun) return begun;
    const running = this.attemptNow(job).finally(() => this.running.delete(job.name));
    this.running.set(job.name, running);
    return running;
  }

  private async attemptNow(job: Job): Promise<void> {
    const { name } = job;
    try {
      const period = periodOf(job, this.clock.now());
      if (period === null || this.doneFor.get(name) === period) return;
      if (!(await this.repository.claim(name, period, this.holder, LEASE))) return;
      await this.run(job, period);
    } catch (error) {
      if (troubleOf(error) === 'away') return; // said once, by whoever watches the database
      this.log.error({ job: name, error: errorFacts(error) }, 'a job could not be begun');
    }
  }

  private async run(job: Job, period: string): Promise<void> {
    const { name } = job;
    const renewing = setInterval(() => {
      this.repository.renew(name, this.holder, LEASE).catch(() => {}); // the next time will do as well
    }, RENEW_EVERY).unref();
    try {
      await job.run(londonToday(this.clock));
      await this.repository.done(name, period, this.holder);
      this.doneFor.set(name, period);
      if (job.every === 'day') this.log.info({ job: name, doneFor: period }, 'a job was done');
    } catch (error) {
      if (troubleOf(error) !== 'away')
        this.log.error({ job: name, error: errorFacts(error) }, 'a job failed; it is tried again');
      const { message } = errorFacts(error);
      await this.repository.failed(name, this.holder, message, job.every === 'day' ? RETRY_OF_A_DAY : RETRY);
    } finally {
      clearInterval(renewing);
    }
  }
}

/** What a job is to be done for now; null: nothing. */
function periodOf({ every }: Job, now: number): string | null {
  if (every === 'day') return londonDay(now);
  if ('minutes' in every) return new Date(now - (now % (every.minutes * MINUTE))).toISOString();
  const next = every.next();
  return next && next.getTime() <= now ? next.toISOString() : null;
}
