import type pg from 'pg';
import { DatabaseClock } from '../../../platform/database/database-clock.js';
import { ListingService, type Statements } from '../../register/listing/listing.service.js';
import { followRepository } from './follow.repository.js';
import { FollowService } from './follow.service.js';

/**
 * Ends the listings of the providers that the open transaction has moved to another local authority, where evidence that listings
 * follow there is out: for programs, which write beside the hub.
 */
export async function suspendMoved(client: pg.ClientBase): Promise<void> {
  const db: Statements = {
    query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows as never,
  };
  const moved = await followRepository.moved(db);
  if (moved.length === 0) return;
  const labels = await followRepository.labels(db);
  const clock = await DatabaseClock.setBy(client);
  const follow = new FollowService(new ListingService(), (kind) => labels.get(kind) ?? kind, clock);
  await follow.suspendOf(db, moved);
}
