import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import { faultOf } from './fault.js';

const LONGEST_WAIT_MS = 3_600_000;

/**
 * Rebuilds the primary engine's index, one attempt at a time. Waits between attempts double up to an hour, so that a primary that
 * is still wrong after a rebuild does not keep the hub rebuilding.
 */
export class Repair {
  private running = false;
  private notBefore = Number.NEGATIVE_INFINITY;
  private waitMs: number;

  /** @param firstWaitMs the least time between the first attempt and the second. */
  constructor(
    private readonly repair: () => Promise<unknown>,
    private readonly firstWaitMs: number,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'warn'>,
  ) {
    this.waitMs = firstWaitMs;
  }

  /** Starts an attempt in the background, unless one is running or it is too early for another. */
  begin(): void {
    if (this.running || this.clock.now() < this.notBefore) return;
    this.running = true;
    this.notBefore = this.clock.now() + this.waitMs;
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    this.repair()
      .then(
        () => this.log.info({}, 'search: the index of the primary was rebuilt'),
        (error: unknown) =>
          this.log.warn({ reason: faultOf(error) }, 'search: the index of the primary could not be rebuilt'),
      )
      .finally(() => {
        this.running = false;
      });
  }

  /** The primary is right again, so the next repair begins with the shortest wait. */
  succeeded(): void {
    this.waitMs = this.firstWaitMs;
    this.notBefore = Number.NEGATIVE_INFINITY;
  }
}
