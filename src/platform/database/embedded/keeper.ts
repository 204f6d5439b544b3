import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** What is known about whether the database can be reached. */
export interface Absent {
  /** Null: it can be reached. */
  readonly absence: object | null;
  /** Calls `work` whenever it becomes unreachable. */
  onLost(work: () => void): void;
}

/**
 * Starts the embedded Postgres again if it has ended, for example because the disk was full, memory was short or a person stopped it.
 * The cause may take long to go away, so pauses grow from a quarter of a second to ten seconds. It tries until Postgres is back.
 */
export class EmbeddedKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly postgres: Pick<EmbeddedPostgres, 'revive'>,
    private readonly watched: Absent,
    private readonly log: Pick<Log, 'info' | 'warn' | 'error'>,
  ) {
    watched.onLost(() => {
      this.running ??= this.keep().finally(() => {
        this.running = undefined;
      });
    });
  }

  /** Stops restarting it. Resolves when a start in progress has finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    let complaint = '';
    for (let pause = FIRST_PAUSE_MS; this.watched.absence && !signal.aborted; ) {
      try {
        const began = performance.now();
        if (await this.postgres.revive()) {
          this.log.warn(
            { ms: Math.round(performance.now() - began) },
            'the embedded Postgres had ended and was started again',
          );
          pause = FIRST_PAUSE_MS;
        }
      } catch (error) {
        const reason = (error as Error).message;
        if (reason !== complaint) {
          this.log.error(
            { reason },
            'the embedded Postgres has ended and cannot be started: trying again until it can',
          );
        }
        complaint = reason;
      }
      await sleep(pause, undefined, { signal, ref: false }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}
