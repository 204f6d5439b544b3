import type { EntityManager } from 'typeorm';
import { attribute } from '../../platform/database/changes/attribution.js';
import { listingRepository, type Suspension } from './listing.repository.js';

export type { Suspension };

/** Listings that end by a rule of another feature, and not by a person's step. */
export class ListingService {
  /** Keeps anybody else from taking a step with a provider until the transaction that is open ends. */
  hold(db: EntityManager, providerId: string): Promise<void> {
    return listingRepository.hold(db, providerId);
  }

  /**
   * Suspends the listed ones of these providers in the transaction that is open, and answers their ids. The change log names the
   * actor, such as `system: evidence expiry`, and of each its own reason; so it does for what the transaction does after.
   */
  async suspend(db: EntityManager, actor: string, suspensions: readonly Suspension[]): Promise<string[]> {
    if (suspensions.length === 0) return [];
    await attribute(db, { actor });
    return listingRepository.suspend(db, suspensions);
  }
}
