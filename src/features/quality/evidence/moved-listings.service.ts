import type pg from 'pg';
import { DatabaseClock } from '../../../platform/database/database-clock.js';
import { ListingService, type Statements } from '../../register/listing/listing.service.js';
import { followingListings } from './following-listings.repository.js';
import { FollowingListings } from './following-listings.service.js';

/**
 * Ends the listings of the providers that the open transaction has moved to another local authority, where evidence that listings
 * follow there is out: for programs, which write beside the hub.
 */
export async function suspendMoved(client: pg.ClientBase): Promise<void> {
  const db: Statements = {
    query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows as never,
  };
  const moved = await followingListings.moved(db);
  if (moved.length === 0) return;
  const labels = await followingListings.labels(db);
  const clock = await DatabaseClock.setBy(client);
  const follow = new FollowingListings(new ListingService(), (kind) => labels.get(kind) ?? kind, clock);
  await follow.suspendOf(db, moved);
}
