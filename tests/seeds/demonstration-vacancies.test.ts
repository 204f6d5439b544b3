import { buildDemonstration } from '../../seeds/demo/build-demonstration.js';
import type { VacancyRow } from '../../seeds/demo/build-vacancies.js';
import { addDays, schoolDay, termStarts } from '../../seeds/demo/calendar.js';
import { type Freshness, freshnessOf } from '../../src/features/vacancy/vacancy.rules.js';
import { haversineMetres } from '../../src/platform/geo.js';

/** Before and after changes of the clock, at the end of a year, in the long holidays, on a leap day. */
const days = ['2026-11-23', '2026-12-31', '2027-03-28', '2027-07-20', '2028-02-29'];

describe.each(days)('vacancies on %s', (today) => {
  const demo = buildDemonstration(today);
  const offerings = new Map(demo.offerings.map((offering) => [offering.id, offering]));
  const breaking = (rule: (vacancy: VacancyRow) => boolean) =>
    demo.vacancies.filter((vacancy) => !rule(vacancy));

  it('begin between 40 days ago and 120 days from now, some with a term', () => {
    const [from, to] = [addDays(today, -40), addDays(today, 120)];
    expect(breaking(({ available_from }) => available_from >= from && available_from <= to)).toEqual([]);
    const terms = termStarts(today, 120);
    const withTerm = demo.vacancies.filter(({ available_from }) => terms.includes(available_from));
    expect(withTerm.length).toBeGreaterThan(50);
    expect(demo.vacancies.filter(({ available_from }) => available_from <= today).length).toBeGreaterThan(80);
  });

  it('are for years that the offering takes, with places where there is capacity', () => {
    const rule = (vacancy: VacancyRow) => {
      const offering = offerings.get(vacancy.offering_id)!;
      const years =
        offering.min_year <= vacancy.min_year &&
        vacancy.min_year <= vacancy.max_year &&
        vacancy.max_year <= offering.max_year;
      const open = vacancy.state === 'CAPACITY' || vacancy.state === 'ASSESSMENT_REQUIRED';
      return years && vacancy.places_available > 0 === open && vacancy.places_available <= 20;
    };
    expect(breaking(rule)).toEqual([]);
  });

  it('are tied to a site of the offering in about a quarter of cases', () => {
    const links = new Set(demo.offeringSites.map((link) => `${link.offering_id} ${link.site_id}`));
    const tied = demo.vacancies.filter(({ site_id }) => site_id !== null);
    expect(tied.filter((vacancy) => !links.has(`${vacancy.offering_id} ${vacancy.site_id}`))).toEqual([]);
    expect(tied.length / demo.vacancies.length).toBeGreaterThan(0.18);
    expect(tied.length / demo.vacancies.length).toBeLessThan(0.32);
  });

  it('have a waiting list of some length only where there is one, and mostly where there is one', () => {
    const lists = demo.vacancies.filter(({ waiting_list_length }) => waiting_list_length !== null);
    expect(lists.filter(({ state }) => state !== 'WAITLIST')).toEqual([]);
    const waiting = demo.vacancies.filter(({ state }) => state === 'WAITLIST');
    expect(lists.length / waiting.length).toBeGreaterThan(0.6);
    expect(
      lists.some(({ waiting_list_until }) => waiting_list_until !== null && waiting_list_until > today),
    ).toBe(true);
    expect(breaking((one) => (one.confirmed_by_role === null) === (one.confirmed_at === null))).toEqual([]);
  });

  it('are mostly open', () => {
    const share = (state: string) =>
      demo.vacancies.filter((vacancy) => vacancy.state === state).length / demo.vacancies.length;
    expect(share('CAPACITY')).toBeGreaterThan(0.6);
    for (const state of ['NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED']) {
      expect([state, share(state) > 0.03]).toEqual([state, true]);
    }
  });

  it('are fresh, ageing, stale and unconfirmed in the planned shares, the same at every hour of the day', () => {
    const at = (instant: string) =>
      demo.vacancies.map(({ confirmed_at, ageing_at, expires_at }) => {
        expect(confirmed_at === null || confirmed_at < instant).toBe(true);
        const confirmedAt = confirmed_at === null ? null : new Date(confirmed_at);
        const ageingAt = ageing_at === null ? null : new Date(ageing_at);
        const expiresAt = expires_at === null ? null : new Date(expires_at);
        return freshnessOf({ confirmedAt, ageingAt, expiresAt }, Date.parse(instant));
      });
    const noon = at(`${today}T12:00:00.000Z`);
    // the first minute of the day in London, in summer and in winter time, and the last
    expect(at(`${addDays(today, -1)}T23:00:00.000Z`)).toEqual(noon);
    expect(at(`${today}T00:00:00.000Z`)).toEqual(noon);
    expect(at(`${today}T23:59:00.000Z`)).toEqual(noon);
    const share = (freshness: Freshness) => noon.filter((each) => each === freshness).length / noon.length;
    expect(Math.abs(share('CONFIRMED') - 0.7)).toBeLessThan(0.06);
    expect(Math.abs(share('AGEING') - 0.15)).toBeLessThan(0.04);
    expect(Math.abs(share('STALE') - 0.1)).toBeLessThan(0.03);
    expect(Math.abs(share('UNKNOWN') - 0.05)).toBeLessThan(0.03);
  });

  it('include what a SENCO in Fakenham looks for: SEMH, key stage 3, within 25 km, open within 40 days', () => {
    const fakenham = { latitude: 52.8333, longitude: 0.8462 }; // NR21 9AA
    const sites = new Map(demo.sites.map((site) => [site.id, site]));
    const listed = new Set(demo.providers.filter(({ state }) => state === 'LISTED').map(({ id }) => id));
    const answers = demo.offerings.filter((offering) => {
      const near = demo.offeringSites
        .filter((link) => link.offering_id === offering.id)
        .map((link) => sites.get(link.site_id)!)
        .filter(
          (s) => haversineMetres(s.latitude, s.longitude, fakenham.latitude, fakenham.longitude) <= 25_000,
        );
      const open = demo.vacancies.some(
        (vacancy) =>
          vacancy.offering_id === offering.id &&
          (vacancy.site_id === null || near.some(({ id }) => id === vacancy.site_id)) &&
          vacancy.state === 'CAPACITY' &&
          vacancy.available_from <= addDays(today, 40) &&
          vacancy.min_year <= 9 &&
          vacancy.max_year >= 7 &&
          vacancy.confirmed_at !== null &&
          vacancy.confirmed_at > addDays(today, -14),
      );
      return (
        near.length > 0 &&
        open &&
        listed.has(offering.provider_id) &&
        offering.delivery_modes.includes('IN_PERSON') &&
        offering.primary_needs.includes('SEMH') &&
        offering.key_stages.includes('KS3')
      );
    });
    expect(answers.length).toBeGreaterThanOrEqual(6);
    expect(new Set(answers.map(({ provider_id }) => provider_id)).size).toBeGreaterThanOrEqual(4);
  });
});

describe('the calendar', () => {
  it('moves a weekend to Monday and leaves other days', () => {
    expect(['2026-11-27', '2026-11-28', '2026-11-29'].map(schoolDay)).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-11-30',
    ]);
  });

  it('finds the next terms, over the end of the year and in the long holidays', () => {
    expect(termStarts('2026-11-23', 120)).toEqual(['2027-01-04', '2027-02-22']);
    expect(termStarts('2027-06-01', 120)).toEqual(['2027-09-03']);
    expect(termStarts('2027-01-04', 120)[0]).toBe('2027-02-22');
  });
});
