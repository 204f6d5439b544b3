import { v7 as uuidv7 } from 'uuid';
import { type Clock, dateInWords, londonToday } from '../../../platform/clock.js';
import type { Problem } from '../../../platform/errors.js';
import type { ListingService, Statements } from '../../register/listing/listing.service.js';
import { type EvidenceOut, followingListings, type Whose } from './following-listings.repository.js';

/** The actor in the change log for marking expired evidence and suspending listings. */
export const EXPIRY_ACTOR = 'system: evidence expiry';

/**
 * Listings that depend on evidence. A listed provider with no valid evidence of such a kind left is suspended in the
 * transaction that finds this. A person restores it once the evidence is valid again.
 */
export class FollowingListings {
  constructor(
    private readonly listings: Pick<ListingService, 'suspend'>,
    private readonly labelOf: (kind: string) => string,
    private readonly clock: Clock,
  ) {}

  /**
   * The daily check of listings: suspends all that depend on evidence that is no longer valid, and returns how many. A
   * second run changes nothing. Call `holdDue` first to lock the providers.
   */
  suspendAll(db: Statements): Promise<number> {
    return this.suspend(db, { onlyListed: true });
  }

  /** Locks the providers that the daily check may suspend. Call it before the check marks evidence. */
  holdDue(db: Statements): Promise<void> {
    return followingListings.lockDue(db, londonToday(this.clock));
  }

  /**
   * The same for some providers, after a change to their evidence or to the local authority whose rules apply. The open
   * transaction has locked them.
   */
  async suspendOf(db: Statements, providerIds: readonly string[]): Promise<void> {
    await followingListings.holdRules(db);
    await this.suspend(db, { providerIds, onlyListed: true });
  }

  /** The same for a kind that listings now depend on. Call `holdRegister` first to lock the register. */
  suspendByRule(db: Statements, localAuthorityCode: string, kind: string): Promise<number> {
    return this.suspend(db, { rule: { localAuthorityCode, kind }, onlyListed: true });
  }

  /** Blocks changes to a local authority's providers and their evidence, before a rule changes. */
  holdRegister(db: Statements, localAuthorityCode: string): Promise<void> {
    return followingListings.lockRegister(db, localAuthorityCode);
  }

  /** Why a provider, locked in the open transaction, cannot be listed now. Empty if it can. */
  async problems(db: Statements, providerId: string): Promise<Problem[]> {
    const out = await followingListings.out(db, londonToday(this.clock), {
      providerIds: [providerId],
      onlyListed: false,
    });
    if (out.length === 0) return [];
    const message = `This listing depends on evidence that has expired or failed. ${this.inWords(out)} Record valid evidence, or stop making listings depend on that kind.`;
    return [{ field: null, code: 'BLOCKED', message }];
  }

  private async suspend(db: Statements, whose: Whose): Promise<number> {
    const byProvider = new Map<string, EvidenceOut[]>();
    for (const one of await followingListings.out(db, londonToday(this.clock), whose)) {
      byProvider.set(one.providerId, [...(byProvider.get(one.providerId) ?? []), one]);
    }
    const reasons = [...byProvider].map(([providerId, out]) => ({
      providerId,
      reason: `The listing depends on evidence that has expired or failed. ${this.inWords(out)}`,
    }));
    const kindsOf = (providerId: string) => (byProvider.get(providerId) ?? []).map(({ kind }) => kind);
    const note = (suspended: readonly string[]) =>
      followingListings.note(
        db,
        suspended.map((providerId) => ({ id: uuidv7(), providerId, kinds: kindsOf(providerId) })),
      );
    return (await this.listings.suspend(db, EXPIRY_ACTOR, reasons, note)).length;
  }

  /** "Fire risk assessment was valid until 22 November 2026." */
  private inWords(out: readonly EvidenceOut[]): string {
    const today = londonToday(this.clock);
    return out
      .map(({ kind, endedOn, failed }) => {
        const label = this.labelOf(kind);
        if (endedOn !== null && endedOn < today) return `${label} was valid until ${dateInWords(endedOn)}.`;
        return `${label} ${failed ? 'has failed' : 'needs revalidation'}, found on ${dateInWords(today)}.`;
      })
      .join(' ');
  }
}
