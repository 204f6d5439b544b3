import type { offeringChanges } from '../../offering/offering.rules.js';
import type { providerFields, siteFields } from '../../provider/provider.rules.js';
import { type AddressVisibility, addressVisibilities } from '../../provider/site.entity.js';
import type { EntryKindName } from './entry-kinds.js';

/** Whose word a field is: the council's, who checks it, or the provider's own. */
export type Owner = 'council' | 'provider';

/** Set by steps, by the place of the postcode, or once and for all: nobody's to edit. */
type Unowned =
  | 'state'
  | 'isDemonstration'
  | 'providerId'
  | 'latitude'
  | 'longitude'
  | 'positionPrecision'
  | 'districtCode';
type Owners<Fields> = Readonly<Record<Exclude<keyof Fields, Unowned>, Owner>>;

const provider: Owners<typeof providerFields.shape> = {
  name: 'council',
  legalName: 'council',
  description: 'provider',
  settingType: 'council',
  registration: 'council',
  localAuthorityCode: 'council',
  urn: 'council',
  ukprn: 'council',
  companyNumber: 'council',
  charityNumber: 'council',
  postcode: 'council',
  website: 'provider',
  externalReference: 'provider',
};

const site: Owners<typeof siteFields.shape> = {
  name: 'provider',
  street: 'council',
  locality: 'council',
  town: 'council',
  postcode: 'council',
  uprn: 'council',
  addressVisibility: 'council',
  accessibility: 'provider',
  externalReference: 'provider',
};

const offering: Owners<typeof offeringChanges.shape> = {
  title: 'provider',
  description: 'provider',
  tier: 'council',
  primaryNeeds: 'council',
  secondaryNeeds: 'council',
  circumstances: 'provider',
  keyStages: 'council',
  minYear: 'council',
  maxYear: 'council',
  deliveryModes: 'council',
  days: 'provider',
  hoursPerWeek: 'council',
  attendance: 'council',
  groupSize: 'council',
  typicalWeeks: 'provider',
  maximumWeeks: 'council',
  minimumBookingWeeks: 'provider',
  pricePence: 'provider',
  priceUnit: 'provider',
  accreditations: 'provider',
  outcomes: 'provider',
  transport: 'provider',
  referralRoutes: 'council',
  commissioners: 'council',
  referralUrl: 'provider',
  responseDays: 'provider',
  beforeExclusion: 'council',
  ehcPlan: 'council',
  areasServed: 'council',
  siteIds: 'council',
  externalReference: 'provider',
};

/**
 * Whose each field of a listed entry is, as data. What a provider changes of its own is public at once; what is the
 * council's becomes a change request. Council: who it is, where, for whom, how much, how to get in; what a listing rests on.
 */
export const fieldOwners: Readonly<Record<EntryKindName, Readonly<Record<string, Owner>>>> = {
  PROVIDER: provider,
  SITE: site,
  OFFERING: offering,
};

/**
 * Whether a change hides what was shown of an address. That is the provider's own, though the field is the council's: whoever has
 * moved into a home, or is looked for by somebody, must not wait for a decision. To show more is asked for.
 */
export function showsLess(kind: EntryKindName, field: string, from: unknown, to: unknown): boolean {
  const place = (visibility: unknown) => addressVisibilities.indexOf(visibility as AddressVisibility);
  return kind === 'SITE' && field === 'addressVisibility' && place(to) > place(from);
}
