import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { GroupCounter, KeptFigures } from '../../platform/database/kept-figures.js';
import { groupRows, type NameKey, rowReader } from '../../platform/database/rows.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import { Offering } from './offering.entity.js';

/** Conditions of a list of offerings; what is absent does not narrow. */
export interface OfferingCriteria {
  readonly providerId?: string;
  readonly tiers?: readonly string[];
}

/** Every SQL statement about offerings. The public sees what is listed: that rule is in each WHERE. */
export function offeringRepository(source: DataSource, pool: pg.Pool) {
  const offering = rowReader(source, Offering);
  const visible = `offering o join provider p on p.id = o.provider_id
    where o.state = 'LISTED' and p.state = 'LISTED'`;

  const offerings = new EntityCache<Offering>({
    name: 'offering',
    // A provider that is listed or suspended shows or hides all its offerings.
    staleAfter: staleAfter({ offering: 'row', provider: 'all' }),
    load: async (ids) => {
      const text = `select ${offering.columns('o')} from ${visible} and o.id = any($1)`;
      const { rows } = await pool.query({ name: 'offering by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, offering.toEntity(row)]));
    },
  });

  const offeringsOfProvider = new EntityCache<Offering[]>({
    name: 'offerings of provider',
    staleAfter: staleAfter({ offering: 'parent', provider: 'row' }),
    load: async (ids) => {
      const text = `select ${offering.columns('o')} from ${visible} and o.provider_id = any($1) order by o.title collate "C", o.id`;
      const { rows } = await pool.query({ name: 'offerings of provider', text, values: [ids] });
      return groupRows(rows, 'providerId', offering.toEntity);
    },
  });

  /** Offerings (as ids) at sites and sites (as ids) of offerings; both sides live in one small table. */
  const offeringIdsOfSite = new EntityCache<string[]>({
    name: 'offerings of site',
    // A title or a state has changed: order and visibility may have, at any site.
    staleAfter: staleAfter({ offering_site: 'parent', offering: 'all', provider: 'all' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'offerings of site',
        text: `select os.site_id as "siteId", o.id from offering_site os
          join offering o on o.id = os.offering_id join provider p on p.id = o.provider_id
          where o.state = 'LISTED' and p.state = 'LISTED' and os.site_id = any($1) order by o.title collate "C", o.id`,
        values: [ids],
      });
      return groupRows(rows, 'siteId', (row) => (row as { id: string }).id);
    },
  });

  const siteIdsOfOffering = new EntityCache<string[]>({
    name: 'sites of offering',
    staleAfter: staleAfter({ offering_site: 'row', site: 'all', provider: 'all' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'sites of offering',
        text: `select os.offering_id as "offeringId", s.id from offering_site os
          join site s on s.id = os.site_id join provider p on p.id = s.provider_id
          where s.state = 'LISTED' and p.state = 'LISTED' and os.offering_id = any($1) order by s.name collate "C", s.id`,
        values: [ids],
      });
      return groupRows(rows, 'offeringId', (row) => (row as { id: string }).id);
    },
  });

  const listed = new GroupCounter<[tier: string]>();
  const figures = new KeptFigures(
    pool,
    {
      name: 'offering',
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider' ? [id] : table === 'offering' && parentId ? [parentId] : [],
      facts: (condition) => `select p.id as owner, array[o.tier] as fact from ${visible} and ${condition}`,
      named: 'p.id = any($1)',
    },
    listed,
  );

  return {
    offerings,
    offeringsOfProvider,
    offeringIdsOfSite,
    siteIdsOfOffering,
    caches: [offerings, offeringsOfProvider, offeringIdsOfSite, siteIdsOfOffering],

    /** Listed offerings by title, `limit` at most, after a key. */
    async page(criteria: OfferingCriteria, after: NameKey | null, limit: number): Promise<Offering[]> {
      const { rows } = await pool.query({
        name: 'offering page',
        text: `select ${offering.columns('o')} from ${visible}
            and ($1::uuid is null or o.provider_id = $1)
            and ($2::text[] is null or o.tier = any($2))
            and ($3::text is null or (o.title collate "C", o.id) > ($3, $4::uuid))
          order by o.title collate "C", o.id limit $5`,
        values: [criteria.providerId, criteria.tiers, after?.[0], after?.[1], limit],
      });
      return rows.map(offering.toEntity);
    },

    async count({ providerId, tiers }: OfferingCriteria): Promise<number> {
      if (providerId === undefined) {
        await figures.catchUp();
        return listed.count(([tier]) => tiers?.includes(tier) ?? true);
      }
      const { rows } = await pool.query<{ n: number }>({
        name: 'offerings of provider, count',
        text: `select count(*)::int n from ${visible} and o.provider_id = $1 and ($2::text[] is null or o.tier = any($2))`,
        values: [providerId, tiers],
      });
      return rows[0]?.n ?? 0;
    },
  };
}
export type OfferingRepository = ReturnType<typeof offeringRepository>;
