import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import type { TestHub } from './hub.js';

let serial = 0;
const DAY = 86_400_000;

type Input<F extends (input: never) => unknown> = Partial<Parameters<F>[0]>;

/** A listed non-school provider in Norfolk; every call makes another one. */
export function aProvider(
  hub: TestHub,
  values: Input<TestHub['providers']['create']> = {},
): Promise<Provider> {
  serial++;
  return hub.providers.create({
    name: `Provider ${serial}`,
    settingType: 'OTH',
    registration: 'UNREGISTERED',
    localAuthorityCode: '926',
    postcode: 'NR21 9AA',
    state: 'LISTED',
    ...values,
  });
}

/** A listed site near Fakenham. */
export function aSite(
  hub: TestHub,
  provider: Provider,
  values: Input<TestHub['providers']['createSite']> = {},
): Promise<Site> {
  serial++;
  return hub.providers.createSite({
    providerId: provider.id,
    name: `Site ${serial}`,
    postcode: 'NR21 9AA',
    latitude: 52.8541,
    longitude: 0.8173,
    positionPrecision: 'SECTOR',
    districtCode: 'E07000147',
    state: 'LISTED',
    ...values,
  });
}

/** A listed tier 2 offering for SEMH, key stage 3, taught in person. */
export function anOffering(
  hub: TestHub,
  provider: Provider,
  values: Input<TestHub['offerings']['create']> = {},
): Promise<Offering> {
  serial++;
  return hub.offerings.create({
    providerId: provider.id,
    title: `Offering ${serial}`,
    tier: 'TIER_2',
    primaryNeeds: ['SEMH'],
    keyStages: ['KS3'],
    minYear: 7,
    maxYear: 9,
    deliveryModes: ['IN_PERSON'],
    state: 'LISTED',
    ...values,
  });
}

/** Two places from 1 December, confirmed now for four weeks, and ageing from the middle of its confirmation. */
export function aVacancy(
  hub: TestHub,
  offering: Offering,
  values: Input<TestHub['vacancies']['create']> = {},
): Promise<Vacancy> {
  const now = hub.clock.now();
  const { confirmedAt = new Date(now), expiresAt = new Date(now + 28 * DAY) } = values;
  const isLasting = !confirmedAt || !expiresAt || !(confirmedAt < expiresAt);
  const ageingAt = isLasting ? null : new Date((confirmedAt.getTime() + expiresAt.getTime()) / 2);
  return hub.vacancies.create({
    offeringId: offering.id,
    state: 'CAPACITY',
    placesAvailable: 2,
    unit: 'FTE',
    availableFrom: '2026-12-01',
    minYear: offering.minYear,
    maxYear: offering.maxYear,
    confirmedAt,
    ageingAt,
    expiresAt,
    ...values,
  });
}
