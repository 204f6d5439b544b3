import { buildDemonstration } from '../../seeds/demo/build-demonstration.js';
import type { OfferingRow } from '../../seeds/demo/build-offerings.js';
import { readAreas, readCodes, readSectors } from '../../seeds/reference-files.js';

const today = '2026-11-23';
const demo = buildDemonstration(today);
const byId = <T extends { readonly id: string }>(rows: readonly T[]) =>
  new Map(rows.map((row) => [row.id, row]));
const providers = byId(demo.providers);
const sites = byId(demo.sites);
const offerings = byId(demo.offerings);
const sitesOf = (offering: OfferingRow) =>
  demo.offeringSites
    .filter((link) => link.offering_id === offering.id)
    .map((link) => sites.get(link.site_id)!);
const distinct = <T>(values: readonly T[]) => new Set(values).size;

describe('the demonstration as a whole', () => {
  it('is the same every time', () => {
    expect(buildDemonstration(today)).toEqual(demo);
  });

  it('changes nothing but vacancies from day to day', () => {
    const { vacancies: earlier, ...rest } = demo;
    const { vacancies: later, ...restLater } = buildDemonstration('2027-03-02');
    expect(restLater).toEqual(rest);
    expect(later.map(({ id, state, min_year }) => [id, state, min_year])).toEqual(
      earlier.map(({ id, state, min_year }) => [id, state, min_year]),
    );
    expect(later[0]?.available_from).not.toBe(earlier[0]?.available_from);
  });

  it('is as large as promised', () => {
    const about = (count: number, expected: number) => Math.abs(count - expected) / expected;
    expect(about(demo.providers.length, 80)).toBeLessThan(0.1);
    expect(about(demo.sites.length, 140)).toBeLessThan(0.1);
    expect(about(demo.offerings.length, 300)).toBeLessThan(0.1);
    expect(about(demo.vacancies.length, 500)).toBeLessThan(0.1);
    expect(demo.schools).toHaveLength(12);
  });

  it('gives every row an id of its own', () => {
    const { providers: p, contacts, sites: s, offerings: o, vacancies: v, planningAreas } = demo;
    const ids = [p, contacts, s, o, v, planningAreas].flatMap((rows) => rows.map(({ id }) => id));
    expect(distinct(ids)).toBe(ids.length);
  });

  it('uses codes of the reference lists only, and most of them', () => {
    const lists = new Map<string, Set<string>>();
    for (const { list, code } of readCodes()) lists.set(list, (lists.get(list) ?? new Set()).add(code));
    const used: [string, readonly (string | null)[]][] = [
      ['NEED', demo.offerings.flatMap((o) => [...o.primary_needs, ...o.secondary_needs])],
      ['CIRCUMSTANCE', demo.offerings.flatMap((o) => o.circumstances)],
      ['TIER', demo.offerings.map((o) => o.tier)],
      ['KEY_STAGE', demo.offerings.flatMap((o) => o.key_stages)],
      ['DELIVERY_MODE', demo.offerings.flatMap((o) => o.delivery_modes)],
      ['REFERRAL_ROUTE', demo.offerings.flatMap((o) => o.referral_routes)],
      ['COMMISSIONER_KIND', demo.offerings.flatMap((o) => o.commissioners)],
      ['PRICE_UNIT', demo.offerings.map((o) => o.price_unit)],
      ['ACCREDITATION', demo.offerings.flatMap((o) => o.accreditations)],
      ['OUTCOME', demo.offerings.flatMap((o) => o.outcomes)],
      ['VACANCY_UNIT', demo.vacancies.map((v) => v.unit)],
      ['SETTING_TYPE', demo.providers.map((p) => p.setting_type)],
      ['REGISTRATION', demo.providers.map((p) => p.registration)],
      ['ACCESSIBILITY', demo.sites.flatMap((s) => s.accessibility)],
    ];
    for (const [list, values] of used) {
      const codes = new Set(values.filter((value) => value !== null));
      expect([list, [...codes].filter((code) => !lists.get(list)?.has(code))]).toEqual([list, []]);
      expect([list, codes.size / lists.get(list)!.size > 0.7]).toEqual([list, true]);
    }
  });
});

describe('what is invented says so', () => {
  it('in the name of every provider, school and planning area', () => {
    expect(demo.providers.filter(({ name }) => !name.endsWith(' (demonstration)'))).toEqual([]);
    expect(demo.schools.filter(({ name }) => !/^Demonstration .*\(invented\)$/.test(name))).toEqual([]);
    expect(demo.planningAreas.filter(({ name }) => !/^Demonstration .*\(invented\)$/.test(name))).toEqual([]);
    expect(distinct(demo.providers.map(({ name }) => name))).toBe(demo.providers.length);
  });

  it('and carries no real identifier', () => {
    const urns = [...demo.providers, ...demo.schools].map(({ urn }) => urn).filter((urn) => urn !== null);
    expect(distinct(urns)).toBe(urns.length);
    expect(urns.filter((urn) => !/^000[01]\d\d$/.test(urn))).toEqual([]);
    const ukprns = demo.providers.map(({ ukprn }) => ukprn).filter((ukprn) => ukprn !== null);
    expect(distinct(ukprns)).toBe(ukprns.length);
    expect(ukprns.filter((ukprn) => !/^990000\d\d$/.test(ukprn))).toEqual([]);
  });

  it('identifies every provider by the cascade: a school by URN, others by name and postcode', () => {
    const nonSchool = ['NFE', 'OOT', 'OTH', 'WBP'];
    for (const { name, urn, ukprn, setting_type, registration } of demo.providers) {
      expect([name, Boolean(urn ?? ukprn) || nonSchool.includes(setting_type)]).toEqual([name, true]);
      expect([name, Boolean(urn)]).toEqual([name, registration === 'REGISTERED_SCHOOL']);
    }
  });

  it('and has mailboxes and websites that cannot exist', () => {
    const domain = /^(https:\/\/|[a-z]+@)[a-z0-9-]+\.example(\/refer)?$/;
    const addresses = [
      ...demo.contacts.map(({ email }) => email),
      ...demo.providers.map(({ website }) => website),
      ...demo.offerings.map(({ referral_url }) => referral_url),
    ].filter((address) => address !== null);
    expect(addresses.filter((address) => !domain.test(address))).toEqual([]);
    const telephones = demo.contacts.map(({ telephone }) => telephone).filter((line) => line !== null);
    expect(telephones.filter((line) => !/^01632 960\d{3}$/.test(line))).toEqual([]);
    expect(distinct(demo.contacts.map(({ audience }) => audience))).toBe(2);
  });
});

describe('places of the demonstration', () => {
  it('has ten planning areas that hold every sector of Norfolk once', () => {
    expect(demo.planningAreas).toHaveLength(10);
    expect(distinct(demo.planningAreaMembers.map(({ planning_area_id }) => planning_area_id))).toBe(10);
    expect(distinct(demo.planningAreaMembers.map(({ kind }) => kind))).toBe(2);
    const wrong = readSectors().filter(({ key, districtCode }) => {
      const holding = demo.planningAreaMembers.filter(
        ({ kind, code }) => code === (kind === 'SECTOR' ? key : districtCode),
      );
      return holding.length !== 1;
    });
    expect(wrong).toEqual([]);
  });

  it('has sites in every district and every planning area', () => {
    const inNorfolk = readAreas().districts.filter((district) => district.localAuthorityCode === '926');
    const districts = inNorfolk.map(({ code }) => code);
    expect(new Set(demo.sites.map(({ district_code }) => district_code))).toEqual(new Set(districts));
    const covered = demo.sites.map(({ postcode, district_code }) => {
      const sector = postcode.slice(0, -2);
      return demo.planningAreaMembers.find(({ code }) => code === sector || code === district_code)
        ?.planning_area_id;
    });
    expect(distinct(covered)).toBe(10);
    expect(covered).not.toContain(undefined);
  });

  it('puts every site near the middle of its sector, in that sector’s district', () => {
    const sectors = new Map(readSectors().map((sector) => [sector.key, sector]));
    for (const site of demo.sites) {
      const sector = sectors.get(site.postcode.slice(0, -2))!;
      expect(Math.abs(site.latitude - sector.latitude)).toBeLessThan(0.0032);
      expect(Math.abs(site.longitude - sector.longitude)).toBeLessThan(0.0052);
      expect(site.district_code).toBe(sector.districtCode);
      expect(site.position_precision).toBe('SECTOR');
    }
  });

  it('shows the outcode only of homes and of places kept back', () => {
    const hidden = demo.sites.filter(({ address_visibility }) => address_visibility === 'OUTCODE');
    expect(hidden.length).toBeGreaterThan(5);
    const tutors = demo.sites.filter((site) => providers.get(site.provider_id)?.setting_type === 'OOT');
    expect(tutors.every((site) => hidden.includes(site))).toBe(true);
  });

  it('names the sites of a provider apart', () => {
    const names = demo.sites.map(({ provider_id, name }) => `${provider_id} ${name}`);
    expect(distinct(names)).toBe(names.length);
  });
});

describe('states', () => {
  it('lists all but a few, so that the few can be seen not to appear', () => {
    const unlisted = demo.providers.filter(({ state }) => state !== 'LISTED').map(({ state }) => state);
    expect(unlisted.sort()).toEqual(['IN_REVIEW', 'SUSPENDED']);
    for (const offering of demo.offerings) {
      const expected = providers.get(offering.provider_id)?.state === 'IN_REVIEW' ? 'IN_REVIEW' : 'LISTED';
      expect(offering.state).toBe(expected);
      for (const site of sitesOf(offering)) expect(site.state).toBe(expected);
    }
  });

  it('ties offerings to sites of their own provider', () => {
    for (const link of demo.offeringSites) {
      expect(sites.get(link.site_id)?.provider_id).toBe(link.provider_id);
      expect(offerings.get(link.offering_id)?.provider_id).toBe(link.provider_id);
    }
  });
});
