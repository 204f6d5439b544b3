import type { EntityManager } from 'typeorm';
import type { Attribution } from '../../../platform/database/changes/attribution.js';

/** What statements of an open transaction are sent through; answers rows. */
export type Statements = Pick<EntityManager, 'query'>;

/** A listing to be suspended, and why, as those concerned will read it. */
export interface Suspension {
  readonly providerId: string;
  readonly reason: string;
}

/** Every SQL statement about listings that another feature ends. */
export const listingRepository = {
  /** By whom and why the open transaction makes its changes. */
  async attribution(db: Statements): Promise<Attribution> {
    const [row]: [Required<Attribution>] = await db.query(
      `select coalesce(current_setting('hub.actor', true), '') as actor, coalesce(current_setting('hub.reason', true), '') as reason`,
    );
    return row;
  },

  /**
   * Suspends the listed ones of these providers, each with its reason in the change log, and answers their ids. Always in the
   * order of ids, so that two who do this at once wait for each other and never for good.
   */
  async suspend(db: Statements, suspensions: readonly Suspension[]): Promise<string[]> {
    const rows: { id: string }[] = await db.query(
      `select id from (
         select given.id, suspend_listing(given.id, given.reason) as done
           from (select * from jsonb_to_recordset($1::jsonb) g(id uuid, reason text) order by id) given) all_of_them
        where done`,
      [JSON.stringify(suspensions.map(({ providerId, reason }) => ({ id: providerId, reason })))],
    );
    return rows.map(({ id }) => id);
  },
};
