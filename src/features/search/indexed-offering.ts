import type { Offering } from '../offering/offering.entity.js';
import { offeringFields } from '../offering/offering.rules.js';
import { areaToken } from '../place/atlas.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';

/** What the index needs of a provider. */
export interface IndexedProvider {
  readonly id: string;
  readonly name: string;
  readonly settingType: string;
  readonly localAuthorityCode: string;
}

/** What the index needs of a site, none of it hidden: where everybody is told that it is, and what tells its areas. */
export interface IndexedSite {
  readonly id: string;
  readonly name: string;
  readonly town: string | null;
  /** Its postcode sector; of a home-based site the outcode, and no district. */
  readonly vicinity: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly districtCode: string | null;
  readonly accessibility: readonly string[];
}

/** Fields of an offering by which nobody searches or matches: the less is read, the sooner an index is built. */
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

/** What the index and those that follow it read of an offering. */
export const offeringTerms = ['id', ...Object.keys(offeringFields.shape)].filter(
  (field): field is OfferingTerm => !(unread as readonly string[]).includes(field),
);
export type IndexedTerms = Readonly<Pick<Offering, OfferingTerm>>;

/** What they need of a vacancy. */
export const vacancyTerms = [
  'id',
  'siteId',
  'state',
  'placesAvailable',
  'availableFrom',
  'minYear',
  'maxYear',
  'confirmedAt',
  'expiresAt',
] as const satisfies readonly (keyof Vacancy)[];
/** Instants are milliseconds since 1970: JSON has no others, and they take less memory. */
export type IndexedVacancy = {
  readonly [K in (typeof vacancyTerms)[number]]: Vacancy[K] extends Date | null ? number | null : Vacancy[K];
};

/** A listed offering with everything that is kept of it in memory; vacancies earliest first. */
export interface IndexedOffering {
  readonly offering: IndexedTerms;
  readonly provider: IndexedProvider;
  readonly sites: readonly IndexedSite[];
  readonly vacancies: readonly IndexedVacancy[];
}

/** Area tokens reached by outreach or online delivery; without any area given, the provider's own authority. */
export function areasServedBy({
  offering,
  provider,
}: Pick<IndexedOffering, 'offering' | 'provider'>): readonly string[] {
  if (!offering.deliveryModes.some((mode) => mode === 'OUTREACH' || mode === 'ONLINE')) return [];
  return offering.areasServed.length > 0
    ? offering.areasServed
    : [areaToken.localAuthority(provider.localAuthorityCode)];
}

/** Keeps something of every listed offering in memory, fed by the reading that the search index makes anyway. */
export interface OfferingFollower {
  /** Starts a new generation beside the live one, which stays as it is until the new one is finished. */
  begin(): OfferingGeneration;
  /** These offerings are now as given; of the ids, those that are not given are no longer listed. */
  replace(ids: readonly string[], offerings: readonly IndexedOffering[]): void;
}

/** A generation that is being filled; one that is never finished leaves no trace. */
export interface OfferingGeneration {
  add(offerings: readonly IndexedOffering[]): void;
  /** Everything has been added: it takes the place of the live one. */
  finish(): void;
}
