import type { EntityManager } from 'typeorm';
import type { AddressVisibility } from './site.entity.js';

const PUBLISHED = (providerId: string) =>
  `exists (select from provider p join school using (urn) where p.id = ${providerId} and school.postcode = $2)`;

/** What GIAS publishes about addresses, read in the open transaction. */
export const publishedAddresses = {
  /** Whether GIAS publishes this postcode for the URN of a provider. */
  async has(db: EntityManager, providerId: string, postcode: string): Promise<boolean> {
    const [row] = await db.query(`select ${PUBLISHED('$1')} as published`, [providerId, postcode]);
    return row.published;
  },

  /** The new visibility of a PUBLIC site that moves to another postcode; null if it does not change. */
  async afterMove(db: EntityManager, siteId: string, postcode: string): Promise<AddressVisibility | null> {
    const [row] = await db.query(
      `select ${PUBLISHED('s.provider_id')} as published from site s
        where s.id = $1 and s.address_visibility = 'PUBLIC' and s.postcode <> $2`,
      [siteId, postcode],
    );
    return row && !row.published ? 'FULL' : null;
  },
};
