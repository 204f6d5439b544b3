import type { EntityManager } from 'typeorm';
import type { Offering } from './offering.entity.js';
import { OfferingSite } from './offering-site.entity.js';

/** Whether these are exactly the offering's sites. */
export async function runsAt(
  db: EntityManager,
  offeringId: string,
  siteIds: readonly string[],
): Promise<boolean> {
  const sites = await db.findBy(OfferingSite, { offeringId });
  const wanted = new Set(siteIds);
  return sites.length === wanted.size && sites.every(({ siteId }) => wanted.has(siteId));
}

/** Sets the offering's sites. Vacancies at a site that is removed are deleted with it. */
export async function setSites(
  db: EntityManager,
  offering: Pick<Offering, 'id' | 'providerId'>,
  siteIds: readonly string[],
): Promise<void> {
  const { id: offeringId, providerId } = offering;
  await db.query('delete from offering_site where offering_id = $1 and not site_id = any($2)', [
    offeringId,
    siteIds,
  ]);
  if (siteIds.length === 0) return;
  await db
    .createQueryBuilder()
    .insert()
    .into(OfferingSite)
    .values(siteIds.map((siteId) => ({ offeringId, siteId, providerId })))
    .orIgnore()
    .execute();
}
