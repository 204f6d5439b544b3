import { type CentroidEntry, type PlaceEntry, readSectors } from '../reference-files.js';
import { buildings, streets } from './address-words.js';
import { type DemoProvider, LABEL } from './demo-provider.js';
import { dice } from './dice.js';
import { demoId, slug } from './identity.js';
import { demoTowns } from './towns.js';

export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly setting_type: string;
  readonly registration: string;
  readonly local_authority_code: string;
  readonly urn: string | null;
  readonly ukprn: string | null;
  readonly postcode: string;
  readonly website: string | null;
  readonly state: string;
}

export interface ContactRow {
  readonly id: string;
  readonly provider_id: string;
  readonly role: 'ENQUIRIES' | 'REFERRALS' | 'SAFEGUARDING';
  readonly audience: 'PUBLIC' | 'SCHOOL';
  readonly email: string;
  readonly telephone: string | null;
}

export interface SiteRow {
  readonly id: string;
  readonly provider_id: string;
  readonly name: string;
  readonly street: string;
  readonly town: string;
  readonly postcode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly position_precision: 'SECTOR';
  readonly district_code: string;
  readonly address_visibility: 'PUBLIC' | 'FULL' | 'OUTCODE';
  readonly accessibility: readonly string[];
  readonly state: string;
}

const schoolLike = ['MAINSTREAM_SCHOOL', 'PRU', 'AP_ACADEMY', 'AP_FREE_SCHOOL', 'SPECIAL', 'SPECIAL_ACADEMY'];
const accessibility = [
  'STEP_FREE',
  'ACCESSIBLE_TOILET',
  'QUIET_ROOM',
  'ACCESSIBLE_PARKING',
  'LIFT',
  'HEARING_LOOP',
];

/** The row of a provider. Its postcode is that of its first site. */
export function providerRow(provider: DemoProvider): ProviderRow {
  const { name, about, setting, registration, urn } = provider;
  const chance = dice(`provider:${name}`);
  return {
    id: demoId('provider', name),
    name: `${name} ${LABEL}`,
    description: `${about} Invented for demonstration.`,
    setting_type: setting,
    registration,
    local_authority_code: '926',
    urn: urn ?? null,
    ukprn: provider.ukprn ?? (urn ? `9900${urn.slice(2)}` : null),
    postcode: inventedPostcode(provider.sites[0] ?? ''),
    website: chance.chance(0.9) ? `https://${slug(name)}.example` : null,
    state: provider.state ?? 'LISTED',
  };
}

/**
 * Role mailboxes under `.example`, with telephone numbers from the range that Ofcom reserves for drama
 * (01632 960000 to 960999).
 */
export function contactRows(provider: DemoProvider): ContactRow[] {
  const roles: Pick<ContactRow, 'role' | 'audience'>[] = [
    { role: 'ENQUIRIES', audience: 'PUBLIC' },
    { role: 'REFERRALS', audience: 'SCHOOL' },
  ];
  if (provider.urn) roles.push({ role: 'SAFEGUARDING', audience: 'SCHOOL' });
  return roles.map(({ role, audience }) => {
    const chance = dice(`contact:${provider.name}:${role}`);
    const line = String(chance.between([0, 999])).padStart(3, '0');
    return {
      id: demoId('contact', `${provider.name}:${role}`),
      provider_id: demoId('provider', provider.name),
      role,
      audience,
      email: `${role.toLowerCase()}@${slug(provider.name)}.example`,
      telephone: chance.chance(0.7) ? `01632 960${line}` : null,
    };
  });
}

/** The rows of a provider's sites: near the middle of a real postcode sector, at an invented address. */
export function siteRows(provider: DemoProvider): SiteRow[] {
  return provider.sites.map((key, index) => {
    const chance = dice(`site:${provider.name}:${index}`);
    const sector = sectorOf(key);
    const { name: town } = nearestPlace(sector);
    const schoolBuilding = schoolLike.includes(provider.setting);
    return {
      id: demoId('site', `${provider.name}:${index}`),
      provider_id: demoId('provider', provider.name),
      name: `${schoolBuilding && index === 0 ? 'Main building' : chance.pick(buildings)}, ${town}`,
      street: `${chance.between([1, 60])} ${chance.pick(streets)}`,
      town,
      postcode: inventedPostcode(key),
      latitude: moved(sector.latitude, chance.between([-30, 30])),
      longitude: moved(sector.longitude, chance.between([-50, 50])),
      position_precision: 'SECTOR',
      district_code: sector.districtCode,
      // because GIAS publishes the main address of a registered school, and no other
      address_visibility: provider.hideAddress ? 'OUTCODE' : provider.urn && index === 0 ? 'PUBLIC' : 'FULL',
      accessibility: chance.chance(0.12)
        ? [] // unknown
        : chance.some(accessibility, chance.between(schoolBuilding ? [3, 6] : [1, 4])),
      state: provider.state === 'IN_REVIEW' ? 'IN_REVIEW' : 'LISTED',
    };
  });
}

const sectors = new Map(readSectors().map((sector) => [sector.key, sector]));
const places = demoTowns();

/** A sector in the reference data. */
export function sectorOf(key: string): CentroidEntry {
  const sector = sectors.get(key);
  if (!sector) throw new Error(`seeds/demo: "${key}" is not a sector of reference/norfolk-sectors.csv.`);
  return sector;
}

/** Hardly any real postcode ends in "ZZ". A test checks that none of those used is in Code-Point Open. */
function inventedPostcode(sector: string): string {
  return `${sector}ZZ`;
}

function nearestPlace({ latitude, longitude }: CentroidEntry): PlaceEntry {
  const narrow = Math.cos((latitude * Math.PI) / 180); // how much shorter a degree of longitude is here
  const squared = (place: PlaceEntry) =>
    (place.latitude - latitude) ** 2 + ((place.longitude - longitude) * narrow) ** 2;
  return places.reduce((nearest, place) => (squared(place) < squared(nearest) ? place : nearest));
}

/** Moved by some ten-thousandths of a degree, rounded to about ten metres. */
function moved(degrees: number, by: number): number {
  return Math.round(degrees * 10_000 + by) / 10_000;
}
