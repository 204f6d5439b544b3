import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import { ListingDecision } from './listing-decision.entity.js';

/** All SQL statements that read listing decisions. The public sees those about listed providers: each WHERE says so. */
export function listingDecisionRepository(source: DataSource, pool: pg.Pool) {
  const decision = rowReader(source, ListingDecision);
  const ofProvider = new EntityCache<ListingDecision[]>({
    name: 'listing decisions of provider',
    staleAfter: staleAfter({ listing_decision: 'parent', provider: 'row' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'listing decisions of provider',
        text: `select ${decision.columns('d')} from listing_decision d join provider p on p.id = d.provider_id
          where p.state = 'LISTED' and d.provider_id = any($1)
          order by d.local_authority_code, d.valid_from desc, d.id`,
        values: [ids],
      });
      return groupRows(rows, 'providerId', decision.toEntity);
    },
  });
  return {
    ofProvider,
    caches: [ofProvider],

    /** Reads decisions about listed providers by id. */
    async byIds(ids: readonly string[]): Promise<ListingDecision[]> {
      const { rows } = await pool.query({
        name: 'listing decisions by id',
        text: `select ${decision.columns('d')} from listing_decision d join provider p on p.id = d.provider_id
          where p.state = 'LISTED' and d.id = any($1)`,
        values: [ids],
      });
      return rows.map(decision.toEntity);
    },
  };
}
export type ListingDecisionRepository = ReturnType<typeof listingDecisionRepository>;
