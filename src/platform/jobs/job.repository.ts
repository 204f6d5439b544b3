import type pg from 'pg';
import { z } from 'zod';

/** The state of a job, shared by all processes. */
const record = z.object({
  name: z.string(),
  /** The day or time that it was last done for; null: never. */
  doneFor: z.string().nullable(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  /** Null if the last attempt did not fail. */
  lastError: z.string().nullable(),
  /** Until then no other process can start it; null: any process can. */
  leasedUntil: z.date().nullable(),
});
export type JobRecord = Readonly<z.output<typeof record>>;

/** The rows by which processes agree on which of them runs a job. Times are by the clock of Postgres. */
export class JobRepository {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Takes the lease of a job that was not done for this period yet. False: it was done, or another process holds the lease. */
  async claim(name: string, period: string, holder: string, leaseMs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `insert into job (name, holder, leased_until, started_at)
         values ($1, $3, now() + $4 * interval '1 millisecond', now())
       on conflict (name) do update
         set holder = excluded.holder, leased_until = excluded.leased_until, started_at = excluded.started_at
         where job.done_for is distinct from $2 and (job.leased_until is null or job.leased_until < now())`,
      [name, period, holder, leaseMs],
    );
    return rowCount === 1;
  }

  /** Renews a lease; false: it was lost. */
  async renew(name: string, holder: string, leaseMs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update job set leased_until = now() + $3 * interval '1 millisecond' where name = $1 and holder = $2`,
      [name, holder, leaseMs],
    );
    return rowCount === 1;
  }

  async done(name: string, period: string, holder: string): Promise<void> {
    await this.pool.query(
      `update job set done_for = $2, leased_until = null, ended_at = now(), last_error = null
         where name = $1 and holder = $3`,
      [name, period, holder],
    );
  }

  /** Records a failure. No process tries again before `retryMs` have passed. */
  async failed(name: string, holder: string, error: string, retryMs: number): Promise<void> {
    await this.pool.query(
      `update job set leased_until = now() + $4 * interval '1 millisecond', ended_at = now(), last_error = $3
         where name = $1 and holder = $2`,
      [name, holder, error, retryMs],
    );
  }

  async all(): Promise<JobRecord[]> {
    const { rows } = await this.pool.query(
      `select name, done_for as "doneFor", started_at as "startedAt", ended_at as "endedAt", last_error as "lastError",
              leased_until as "leasedUntil"
         from job order by name collate "C"`,
    );
    return z.array(record).parse(rows);
  }
}
