import type pg from 'pg';
import { untilThrough } from '../../platform/database/again.js';
import type { Attribution } from '../../platform/database/changes/attribution.js';
import { inTransaction } from '../../platform/database/transaction.js';
import { type PlacedBatch, placing, type SitePositions } from './placing.repository.js';

/** What was placed again, and what is still coarse. */
export interface Placed extends SitePositions {
  readonly sites: number;
  readonly schools: number;
}

/** How many sites or schools are placed in one transaction, and so in one commit. */
const BATCH = 5_000;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/**
 * Places every site and school again whose position comes from its postcode, if a better or newer position is known. Positions that
 * were given stay. One commit for each batch, in the change log under `by`; versions stay the same, so that no edit conflicts. If it
 * is stopped, what was placed stays placed, and the next time does the rest.
 * @throws the reason of `signal`, between two batches.
 */
export async function placeAgain(pool: pg.Pool, by: Attribution, signal?: AbortSignal): Promise<Placed> {
  const sites = await inBatches(pool, by, signal, placing.sites, BEFORE_ALL_IDS);
  const schools = await inBatches(pool, by, signal, placing.schools, '');
  return { sites, schools, ...(await placing.positions(pool)) };
}

async function inBatches(
  pool: pg.Pool,
  by: Attribution,
  signal: AbortSignal | undefined,
  place: (db: pg.ClientBase, after: string, most: number) => Promise<PlacedBatch>,
  first: string,
): Promise<number> {
  let placed = 0;
  for (let after = first; ; ) {
    signal?.throwIfAborted();
    const batch = await untilThrough(() =>
      inTransaction(
        pool,
        async (db) => {
          await placing.begin(db);
          return place(db, after, BATCH);
        },
        by,
      ),
    );
    placed += batch.placed;
    if (batch.seen < BATCH) return placed;
    after = batch.last;
  }
}
