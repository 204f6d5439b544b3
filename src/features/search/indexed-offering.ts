import type { Offering } from '../offering/offering.entity.js';
import { offeringFields } from '../offering/offering.rules.js';
import { areaToken } from '../place/atlas.js';
import type { Held, Vacancy } from '../vacancy/vacancy.entity.js';

/** What the index needs to know about a provider. */
export interface IndexedProvider {
  readonly id: string;
  readonly name: string;
  readonly settingType: string;
  readonly localAuthorityCode: string;
}

/** What the index needs to know about a site: its public position and what its areas are worked out from. None of it is hidden. */
export interface IndexedSite {
  readonly id: string;
  readonly name: string;
  readonly town: string | null;
  /** Its postcode sector. For a home-based site its outcode, with no district. */
  readonly vicinity: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly districtCode: string | null;
  readonly accessibility: readonly string[];
}

/** Fields of an offering that no search or match uses. Leaving them out makes it faster to build an index. */
const unread = [
  'providerId',
  'attendance',
  'groupSize',
  'typicalWeeks',
  'maximumWeeks',
  'minimumBookingWeeks',
  'transport',
  'referralUrl',
  'responseDays',
  'externalReference',
  'state',
  'isDemonstration',
] as const satisfies readonly (keyof typeof offeringFields.shape)[];
type OfferingTerm = 'id' | Exclude<keyof typeof offeringFields.shape, (typeof unread)[number]>;

/** The fields of an offering that the index and its followers read. */
export const offeringTerms = ['id', ...Object.keys(offeringFields.shape)].filter(
  (field): field is OfferingTerm => !(unread as readonly string[]).includes(field),
);
export type IndexedTerms = Readonly<Pick<Offering, OfferingTerm>>;

/** The fields of a vacancy that they read. */
export const vacancyTerms = [
  'id',
  'siteId',
  'state',
  'placesAvailable',
  'availableFrom',
  'minYear',
  'maxYear',
  'confirmedAt',
  'ageingAt',
  'expiresAt',
] as const satisfies readonly (keyof Vacancy)[];
/** Instants are milliseconds since 1970: JSON has no dates, and numbers take less memory. */
export type IndexedVacancy = Held & {
  readonly [K in (typeof vacancyTerms)[number]]: Vacancy[K] extends Date | null ? number | null : Vacancy[K];
};

/** A listed offering with everything about it that is kept in memory. Its vacancies are sorted, earliest first. */
export interface IndexedOffering {
  readonly offering: IndexedTerms;
  readonly provider: IndexedProvider;
  readonly sites: readonly IndexedSite[];
  readonly vacancies: readonly IndexedVacancy[];
}

/** Tokens of the areas served by outreach or online. If the offering names none, the provider's own local authority. */
export function areasServedBy({
  offering,
  provider,
}: Pick<IndexedOffering, 'offering' | 'provider'>): readonly string[] {
  if (!offering.deliveryModes.some((mode) => mode === 'OUTREACH' || mode === 'ONLINE')) return [];
  return offering.areasServed.length > 0
    ? offering.areasServed
    : [areaToken.localAuthority(provider.localAuthorityCode)];
}

/** Keeps something about every listed offering in memory. It uses what the search index reads anyway. */
export interface OfferingFollower {
  /** Starts a new generation. The live one stays as it is until the new one is finished. */
  begin(): OfferingGeneration;
  /** Replaces these offerings. An id without an offering is no longer listed. */
  replace(ids: readonly string[], offerings: readonly IndexedOffering[]): void;
}

/** A generation that is being filled. If it is never finished, it has no effect. */
export interface OfferingGeneration {
  add(offerings: readonly IndexedOffering[]): void;
  /** Everything has been added: this generation replaces the live one. */
  finish(): void;
}
