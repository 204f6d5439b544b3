import type { EntityManager } from 'typeorm';
import type { AddressVisibility } from './site.entity.js';

const PUBLISHED = (providerId: string) =>
  `exists (select from provider p join school using (urn) where p.id = ${providerId} and school.postcode = $2)`;

/** What GIAS publishes of addresses, in the transaction that is open. */
export const publishedAddresses = {
  /** Whether GIAS publishes this postcode for the URN of a provider. */
  async has(db: EntityManager, providerId: string, postcode: string): Promise<boolean> {
    const [row] = await db.query(`select ${PUBLISHED('$1')} as published`, [providerId, postcode]);
    return row.published;
  },

  /** What becomes of a site that is PUBLIC when it moves to another postcode; null: nothing does, or it is not. */
  async afterMove(db: EntityManager, siteId: string, postcode: string): Promise<AddressVisibility | null> {
    const [row] = await db.query(
      `select ${PUBLISHED('s.provider_id')} as published from site s
        where s.id = $1 and s.address_visibility = 'PUBLIC' and s.postcode <> $2`,
      [siteId, postcode],
    );
    return row && !row.published ? 'FULL' : null;
  },
};
