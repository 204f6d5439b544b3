import type { EntityManager } from 'typeorm';
import type { Attribution } from '../../../platform/database/changes/attribution.js';

/** Sends statements to an open transaction and returns rows. */
export type Statements = Pick<EntityManager, 'query'>;

/** A listing to suspend, with the reason that the people concerned will read. */
export interface Suspension {
  readonly providerId: string;
  readonly reason: string;
}

/** All SQL statements about listings that another feature ends. */
export const listingRepository = {
  /** Reads who makes the changes of the open transaction, and why. */
  async attribution(db: Statements): Promise<Attribution> {
    const [row]: [Required<Attribution>] = await db.query(
      `select coalesce(current_setting('hub.actor', true), '') as actor, coalesce(current_setting('hub.reason', true), '') as reason`,
    );
    return row;
  },

  /**
   * Suspends those of these providers that are listed, each with its reason in the change log, and returns their ids. It goes
   * in the order of ids, so that two transactions that do this at once cannot deadlock.
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
