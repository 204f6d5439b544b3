import type { EntityManager } from 'typeorm';
import { attribute } from '../../../platform/database/changes/attribution.js';
import type { Problem } from '../../../platform/errors.js';
import { Provider } from '../../provider/provider.entity.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { listingRepository, type Statements, type Suspension } from './listing.repository.js';

export type { Statements, Suspension };

/**
 * Says why an entry may not be listed now; nothing when it may. Asked in the transaction that holds the entry, after the
 * permission.
 */
export type ListingGate = (db: EntityManager, kind: EntryKindName, id: string) => Promise<readonly Problem[]>;

/** Ends the listings of those of these providers, held in the open transaction, which may be listed no more. */
export type ListingConsequence = (db: EntityManager, providerIds: readonly string[]) => Promise<unknown>;

/** What other features have to say about listings: what keeps an entry from being listed, and what ends a listing. */
export class ListingService {
  constructor(
    /** What other features keep entries from being listed by, on approval and when they are restored. */
    private readonly gates: readonly ListingGate[] = [],
    /** How other features end listings in the transaction that changes what they rest on. */
    private readonly consequences: readonly ListingConsequence[] = [],
  ) {}

  /** Says why an entry, held in the transaction that is open, may not be listed now; nothing when it may. */
  async problems(db: EntityManager, kind: EntryKindName, id: string): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    for (const gate of this.gates) problems.push(...(await gate(db, kind, id)));
    return problems;
  }

  /**
   * Ends what may be listed no more, after a change of what the listings of these providers rest on: their local authority, or
   * what was brought to them or taken from them.
   */
  async settle(db: EntityManager, providerIds: readonly string[]): Promise<void> {
    for (const consequence of this.consequences) await consequence(db, providerIds);
  }

  /** The same for one, and answers it as it is then. */
  async settled(db: EntityManager, { id }: Provider): Promise<Provider> {
    await this.settle(db, [id]);
    return db.findOneByOrFail(Provider, { id });
  }

  /**
   * Suspends the listed ones of these providers in the transaction that is open, and answers their ids. The change log names the
   * actor, such as `system: evidence expiry`, and of each its own reason; so it does for what `note` writes of those that were.
   * Whatever the transaction does after is its own again.
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
