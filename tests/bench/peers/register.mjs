import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidOf } from './ids.mjs';

const AUTHORITY = '926';
const CONFIRMED = '2026-01-05T09:00:00Z';
const yearsOf = { 1: [1, 2], 2: [3, 6], 3: [7, 9], 4: [10, 11], 5: [12, 14] };

/**
 * The bench's data as rows of the hub's own tables: numbers become UUIDs, names of districts get codes, and codes that the
 * hub does not know (the bench has needs and types of its own) are to be added to its lists.
 */
export function readRegister(folder) {
  const read = (name) =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [providers, sites, offerings] = ['providers', 'sites', 'offerings'].map(read);
  const districtCodes = codesOfDistricts(sites);
  const offeringRows = offerings.map(offeringRow);
  const years = new Map(offeringRows.map(({ id, min_year, max_year }) => [id, { min_year, max_year }]));
  return {
    codes: [
      ...listed(
        'NEED',
        offerings.flatMap(({ needs }) => needs),
      ),
      ...listed(
        'SETTING_TYPE',
        providers.map(({ type }) => type),
      ),
    ],
    tables: {
      district: [...districtCodes].map(([name, code]) => ({ code, name, local_authority_code: AUTHORITY })),
      provider: providers.map(providerRow),
      site: sites.map((site) => siteRow(site, districtCodes)),
      offering: offeringRows,
      offering_site: offerings.map(({ id, site_id, provider_id }) => ({
        offering_id: uuidOf(id),
        site_id: uuidOf(site_id),
        provider_id: uuidOf(provider_id),
      })),
      vacancy: read('vacancies').map((vacancy) => vacancyRow(vacancy, years)),
    },
  };
}

function codesOfDistricts(sites) {
  const names = [...new Set(sites.map(({ district }) => district))].sort();
  return new Map(names.map((name, i) => [name, `E98${String(i + 1).padStart(6, '0')}`]));
}

function listed(list, codes) {
  return [...new Set(codes)].map((code) => ({ list, code }));
}

function providerRow({ id, name, type }) {
  return {
    id: uuidOf(id),
    name,
    setting_type: type,
    registration: 'NOT_STATED',
    local_authority_code: AUTHORITY,
    company_number: String(id).padStart(8, '0'),
    state: 'LISTED',
  };
}

function siteRow({ id, provider_id, name, postcode, district, lat, lng }, districtCodes) {
  return {
    id: uuidOf(id),
    provider_id: uuidOf(provider_id),
    name,
    postcode,
    latitude: lat,
    longitude: lng,
    position_precision: 'POSTCODE',
    district_code: districtCodes.get(district),
    address_visibility: 'PUBLIC', // as exact for the hub as for the others
    state: 'LISTED',
  };
}

function offeringRow({ id, provider_id, title, description, tier, needs, key_stages }) {
  const years = key_stages.flatMap((stage) => yearsOf[stage]);
  return {
    id: uuidOf(id),
    provider_id: uuidOf(provider_id),
    title,
    description,
    tier: `TIER_${tier}`,
    primary_needs: needs,
    key_stages: key_stages.map((stage) => `KS${stage}`),
    min_year: Math.min(...years),
    max_year: Math.max(...years),
    delivery_modes: ['IN_PERSON'],
    state: 'LISTED',
  };
}

/** Open to every year of its offering, as the bench knows no years. */
function vacancyRow({ id, offering_id, places_available, available_from }, years) {
  return {
    id: uuidOf(id),
    offering_id: uuidOf(offering_id),
    state: places_available > 0 ? 'CAPACITY' : 'NO_CAPACITY',
    places_available,
    unit: 'FTE',
    available_from,
    ...years.get(uuidOf(offering_id)),
    confirmed_at: CONFIRMED,
  };
}
