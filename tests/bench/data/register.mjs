import { districts, pointNear } from './districts.mjs';
import { mistype } from './mistype.mjs';
import { Random } from './random.mjs';

/** Fixed, so that the same search finds the same in every year that the bench is run. */
const FIRST_DAY = Date.UTC(2026, 0, 5);
const CONFIRMED = '2026-01-05T09:00:00Z';

const needShares = [
  ['SEMH', 0.55],
  ['ASD', 0.4],
  ['SPLD', 0.3],
  ['MLD', 0.28],
  ['SLCN', 0.22],
  ['OTH', 0.15],
  ['SLD', 0.08],
  ['PD', 0.06],
  ['HI', 0.04],
  ['VI', 0.04],
  ['MSI', 0.02],
];
const keyStageShares = [
  ['KS3', 0.75],
  ['KS4', 0.85],
  ['KS2', 0.35],
  ['KS5', 0.2],
  ['KS1', 0.12],
];
const yearsOf = { KS1: [1, 2], KS2: [3, 6], KS3: [7, 9], KS4: [10, 11], KS5: [12, 14] };
const settingTypes = ['NFE', 'INDEPENDENT', 'PRU', 'AP_ACADEMY', 'OOT', 'OTH'];
const circumstances = ['EBSA', 'MEDICAL', 'AT_RISK_OF_EXCLUSION', 'TRAUMA', 'YOUNG_CARER'];
const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI'];

const firstNames =
  'Amber Beacon Copper Dawn Ember Fern Granite Harbour Inkwell Juniper Kite Lantern Meadow North'.split(' ');
const lastNames =
  'Barn Bridge Cottage Crossing Field Forge Garden Gate Hill Lodge Mill Orchard Quay Yard'.split(' ');
const bodies = 'Academy Centre Trust Project School Learning Farm Studio Foundation Workshop'.split(' ');
const subjects =
  'Animal care|Bike workshop|Boxing and mentoring|Bricklaying|Catering|Circus skills|Construction|Creative writing|' +
  'Drama|Farm days|Fishing and mentoring|Forest school|Hairdressing|Horse care|Horticulture|Life skills|Motor vehicle|' +
  'Music production|Nurture group|One to one tuition|Online lessons|Outdoor pursuits|Photography|Return to school|' +
  'Sailing|Speech and language support|Therapeutic art|Woodwork';
const titles = subjects.split('|');
const sentences = [
  'Groups are small and every pupil has a key worker.',
  'Schools learn of attendance on the same day.',
  'The first visit is made together with the family.',
  'Mornings are for English and mathematics, afternoons for practical work.',
  'Staff are trained in trauma informed practice.',
  'A taxi can be booked for pupils who live within ten miles.',
  'Pupils work towards functional skills and unit awards.',
  'There is a quiet room and a garden for breaks.',
  'A plan is agreed with the school and looked at every half term.',
  'Places can be booked for one to five days a week.',
  'Anxious pupils may start with an hour and build up.',
  'Lunch is cooked on site by the pupils themselves.',
  'We visit at home when coming out is too much.',
  'A speech and language therapist comes on Thursdays.',
];

/**
 * An invented register with so many offerings, the same each time: providers with one to three sites, one to five
 * offerings a site, one to three vacancies an offering. Rows by table, in the order that their references need.
 */
export function inventRegister(offeringCount, seed = 2026) {
  const random = new Random(seed);
  const tables = { provider: [], site: [], offering: [], offering_site: [], vacancy: [] };
  while (tables.offering.length < offeringCount) addProvider(random, tables, offeringCount);
  return tables;
}

function addProvider(random, tables, offeringCount) {
  const district = random.weighted(districts, ({ weight }) => weight);
  const provider = {
    id: random.uuid(),
    name: `${random.pick(firstNames)} ${random.pick(lastNames)} ${random.pick(bodies)}`,
    setting_type: random.pick(settingTypes),
    registration: 'NOT_STATED',
    local_authority_code: district.authorityCode,
    company_number: String(tables.provider.length + 1).padStart(8, '0'),
    state: 'LISTED',
  };
  tables.provider.push(provider);
  const sites = random.chance(0.75) ? 1 : random.between(2, 3);
  for (let s = 0; s < sites && tables.offering.length < offeringCount; s++) {
    const site = addSite(random, tables, provider, district);
    for (let o = random.between(1, 5); o > 0 && tables.offering.length < offeringCount; o--) {
      addOffering(random, tables, site);
    }
  }
}

function addSite(random, tables, provider, district) {
  const letters = 'ABDEFGHJLNPQRSTUWXYZ';
  const unit = `${random.between(1, 9)}${random.pick(letters)}${random.pick(letters)}`;
  const site = {
    id: random.uuid(),
    provider_id: provider.id,
    name: `${random.pick(firstNames)} ${random.pick(lastNames)}, ${district.name}`,
    town: district.name,
    postcode: `ZZ${random.between(1, 99)} ${unit}`,
    ...pointNear(random, district, 4),
    position_precision: 'POSTCODE',
    district_code: district.code,
    address_visibility: 'PUBLIC', // as exact for the hub as for the others
    state: 'LISTED',
  };
  tables.site.push(site);
  return site;
}

function addOffering(random, tables, site) {
  const keyStages = random.some(keyStageShares);
  const years = keyStages.flatMap((stage) => yearsOf[stage]);
  const offering = {
    id: random.uuid(),
    provider_id: site.provider_id,
    title: random.pick(titles),
    description: Array.from({ length: random.between(4, 8) }, () => random.pick(sentences)).join(' '),
    tier: random.pick(['TIER_1', 'TIER_2', 'TIER_2', 'TIER_3']),
    primary_needs: random.some(needShares),
    circumstances: circumstances.filter(() => random.chance(0.25)),
    key_stages: keyStages,
    min_year: Math.min(...years),
    max_year: Math.max(...years),
    delivery_modes: ['IN_PERSON'],
    days: weekdays.filter(() => random.chance(0.7)),
    hours_per_week: random.between(4, 25),
    price_pence: random.between(40, 250) * 100,
    price_unit: 'DAY',
    referral_routes: ['SCHOOL_DIRECT', 'LOCAL_AUTHORITY'],
    commissioners: ['LOCAL_AUTHORITY', 'SCHOOL'],
    state: 'LISTED',
  };
  tables.offering.push(offering);
  tables.offering_site.push({ offering_id: offering.id, site_id: site.id, provider_id: site.provider_id });
  for (let v = random.between(1, 3); v > 0; v--) tables.vacancy.push(vacancy(random, offering));
}

/** Open to every year of its offering, so that one date per offering tells when it has a place. */
function vacancy(random, offering) {
  const places = random.chance(0.25) ? 0 : random.between(1, 8);
  return {
    id: random.uuid(),
    offering_id: offering.id,
    state: places > 0 ? 'CAPACITY' : 'NO_CAPACITY',
    places_available: places,
    unit: 'FTE',
    available_from: dayAfter(random.between(0, 220)),
    min_year: offering.min_year,
    max_year: offering.max_year,
    confirmed_at: CONFIRMED,
  };
}

/** What is asked: the same questions each time, from everywhere that has provision. */
export function inventQuestions(count, tables, seed = 7) {
  const random = new Random(seed);
  const nearby = Array.from({ length: count }, () => {
    const { latitude, longitude } = pointNear(
      random,
      random.weighted(districts, ({ weight }) => weight),
      8,
    );
    const [need] = random.weighted(needShares, ([, share]) => share);
    const others = needShares.filter(([code]) => code !== need);
    return {
      latitude,
      longitude,
      km: 25,
      needs: [need, random.weighted(others, ([, share]) => share)[0]],
      keyStage: random.pick(['KS2', 'KS2', 'KS3', 'KS3', 'KS3', 'KS4', 'KS4', 'KS4', 'KS5', 'KS1']),
      by: dayAfter(random.between(20, 110)),
    };
  });
  const provider = Array.from({ length: count }, () => ({ id: random.pick(tables.provider).id }));
  return { nearby, provider, facets: nearby };
}

/** What people type, the same each time: a provider's name with a slip, what is taught, and a sentence. */
export function inventTexts(count, tables, seed = 11) {
  const random = new Random(seed);
  const meant = [
    'autistic',
    'school refusal',
    'kicked out',
    'trauma',
    'dyslexia',
    'key stage 3',
    'ADHD',
    'deaf',
  ];
  return Array.from({ length: count }, () => ({
    mistyped: mistype(random, random.pick(tables.provider).name.toLowerCase()),
    subject: random.pick(titles).toLowerCase(),
    sentence: `${random.pick(meant.slice(0, 4))} and ${random.pick(meant.slice(4))} with ${random.pick(titles).toLowerCase()}`,
  }));
}

function dayAfter(days) {
  return new Date(FIRST_DAY + days * 86_400_000).toISOString().slice(0, 10);
}
