import type pg from 'pg';
import { DatabaseClock } from '../../../platform/database/database-clock.js';
import { ListingService } from '../../register/listing/listing.service.js';
import { followingListings, statementsOf } from './following-listings.repository.js';
import { FollowingListings } from './following-listings.service.js';

/**
 * Suspends the providers that the open transaction has moved to another local authority, if their listings depend there
 * on evidence that is no longer valid. For programs that write to the database without the hub.
 */
export async function suspendMoved(client: pg.ClientBase): Promise<void> {
  const db = statementsOf(client);
  const moved = await followingListings.moved(db);
  if (moved.length === 0) return;
  const labels = await followingListings.labels(db);
  const clock = await DatabaseClock.setBy(client);
  const follow = new FollowingListings(new ListingService(), (kind) => labels.get(kind) ?? kind, clock);
  await follow.suspendOf(db, moved);
}
