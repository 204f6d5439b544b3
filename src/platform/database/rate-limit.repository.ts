import type pg from 'pg';

/** What all processes together have taken for a client. */
export interface Drawn {
  /** What was taken in the current minute. */
  readonly taken: number;
  /** Milliseconds until the minute ends, 60,000 at most. */
  readonly left: number;
}

const MINUTE = 60_000;

/** The time in milliseconds by the clock of Postgres, because the clocks of hubs may differ. */
const NOW = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/**
 * A minute begins when something is first taken in it. A stored minute that would last longer than a minute is ignored: either the
 * machine's clock was set back, or it was written by the clock of a hub, as earlier versions did.
 */
const TAKE = `
  insert into rate_limit as known (key, points, expire) values ($1, $2, ${NOW} + ${MINUTE})
  on conflict (key) do update set
    points = case when known.expire between excluded.expire - ${MINUTE} + 1 and excluded.expire
                  then least(known.points::bigint + excluded.points, 2147483647)::int else excluded.points end,
    expire = case when known.expire between excluded.expire - ${MINUTE} + 1 and excluded.expire
                  then known.expire else excluded.expire end
  returning points as taken, greatest(0, least(expire - ${NOW}, ${MINUTE}))::int as left`;

const FORGET = `delete from rate_limit where expire not between ${NOW} and ${NOW} + ${MINUTE}`;

/** What clients have spent in their current minute, in the table `rate_limit`. */
export class RateLimitRepository {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Takes points, even more than are left. */
  async take(client: string, points: number): Promise<Drawn> {
    const { rows } = await this.pool.query<Drawn>({
      name: 'rate limit take',
      text: TAKE,
      values: [client, points],
    });
    return rows[0] as Drawn;
  }

  /** Deletes minutes that have ended. */
  async forget(): Promise<void> {
    await this.pool.query({ name: 'rate limit forget', text: FORGET });
  }
}
