import type { EntityManager } from 'typeorm';
import type { Offering } from './offering.entity.js';
import { OfferingSite } from './offering-site.entity.js';

/** Whether these are the offering's sites, no more and no fewer. */
export async function runsAt(
  db: EntityManager,
  offeringId: string,
  siteIds: readonly string[],
): Promise<boolean> {
  const sites = await db.findBy(OfferingSite, { offeringId });
  const wanted = new Set(siteIds);
  return sites.length === wanted.size && sites.every(({ siteId }) => wanted.has(siteId));
}

/** Makes these the offering's sites: vacancies tied to a site that goes, go with it. */
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
