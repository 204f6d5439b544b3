import { distancePart, horizonOf, reachedFrom } from '../../src/features/match/distance-part.js';
import { matchProfile } from '../../src/features/match/match.rules.js';
import { type MatchWhere, type Question, questionOf } from '../../src/features/match/question.js';
import type { Scope } from '../../src/platform/search/port.js';
import { TEST_NOW } from '../support/test-clock.js';
import { anOffering, around, codebook, HERE, metresNorth, type Values } from './weighing.js';

const asking = (where: MatchWhere | null): Question =>
  questionOf(
    matchProfile.parse(where ? { near: { place: { name: 'Fakenham' } } } : {}),
    where,
    codebook,
    TEST_NOW,
  );
const within = (scope: Scope): MatchWhere => ({ ...around(null), scope, origin: null });

const nowhere = { latitude: Number.NaN, longitude: Number.NaN };
const comes = { inPerson: false, siteId: null, ...nowhere, outreach: true } as const;

describe('how an offering is reached', () => {
  const of = (says: Values, where: MatchWhere | null) => {
    const { reachedBy, distanceMetres } = reachedFrom(anOffering(says), where);
    return [reachedBy, distanceMetres];
  };

  it.each<[what: string, Values, MatchWhere | null, unknown[]]>([
    ['not, without a place', {}, null, [null, null]],
    ['at its site, in reach', { latitude: metresNorth(1_000.4) }, around(), ['SITE', 1_000]],
    ['not, out of reach, and says how far', { latitude: metresNorth(26_000) }, around(), [null, 26_000]],
    [
      'where it is served, out of reach',
      { latitude: metresNorth(26_000), areasServed: ['LA:926'] },
      around(),
      ['AREA', 26_000],
    ],
    ['at its site, even where it is served too', { areasServed: ['LA:926'] }, around(), ['SITE', 0]],
    ['not at a site whose place is not known', nowhere, around(), [null, null]],
    ['not at a site that only is its office', { inPerson: false }, around(), [null, null]],
    ['where it comes to', { ...comes, areasServed: ['ENGLAND'] }, around(), ['AREA', null]],
    ['not where it does not come to', { ...comes, areasServed: ['LA:935'] }, around(), [null, null]],
  ])('%s', (_, says, where, reached) => {
    expect(of(says, where)).toEqual(reached);
  });

  it('in an area has no distance', () => {
    const district = { kind: 'area', field: 'district', values: ['E07000147'], areas: [] } as const;
    expect(of({}, within(district))).toEqual(['SITE', null]);
    expect(of({}, within({ ...district, values: ['E07000148'] }))).toEqual([null, null]);
  });
});

describe('the rectangle outside of which nobody is looked at', () => {
  const box = (farthest: number | null, origin = HERE) => horizonOf(asking({ ...around(farthest), origin }));

  it('is there where there is a farthest distance from somewhere', () => {
    expect(horizonOf(asking(null))).toBeNull();
    expect(box(null)).toBeNull();
    expect(horizonOf(asking({ ...around(25_000), origin: null }))).toBeNull();
  });

  it('goes twice as far, or 10 km further, with some hundred metres to spare', () => {
    for (const [farthest, far] of [
      [25_000, 50_000],
      [2_000, 12_000],
    ] as const) {
      const { south, north, west, east } = box(farthest)!;
      for (const [edge, lat, lng] of [
        ['south', south, HERE.lng],
        ['north', north, HERE.lng],
      ] as const) {
        const metres = Math.abs(lat - HERE.lat) * 111_194.93;
        expect([edge, metres >= far, metres < far + 200, lng]).toEqual([edge, true, true, HERE.lng]);
      }
      // At its narrowest, the northern edge, it is as wide as it must be.
      const metresAside = (lng: number) =>
        Math.abs(lng - HERE.lng) * 111_194.93 * Math.cos((north * Math.PI) / 180);
      for (const metres of [metresAside(west), metresAside(east)]) {
        expect(metres).toBeGreaterThan(far);
        expect(metres).toBeLessThan(far + 200);
      }
      expect([west < HERE.lng, east > HERE.lng, south < HERE.lat]).toEqual([true, true, true]);
    }
  });

  it('goes all round where it would cross the date line or a pole', () => {
    const round = { west: -180, east: 180 };
    expect(box(25_000, { lat: 0, lng: -179.9 })).toMatchObject(round);
    expect(box(25_000, { lat: 0, lng: 179.9 })).toMatchObject(round);
    expect(box(25_000, { lat: 89.9, lng: 0 })).toMatchObject(round);
    expect(box(25_000, { lat: -89.9, lng: 0 })).toMatchObject(round);
    expect(box(25_000, { lat: 0, lng: 179 })).not.toMatchObject(round);
    expect(box(25_000, { lat: 0, lng: -179 })).not.toMatchObject(round);
  });
});

describe('a box', () => {
  const box = within({ kind: 'box', south: 52, north: 53, west: 0, east: 1, areas: [] });
  it.each([
    [52, 0, 1],
    [53, 1, 1],
    [51.99, 0.5, 0],
    [53.01, 0.5, 0],
    [52.5, -0.01, 0],
    [52.5, 1.01, 0],
  ])('that has its edges holds a site at %d, %d: %d', (latitude, longitude, value) => {
    const site = anOffering({ latitude, longitude });
    expect(distancePart.value(site, asking(box))).toBe(value);
    expect(distancePart.holds(site, asking(box))).toBe(value === 1);
  });
});

describe('an area', () => {
  const place = (values: object) =>
    ({ districtCode: null, localAuthorityCode: null, planningAreaId: null, ...values }) as const;
  const district = within({ kind: 'area', field: 'district', values: ['E07000147'], areas: [] });
  const planning = within({ kind: 'area', field: 'planningArea', values: ['9260001'], areas: [] } as Scope);

  it.each([
    ['its district', district, place({ districtCode: 'E07000147', planningAreaId: '9260002' }), 1],
    ['another district', district, place({ districtCode: 'E07000148', planningAreaId: '9260001' }), 0],
    ['its planning area', planning, place({ districtCode: 'E07000148', planningAreaId: '9260001' }), 1],
    ['another planning area', planning, place({ districtCode: 'E07000147', planningAreaId: '9260002' }), 0],
    ['no planning area, in a district that has none', planning, place({ districtCode: 'E07000147' }), 0],
    ['no place that is known', planning, place({}), Number.NaN],
    ['only about where', planning, place({ districtCode: 'E07000147', isVague: true }), Number.NaN],
  ])('holds %s as far as is known', (_, where, areas, value) => {
    const site = anOffering({ areas });
    expect(distancePart.value(site, asking(where))).toBe(value);
    expect(distancePart.holds(site, asking(where))).toBe(value !== 0);
  });
});

describe('a distance', () => {
  const at = (metres: number, farthest: number | null = 25_000) => {
    const question = asking(around(farthest));
    const site = anOffering({ latitude: metresNorth(metres) });
    return [distancePart.holds(site, question), distancePart.value(site, question)] as const;
  };

  it('of the farthest acceptable is acceptable, and worth nothing', () => {
    expect(at(24_999.9)[0]).toBe(true);
    expect(at(24_999.9)[1]).toBeCloseTo(0, 4);
    expect(at(25_000.5)).toEqual([false, 0]);
    expect(at(25_000.5, null)[0]).toBe(true);
  });

  it('east or west counts as north or south does', () => {
    const question = asking(around());
    const east = (degrees: number) => anOffering({ longitude: HERE.lng + degrees });
    expect(distancePart.holds(east(0.37), question)).toBe(true);
    expect(distancePart.holds(east(0.373), question)).toBe(false);
    expect(distancePart.holds(east(-0.373), question)).toBe(false);
  });
});

describe('a near miss', () => {
  const off = (says: Values, where: MatchWhere = around()) =>
    distancePart.miss.off(anOffering(says), asking(where));
  const north = (metres: number) => ({ latitude: metresNorth(metres) });

  it('is off by what it lies further, up to twice the farthest', () => {
    expect(off(north(30_000))).toBeCloseTo(5_000, 1);
    expect(off(north(49_999))).toBeCloseTo(24_999, 1);
    expect(off(north(50_001))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is looked for 10 km further at least', () => {
    expect(off(north(11_999), around(2_000))).toBeCloseTo(9_999, 1);
    expect(off(north(12_001), around(2_000))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is none where there is no distance to be off', () => {
    const none = Number.POSITIVE_INFINITY;
    expect(off({ ...comes, areasServed: ['LA:935'] })).toBe(none);
    expect(off({ ...north(30_000), inPerson: false })).toBe(none);
    expect(off(north(30_000), around(null))).toBe(none);
    expect(off(north(30_000), { ...around(), origin: null })).toBe(none);
    expect(off(nowhere)).toBe(none);
  });

  it('is said in whole units, never less than it is', () => {
    const [km, miles] = [asking(around(25_000)), asking(around(25_000, 'miles'))];
    expect(distancePart.miss.roundUp?.(5_200, km)).toBe(6_000);
    expect(distancePart.miss.roundUp?.(5_000, km)).toBe(5_000);
    expect(distancePart.miss.roundUp?.(1_610, miles)).toBeCloseTo(3_218.688, 3);
    expect(distancePart.miss.sentence(3, 6_000, km)).toBe('3 more would fit if you looked 6 km further.');
  });
});
