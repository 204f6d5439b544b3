import { buildDemonstration } from '../../seeds/demo/build-demonstration.js';
import type { OfferingRow } from '../../seeds/demo/build-offerings.js';

const demo = buildDemonstration('2026-11-23');
const siteIdsOf = (offering: OfferingRow) =>
  demo.offeringSites.filter((link) => link.offering_id === offering.id).map((link) => link.site_id);
const titled = (pattern: RegExp) => demo.offerings.filter(({ title }) => pattern.test(title));
/** The offerings for which a rule does not hold, by title: none, one hopes. */
const breaking = (rule: (offering: OfferingRow) => boolean, among: readonly OfferingRow[] = demo.offerings) =>
  among.filter((offering) => !rule(offering)).map(({ title }) => title);

describe('SEMH bases and centres', () => {
  const bases = titled(/SEMH base|reset and return base/);
  const centres = titled(/SEMH (learning )?centre|centre for social and emotional learning/);

  it('are 19, in all ten planning areas, run by mainstream schools', () => {
    expect(bases.length + centres.length).toBe(19);
    const hosts = demo.providers.filter(({ setting_type }) => setting_type === 'MAINSTREAM_SCHOOL');
    const hostIds = new Set(hosts.map(({ id }) => id));
    expect(breaking(({ provider_id }) => hostIds.has(provider_id), [...bases, ...centres])).toEqual([]);
    const areas = [...bases, ...centres].map((offering) => {
      const site = demo.sites.find(({ id }) => id === siteIdsOf(offering)[0]);
      const sector = site?.postcode.slice(0, -2);
      return demo.planningAreaMembers.find(({ code }) => code === sector || code === site?.district_code);
    });
    expect(new Set(areas.map((member) => member?.planning_area_id)).size).toBe(10);
  });

  it('are tier 2 for secondary pupils, at one site, reached by panel, paid for by the authority', () => {
    const rule = (offering: OfferingRow) =>
      offering.tier === 'TIER_2' &&
      offering.primary_needs.includes('SEMH') &&
      offering.min_year >= 7 &&
      offering.max_year <= 11 &&
      offering.referral_routes.includes('PANEL') &&
      offering.commissioners.includes('LOCAL_AUTHORITY') &&
      offering.price_pence === null &&
      offering.attendance === 'FULL_TIME' &&
      siteIdsOf(offering).length === 1;
    expect(breaking(rule, [...bases, ...centres])).toEqual([]);
  });

  it('keep a pupil 6 to 8 weeks in a base of up to 10', () => {
    const rule = ({ typical_weeks, maximum_weeks, group_size }: OfferingRow) =>
      typical_weeks! >= 6 && maximum_weeks! <= 8 && group_size <= 10;
    expect(bases.length).toBeGreaterThan(5);
    expect(breaking(rule, bases)).toEqual([]);
  });

  it('keep a pupil up to 3 terms in a centre with classes of up to 8', () => {
    const rule = ({ typical_weeks, maximum_weeks, group_size }: OfferingRow) =>
      typical_weeks! > 8 && maximum_weeks! <= 38 && group_size <= 8;
    expect(centres.length).toBeGreaterThan(5);
    expect(breaking(rule, centres)).toEqual([]);
  });
});

describe('what offerings say fits together', () => {
  it('derives key stages from years', () => {
    const stageOf = (year: number) =>
      year <= 2 ? 'KS1' : year <= 6 ? 'KS2' : year <= 9 ? 'KS3' : year <= 11 ? 'KS4' : 'KS5';
    const rule = ({ min_year, max_year, key_stages }: OfferingRow) => {
      const years = Array.from({ length: max_year - min_year + 1 }, (_, index) => min_year + index);
      return [...new Set(years.map(stageOf))].join() === key_stages.join();
    };
    expect(breaking(rule)).toEqual([]);
  });

  it('serves areas where it is not only in person, and has a place unless it is only online', () => {
    const only = ({ delivery_modes }: OfferingRow, mode: string) => delivery_modes.join() === mode;
    expect(breaking((o) => (o.areas_served.length === 0) === only(o, 'IN_PERSON'))).toEqual([]);
    expect(breaking((o) => (siteIdsOf(o).length === 0) === only(o, 'ONLINE'))).toEqual([]);
    const kinds = new Set(demo.offerings.flatMap((o) => o.areas_served.map((area) => area.split(':')[0])));
    expect(kinds).toEqual(new Set(['ENGLAND', 'LA', 'DISTRICT', 'PLANNING_AREA']));
  });

  it('names planning areas that exist', () => {
    const known = new Set(demo.planningAreas.map(({ id }) => `PLANNING_AREA:${id}`));
    const named = demo.offerings
      .flatMap((o) => o.areas_served)
      .filter((area) => area.startsWith('PLANNING_AREA'));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((area) => !known.has(area))).toEqual([]);
  });

  it('keeps tiers, routes and exclusion apart', () => {
    expect(
      breaking((o) => o.tier !== 'TIER_1' || o.circumstances.every((c) => c !== 'PERMANENTLY_EXCLUDED')),
    ).toEqual([]);
    expect(breaking((o) => o.tier !== 'TIER_3' || !o.referral_routes.includes('SCHOOL_DIRECT'))).toEqual([]);
    expect(breaking((o) => o.tier === 'TIER_3' || o.before_exclusion !== false)).toEqual([]);
    expect(breaking((o) => o.ehc_plan !== 'REQUIRED' || o.circumstances.includes('EHC_PLAN'))).toEqual([]);
  });

  it('teaches full time only in registered schools and colleges', () => {
    const registered = new Set(
      demo.providers.filter(({ registration }) => registration.startsWith('REGISTERED')).map(({ id }) => id),
    );
    const fullTime = demo.offerings.filter(
      (o) => o.attendance === 'FULL_TIME' || (o.hours_per_week ?? 0) > 18,
    );
    expect(fullTime.length).toBeGreaterThan(20);
    const online = fullTime.filter((o) => !o.delivery_modes.includes('IN_PERSON'));
    expect(breaking((o) => registered.has(o.provider_id) || online.includes(o), fullTime)).toEqual([]);
  });

  it('has plausible weeks, hours, prices and answers', () => {
    expect(breaking((o) => (o.typical_weeks ?? 0) <= (o.maximum_weeks ?? 0))).toEqual([]);
    expect(breaking((o) => (o.minimum_booking_weeks ?? 0) <= (o.typical_weeks ?? 99))).toEqual([]);
    expect(breaking((o) => (o.price_pence === null) === (o.price_unit === null))).toEqual([]);
    expect(
      breaking((o) => o.price_unit !== 'DAY' || (o.price_pence! >= 3_000 && o.price_pence! <= 26_000)),
    ).toEqual([]);
    expect(
      breaking((o) => o.price_unit !== 'HOUR' || (o.price_pence! >= 3_000 && o.price_pence! <= 9_000)),
    ).toEqual([]);
    expect(breaking((o) => !o.primary_needs.some((need) => o.secondary_needs.includes(need)))).toEqual([]);
    expect(breaking((o) => o.response_days === null || o.response_days <= 15)).toEqual([]);
  });

  it('leaves some things unknown', () => {
    const unknown = (column: keyof OfferingRow) => demo.offerings.filter((o) => o[column] === null).length;
    for (const column of [
      'price_pence',
      'response_days',
      'before_exclusion',
      'ehc_plan',
      'transport',
      'maximum_weeks',
    ] as const) {
      expect([column, unknown(column) > 5]).toEqual([column, true]);
    }
    expect(demo.sites.some(({ accessibility }) => accessibility.length === 0)).toBe(true);
  });
});

describe('what offerings read like', () => {
  it('describes each in two to four sentences, and no two alike', () => {
    const sentences = (text: string) => text.split(/(?<=[.!?])\s+/).length;
    expect(breaking(({ description }) => sentences(description) >= 2 && sentences(description) <= 4)).toEqual(
      [],
    );
    expect(new Set(demo.offerings.map(({ description }) => description)).size).toBe(demo.offerings.length);
    expect(breaking(({ title, description }) => !/[{}]|undefined/.test(title + description))).toEqual([]);
  });

  it('has different titles within a provider', () => {
    const titles = demo.offerings.map(({ provider_id, title }) => `${provider_id} ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('has something for every tier and for what schools ask for', () => {
    for (const tier of ['TIER_1', 'TIER_2', 'TIER_3']) {
      expect(demo.offerings.filter((o) => o.tier === tier).length).toBeGreaterThan(30);
    }
    const asked = [
      'motor',
      'construction',
      'hair',
      'catering',
      'land',
      'hospital',
      'horse',
      'art therapy',
      'counselling',
    ];
    asked.push(
      'mentor',
      'tuition',
      'forest school',
      'nurture',
      'football',
      'music',
      'parent',
      'new arrivals',
      'online',
    );
    const all = demo.offerings.map(({ title, description }) => `${title} ${description}`.toLowerCase());
    expect(asked.filter((word) => !all.some((text) => text.includes(word)))).toEqual([]);
  });
});
