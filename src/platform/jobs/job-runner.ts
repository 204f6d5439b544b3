import { randomUUID } from 'node:crypto';
import { type Clock, londonDay, londonToday } from '../clock.js';
import { troubleOf } from '../database/trouble.js';
import { errorFacts, type Log } from '../log.js';
import type { Job } from './job.js';
import type { JobRepository } from './job.repository.js';

const MINUTE = 60_000;
/** Longer than a busy process can take to renew it. If a process ends, others can start its job after this time. */
const LEASE = 10 * MINUTE;
const RENEW_EVERY = 2 * MINUTE;
/** A daily job that failed is tried again after an hour, any other after five minutes. */
const RETRY_OF_A_DAY = 60 * MINUTE;
const RETRY = 5 * MINUTE;

/**
 * Runs the jobs of a hub, each in one process at a time: the one that takes its lease, a row that holds no connection. A hub that
 * was away runs a job once for everything that it missed. Failures are logged and tried again.
 */
export class JobRunner {
  private readonly holder = randomUUID();
  /** The period for which each job was last done, as far as this process knows, so that it does not ask every minute. */
  private readonly doneFor = new Map<string, string>();
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  /** @throws Error if two jobs have the same name. */
  constructor(
    private readonly jobs: readonly Job[],
    private readonly repository: JobRepository,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'error'>,
  ) {
    const names = new Set<string>();
    for (const { name } of jobs) {
      if (names.has(name))
        throw new Error(`There are two jobs called "${name}". Give one of them another name.`);
      names.add(name);
    }
  }

  /** Starts: runs what is due now, and then checks every minute. */
  start(): void {
    this.timer = setInterval(() => void this.look(), MINUTE).unref();
    void this.look();
  }

  /** Runs whatever is due. Resolves when it has ended. */
  async look(): Promise<void> {
    await Promise.all(this.jobs.map((job) => this.attempt(job)));
  }

  /** Starts no more jobs. Resolves when those that were started have ended. */
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
      if (troubleOf(error) === 'away') return; // the code that watches the database logs that
      this.log.error({ job: name, error: errorFacts(error) }, 'a job could not be started');
    }
  }

  private async run(job: Job, period: string): Promise<void> {
    const { name } = job;
    const renewing = setInterval(() => {
      this.repository.renew(name, this.holder, LEASE).catch(() => {}); // if this fails, the next time will do
    }, RENEW_EVERY).unref();
    try {
      await job.run(londonToday(this.clock));
      await this.repository.done(name, period, this.holder);
      this.doneFor.set(name, period);
      if (job.every === 'day') this.log.info({ job: name, doneFor: period }, 'a job was done');
    } catch (error) {
      if (troubleOf(error) !== 'away')
        this.log.error({ job: name, error: errorFacts(error) }, 'a job failed and will be tried again');
      const { message } = errorFacts(error);
      await this.repository.failed(name, this.holder, message, job.every === 'day' ? RETRY_OF_A_DAY : RETRY);
    } finally {
      clearInterval(renewing);
    }
  }
}

/** The period for which a job is due now; null: it is not due. */
function periodOf({ every }: Job, now: number): string | null {
  if (every === 'day') return londonDay(now);
  if ('minutes' in every) return new Date(now - (now % (every.minutes * MINUTE))).toISOString();
  const next = every.next();
  return next && next.getTime() <= now ? next.toISOString() : null;
}
