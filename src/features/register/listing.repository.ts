import type { EntityManager } from 'typeorm';

/** A listing to be suspended, and why, as those concerned will read it. */
export interface Suspension {
  readonly providerId: string;
  readonly reason: string;
}

/** Every SQL statement about listings that another feature ends. */
export const listingRepository = {
  /** Keeps anybody else from taking a step with a provider until the transaction ends. */
  async hold(db: EntityManager, providerId: string): Promise<void> {
    await db.query('select from provider where id = $1 for no key update', [providerId]);
  },

  /**
   * Suspends the listed ones of these providers, each with its reason in the change log, and answers their ids. Always in the
   * order of ids, so that two who do this at once wait for each other and never for good.
   */
  async suspend(db: EntityManager, suspensions: readonly Suspension[]): Promise<string[]> {
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
