import type { EntityManager } from 'typeorm';
import { attribute } from '../../../platform/database/changes/attribution.js';
import type { Problem } from '../../../platform/errors.js';
import { Provider } from '../../provider/provider.entity.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { listingRepository, type Statements, type Suspension } from './listing.repository.js';

export type { Statements, Suspension };

/**
 * Returns the reasons why an entry cannot be listed now. It is called in the transaction that locks the entry, after the
 * permission is checked.
 */
export type ListingGate = (db: EntityManager, kind: EntryKindName, id: string) => Promise<readonly Problem[]>;

/** Ends the listings of those of these providers that must no longer be listed. The open transaction has locked them. */
export type ListingConsequence = (db: EntityManager, providerIds: readonly string[]) => Promise<unknown>;

/** Lets other features prevent an entry from being listed, and end listings. */
export class ListingService {
  constructor(
    /** The checks of other features before an entry is approved or restored. */
    private readonly gates: readonly ListingGate[] = [],
    /** How other features end listings, in the transaction that changes what the listings depend on. */
    private readonly consequences: readonly ListingConsequence[] = [],
  ) {}

  /** Returns the reasons why an entry, locked in the open transaction, cannot be listed now. Empty if it can. */
  async problems(db: EntityManager, kind: EntryKindName, id: string): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    for (const gate of this.gates) problems.push(...(await gate(db, kind, id)));
    return problems;
  }

  /**
   * Ends the listings of these providers that are no longer allowed, after a change to what they depend on: their local
   * authority, or records that were moved to or from them.
   */
  async settle(db: EntityManager, providerIds: readonly string[]): Promise<void> {
    for (const consequence of this.consequences) await consequence(db, providerIds);
  }

  /** Does the same for one provider, and returns it as it is then. */
  async settled(db: EntityManager, { id }: Provider): Promise<Provider> {
    await this.settle(db, [id]);
    return db.findOneByOrFail(Provider, { id });
  }

  /**
   * Suspends those of these providers that are listed, in the open transaction, and returns their ids. The change log names the
   * actor, such as `system: evidence expiry`, and the reason for each. This also applies to what `note` writes about them.
   * Later changes of the transaction have its own actor and reason again.
   */
  async suspend(
    db: Statements,
    actor: string,
    suspensions: readonly Suspension[],
    note: (suspended: readonly string[]) => Promise<void>,
  ): Promise<string[]> {
    if (suspensions.length === 0) return [];
    const own = await listingRepository.attribution(db);
    await attribute(db, { actor });
    const suspended = await listingRepository.suspend(db, suspensions);
    if (suspended.length > 0) await note(suspended);
    await attribute(db, own);
    return suspended;
  }
}
