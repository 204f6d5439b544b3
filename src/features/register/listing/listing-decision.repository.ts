import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import { ListingDecision } from './listing-decision.entity.js';

/** Every SQL statement that reads listing decisions. The public sees those about listed providers: that rule is in the WHERE. */
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
  return { ofProvider, caches: [ofProvider] };
}
export type ListingDecisionRepository = ReturnType<typeof listingDecisionRepository>;
