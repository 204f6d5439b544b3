import { v7 as uuidv7 } from 'uuid';
import { type Clock, dateInWords, londonToday } from '../../../platform/clock.js';
import type { Problem } from '../../../platform/errors.js';
import type { ListingService, Statements } from '../../register/listing/listing.service.js';
import { type EvidenceOut, followingListings, type Whose } from './following-listings.repository.js';

/** Who marks what has run out, and who suspends what follows it, as the change log says it. */
export const EXPIRY_ACTOR = 'system: evidence expiry';

/**
 * Listings that follow evidence: a listed provider whose evidence of a followed kind is out is suspended, in the transaction that
 * found it out, and a person restores it once the evidence is in order again.
 */
export class FollowingListings {
  constructor(
    private readonly listings: Pick<ListingService, 'suspend'>,
    private readonly labelOf: (kind: string) => string,
    private readonly clock: Clock,
  ) {}

  /**
   * The daily look at listings: suspends every one that follows evidence which is out, and answers how many; nothing the second
   * time. The providers are held by `holdDue`.
   */
  suspendAll(db: Statements): Promise<number> {
    return this.suspend(db, { onlyListed: true });
  }

  /** Holds the providers that the daily look may touch, before it marks evidence. */
  holdDue(db: Statements): Promise<void> {
    return followingListings.lockDue(db, londonToday(this.clock));
  }

  /**
   * The same for some providers, after a change of what their listings rest on: their evidence, or whose rules they are under. The
   * open transaction holds them.
   */
  async suspendOf(db: Statements, providerIds: readonly string[]): Promise<void> {
    await followingListings.holdRules(db);
    await this.suspend(db, { providerIds, onlyListed: true });
  }

  /** The same for a kind that listings begin to follow; the register is held by `holdRegister`. */
  suspendByRule(db: Statements, localAuthorityCode: string, kind: string): Promise<number> {
    return this.suspend(db, { rule: { localAuthorityCode, kind }, onlyListed: true });
  }

  /** Keeps everybody from changing a local authority's providers and their evidence, before what listings follow is changed. */
  holdRegister(db: Statements, localAuthorityCode: string): Promise<void> {
    return followingListings.lockRegister(db, localAuthorityCode);
  }

  /** Why a provider, held in the open transaction, may not be listed now: it would be suspended again. */
  async problems(db: Statements, providerId: string): Promise<Problem[]> {
    const out = await followingListings.out(db, londonToday(this.clock), {
      providerIds: [providerId],
      onlyListed: false,
    });
    if (out.length === 0) return [];
    const message = `Listings follow this evidence, and it is out: ${this.inWords(out)} Renew it, or let listings no longer follow its kind.`;
    return [{ field: null, code: 'EVIDENCE_OUT', message }];
  }

  private async suspend(db: Statements, whose: Whose): Promise<number> {
    const byProvider = new Map<string, EvidenceOut[]>();
    for (const one of await followingListings.out(db, londonToday(this.clock), whose)) {
      byProvider.set(one.providerId, [...(byProvider.get(one.providerId) ?? []), one]);
    }
    const reasons = [...byProvider].map(([providerId, out]) => ({
      providerId,
      reason: `The listing follows evidence that is out: ${this.inWords(out)}`,
    }));
    const kindsOf = (providerId: string) => (byProvider.get(providerId) ?? []).map(({ kind }) => kind);
    const note = (suspended: readonly string[]) =>
      followingListings.note(
        db,
        suspended.map((providerId) => ({ id: uuidv7(), providerId, kinds: kindsOf(providerId) })),
      );
    return (await this.listings.suspend(db, EXPIRY_ACTOR, reasons, note)).length;
  }

  /** "Fire risk assessment held until 22 November 2026." */
  private inWords(out: readonly EvidenceOut[]): string {
    const today = londonToday(this.clock);
    return out
      .map(({ kind, endedOn, failed }) => {
        const label = this.labelOf(kind);
        if (endedOn !== null && endedOn < today) return `${label} held until ${dateInWords(endedOn)}.`;
        return `${label} ${failed ? 'has failed' : 'needs revalidation'}, found on ${dateInWords(today)}.`;
      })
      .join(' ');
  }
}
