import { troubleOf } from '../../platform/database/trouble.js';
import { errorFacts, type Log } from '../../platform/log.js';
import type { ChangeRequestService } from './change-request.service.js';

const FIVE_MINUTES = 300_000;

/**
 * Applies approved changes whose day has come: at the start, and every five minutes. A day is the unit of what is waited for, and
 * the question is one look at a partial index, so that a queue of jobs would only be one more thing to run. Stopping waits for
 * what is being applied.
 */
export class DueChanges {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly requests: ChangeRequestService,
    private readonly log: Pick<Log, 'error'>,
  ) {}

  /** Begins; resolves when what was due at the start has been applied. */
  async start(): Promise<void> {
    this.timer = setInterval(() => this.check(), FIVE_MINUTES).unref();
    await this.check();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private check(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        await this.requests.applyDue();
      } catch (error) {
        if (troubleOf(error) === 'away') return; // said once, by whoever watches the database
        const facts = { error: errorFacts(error) };
        this.log.error(facts, 'changes that are due could not be applied; tried again in five minutes');
      }
    });
    return this.running;
  }
}
