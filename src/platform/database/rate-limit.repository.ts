import type pg from 'pg';

/** How a client stands after something was taken, for all processes. */
export interface Drawn {
  /** What was taken in the present minute, by all. */
  readonly taken: number;
  /** Milliseconds until the minute is over, 60,000 at most. */
  readonly left: number;
}

const MINUTE = 60_000;

/** Milliseconds by the clock of Postgres: those of hubs may differ. */
const NOW = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/**
 * A minute begins with the first that is taken in it. One that would last longer than a minute is not to be believed: the
 * machine's clock was put back, or it was written by the clock of a hub, as long ago.
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

/** What clients have spent in their present minute, in the table `rate_limit`. */
export class RateLimitRepository {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Takes so many points, more than are left too. */
  async take(client: string, points: number): Promise<Drawn> {
    const { rows } = await this.pool.query<Drawn>({
      name: 'rate limit take',
      text: TAKE,
      values: [client, points],
    });
    return rows[0] as Drawn;
  }

  /** Forgets minutes that are over. */
  async forget(): Promise<void> {
    await this.pool.query({ name: 'rate limit forget', text: FORGET });
  }
}
