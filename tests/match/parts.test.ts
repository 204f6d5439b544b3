import type { PartKind } from '../../src/features/match/match.rules.js';
import type { Verdict } from '../../src/features/match/match.score.js';
import type { MatchWhere } from '../../src/features/match/question.js';
import {
  anOffering,
  around,
  aVacancy,
  HERE,
  metresNorth,
  type Profile,
  partOf,
  type Values,
} from './weighing.js';

/** What is asked, what the register says, and what a person reads. */
type Case = readonly [asked: Profile, says: Values, Verdict, value: number | null, sentence: string];

function specify(kind: PartKind, where: MatchWhere | null, cases: readonly Case[]): void {
  it.each(cases)('%j of %j: %s', (asked, says, verdict, value, sentence) => {
    const part = partOf(kind, anOffering(says), asked, where);
    expect(part).toMatchObject({ kind, verdict, sentence });
    if (value === null) expect(part.value).toBeNull();
    else expect(part.value).toBeCloseTo(value, 6);
  });
}

const both = { needs: [{ code: 'SEMH', weight: 3 }, { code: 'ASD' }] };

describe('needs', () => {
  // biome-ignore format: a table
  specify('NEEDS', null, [
    [both, { primaryNeeds: ['SEMH', 'ASD'] }, 'MET', 1, 'It is designed for “semh” and “asd”.'],
    [both, { primaryNeeds: ['SEMH'], secondaryNeeds: ['ASD'] }, 'PARTIAL', 3.5 / 4, 'It is designed for “semh” and also caters for “asd”.'],
    [both, { primaryNeeds: ['MLD'], secondaryNeeds: ['SEMH', 'ASD'] }, 'PARTIAL', 0.5, 'It also caters for “semh” and “asd”.'],
    [both, { primaryNeeds: ['SEMH'] }, 'PARTIAL', 0.75, 'It is designed for “semh” and does not list “asd”.'],
    [both, { primaryNeeds: ['ASD'] }, 'PARTIAL', 0.25, 'It is designed for “asd” and does not list “semh”.'],
    [both, { primaryNeeds: ['MLD'] }, 'UNMET', 0, 'It does not list “semh” and “asd”.'],
  ]);
});

describe('circumstances', () => {
  const asked = { circumstances: ['EBSA', 'TRAUMA'] };
  // biome-ignore format: a table
  specify('CIRCUMSTANCES', null, [
    [asked, { circumstances: ['EBSA', 'TRAUMA', 'MEDICAL'] }, 'MET', 1, 'It caters for “ebsa” and “trauma”.'],
    [asked, { circumstances: ['EBSA'] }, 'PARTIAL', 0.5, 'It caters for “ebsa”, but does not list “trauma”.'],
    [asked, { circumstances: ['MEDICAL'] }, 'UNMET', 0, 'It lists other circumstances, but not “ebsa” and “trauma”.'],
    [asked, {}, 'UNKNOWN', null, 'It does not say which circumstances it caters for.'],
  ]);
});

describe('year group and age', () => {
  // biome-ignore format: a table
  specify('YEARS', null, [
    [{ yearGroup: 9 }, {}, 'MET', 1, 'It takes Years 7 to 9.'],
    [{ yearGroup: 10 }, {}, 'UNMET', 0, 'It takes Years 7 to 9, but not Year 10.'],
    [{ yearGroup: 0 }, { minYear: 0, maxYear: 6 }, 'MET', 1, 'It takes Reception to Year 6.'],
    [{ age: 13 }, {}, 'MET', 1, 'It takes Years 7 to 9.'],
    [{ age: 14 }, {}, 'PARTIAL', 0.5, 'It takes Years 7 to 9; a pupil of this age is in Year 9 or Year 10.'],
    [{ age: 16 }, {}, 'UNMET', 0, 'It takes Years 7 to 9, but not Year 11 or Year 12.'],
  ]);
});

describe('tier', () => {
  // biome-ignore format: a table
  specify('TIER', null, [
    [{ tier: 'TIER_2' }, {}, 'MET', 1, 'It is “tier_2”, as you asked.'],
    [{ tier: 'TIER_3' }, {}, 'PARTIAL', 0.5, 'It is “tier_2”, but you asked for “tier_3”.'],
    [{ tier: 'TIER_1' }, { tier: 'TIER_3' }, 'UNMET', 0, 'It is “tier_3”, but you asked for “tier_1”.'],
  ]);
});

describe('days', () => {
  const days = ['MON', 'TUE'];
  // biome-ignore format: a table
  specify('DAYS', null, [
    [{ daysPerWeek: 2 }, { days }, 'MET', 1, 'It runs on Monday and Tuesday.'],
    [{ daysPerWeek: 4 }, { days }, 'PARTIAL', 0.5, 'It runs on Monday and Tuesday: 2 days a week, but you asked for 4.'],
    [{ days: ['TUE', 'WED'] }, { days }, 'PARTIAL', 0.5, 'It runs on Monday and Tuesday, but not on Wednesday.'],
    [{ days: ['TUE'], daysPerWeek: 4 }, { days }, 'PARTIAL', 0.5, 'It runs on Monday and Tuesday: 2 days a week, but you asked for 4.'],
    [{ days: ['FRI'] }, { days }, 'UNMET', 0, 'It runs on Monday and Tuesday, but not on Friday.'],
    [{ daysPerWeek: 4 }, {}, 'UNKNOWN', null, 'It does not say which days it runs.'],
  ]);
});

describe('referral route', () => {
  const asked = { referralRoute: 'SCHOOL_DIRECT' };
  // biome-ignore format: a table
  specify('REFERRAL_ROUTE', null, [
    [asked, { routes: ['SCHOOL_DIRECT', 'PANEL'] }, 'MET', 1, 'It takes referrals through “school_direct”.'],
    [asked, { routes: ['LOCAL_AUTHORITY', 'PANEL'] }, 'UNMET', 0, 'It only takes referrals through “local_authority” and “panel”.'],
    [asked, {}, 'UNKNOWN', null, 'It does not say how to refer a pupil.'],
  ]);
});

describe('EHC plan', () => {
  const [has, hasNone] = [{ ehcPlan: true }, { ehcPlan: false }];
  // biome-ignore format: a table
  specify('EHC_PLAN', null, [
    [has, { ehcPlan: 'ACCEPTED' }, 'MET', 1, 'It takes pupils with or without an EHC plan.'],
    [has, { ehcPlan: 'REQUIRED' }, 'MET', 1, 'It only takes pupils with an EHC plan.'],
    [has, { ehcPlan: 'NOT_ACCEPTED' }, 'UNMET', 0, 'It does not take pupils with an EHC plan.'],
    [has, {}, 'UNKNOWN', null, 'It does not say whether it takes pupils with an EHC plan.'],
    [hasNone, { ehcPlan: 'ACCEPTED' }, 'MET', 1, 'It takes pupils with or without an EHC plan.'],
    [hasNone, { ehcPlan: 'REQUIRED' }, 'UNMET', 0, 'It only takes pupils with an EHC plan.'],
    [hasNone, { ehcPlan: 'NOT_ACCEPTED' }, 'MET', 1, 'It does not take pupils with an EHC plan.'],
    [hasNone, {}, 'UNKNOWN', null, 'It does not say whether it takes pupils with an EHC plan.'],
  ]);
});

describe('distance, 25 km acceptable', () => {
  const comes = { inPerson: false, siteId: null, latitude: Number.NaN, longitude: Number.NaN };
  // biome-ignore format: a table
  specify('DISTANCE', around(), [
    [{}, {}, 'MET', 1, 'It is 0 km away in a straight line; your limit is 25 km.'],
    [{}, { latitude: metresNorth(4_999) }, 'MET', 1, 'It is 5 km away in a straight line; your limit is 25 km.'],
    [{}, { latitude: metresNorth(15_000) }, 'PARTIAL', 0.5, 'It is 15 km away in a straight line; points fall from 5 km to none at your limit of 25 km.'],
    [{}, { latitude: metresNorth(40_000) }, 'UNMET', 0, 'It is 40 km away in a straight line; your limit is 25 km.'],
    [{}, { latitude: Number.NaN, longitude: Number.NaN }, 'UNKNOWN', null, 'The exact location of its site is not known.'],
    [{}, { ...comes, inPerson: true }, 'UNKNOWN', null, 'It does not say where it takes place.'],
    [{}, { ...comes, outreach: true, areasServed: ['LA:926', 'LA:935'] }, 'MET', 1, 'It comes to the pupil and serves LA:926.'],
    [{}, { ...comes, areasServed: ['ENGLAND'] }, 'MET', 1, 'It is online and serves ENGLAND.'],
    [{}, { ...comes, outreach: true, areasServed: ['LA:935'] }, 'UNMET', 0, 'It comes to the pupil, but does not serve this area.'],
    [{}, { latitude: metresNorth(40_000), outreach: true, areasServed: ['LA:926'] }, 'MET', 1, 'It comes to the pupil and serves LA:926; its site is 40 km away.'],
  ]);

  it('is partial without points at the limit itself, and says why', () => {
    const edge = partOf('DISTANCE', anOffering({ latitude: metresNorth(24_999.9) }), {}, around());
    expect(edge).toMatchObject({ verdict: 'PARTIAL', points: 0 });
    expect(edge.sentence).toBe(
      'It is 25 km away in a straight line; points fall from 5 km to none at your limit of 25 km.',
    );
  });

  it('is said in miles when it was asked in miles', () => {
    const far = anOffering({ latitude: metresNorth(8_046.72) });
    const { sentence, value } = partOf('DISTANCE', far, {}, around(10 * 1_609.344, 'miles'));
    expect(sentence).toBe(
      'It is 5 miles away in a straight line; points fall from 2 miles to none at your limit of 10 miles.',
    );
    expect(value).toBeCloseTo(5 / 8, 6);
  });

  it('falls to nothing at 40 km when every distance is acceptable', () => {
    const at = (metres: number) =>
      partOf('DISTANCE', anOffering({ latitude: metresNorth(metres) }), {}, around(null));
    expect(at(8_000).value).toBeCloseTo(1, 4);
    expect(at(24_000).value).toBeCloseTo(0.5, 4);
    expect(at(50_000)).toMatchObject({ value: 0, verdict: 'PARTIAL' });
    // Nothing is too far without a limit, so it is not unmet: the sentence says why it brings no points.
    expect(at(50_000).sentence).toBe(
      'It is 50 km away in a straight line; you set no limit, so points fall from 8 km to none at 40 km.',
    );
    expect(at(7_900).sentence).toBe('It is 7.9 km away in a straight line.');
  });

  it('is inside or outside of an area or a box', () => {
    const scope = { kind: 'area', field: 'district', values: ['E07000147'], areas: [] } as const;
    const understood = { place: null, area: 'North Norfolk', scope, origin: null, radiusMetres: null };
    const inside: MatchWhere = { ...around(null), understood, scope, origin: null };
    const box: MatchWhere = {
      ...inside,
      understood: { ...understood, area: 'the box' },
      scope: { kind: 'box', south: 52, north: 53, west: 0, east: HERE.lng, areas: [] },
    };
    const elsewhere = { districtCode: 'E07000148', localAuthorityCode: '926', planningAreaId: null };
    const noDistrict = { districtCode: null, localAuthorityCode: null, planningAreaId: null };
    const said = (values: Values, where: MatchWhere) => {
      const { verdict, sentence } = partOf('DISTANCE', anOffering(values), {}, where);
      return `${verdict}: ${sentence}`;
    };
    expect(said({}, inside)).toBe('MET: It is in North Norfolk.');
    expect(said({ areas: elsewhere }, inside)).toBe('UNMET: It is outside North Norfolk.');
    expect(said({ areas: noDistrict }, inside)).toBe('UNKNOWN: The exact location of its site is not known.');
    expect(said({}, box)).toBe('MET: It is in the box.');
    expect(said({ longitude: 1.2 }, box)).toBe('UNMET: It is outside the box.');
    expect(said({ latitude: Number.NaN }, box)).toBe('UNKNOWN: The exact location of its site is not known.');
  });
});

describe('vacancy, wanted by 5 January 2027 for Year 8', () => {
  const asked = { startBy: '2027-01-05', yearGroup: 8 };
  const none = { state: 'NO_CAPACITY', placesAvailable: 0 } as const;
  const neverConfirmed = { confirmedAt: null, ageingAt: null, expiresAt: null };
  const stale =
    'Its vacancy was confirmed on 24 October 2026, but this expired on 21 November 2026: ask whether it has a place.';
  const ageing = 'as confirmed on 3 November 2026; check that this is still true.';
  // biome-ignore format: a table
  specify('VACANCY', null, [
    [asked, { vacancies: [aVacancy('2027-01-05')] }, 'MET', 1, 'It has 1 or 2 places from 5 January 2027, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-11-23', 3, { placesAvailable: 1 })] }, 'MET', 1, 'It has 1 or 2 places open now, as confirmed on 20 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 20)] }, 'PARTIAL', 0.8, `It has 1 or 2 places from 1 December 2026, ${ageing}`],
    [asked, { vacancies: [aVacancy('2027-01-26')] }, 'PARTIAL', 0.75, 'It has 1 or 2 places from 26 January 2027, 21 days later than you asked, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2027-03-30')] }, 'UNMET', 0, 'It has 1 or 2 places from 30 March 2027, 84 days later than you asked, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 30)] }, 'UNKNOWN', null, stale],
    [asked, { vacancies: [aVacancy('2026-12-01', 30, none)] }, 'UNKNOWN', null, stale],
    [asked, { vacancies: [aVacancy('2026-12-01', 0, neverConfirmed)] }, 'UNKNOWN', null, 'No one has confirmed its vacancy: ask whether it has a place.'],
    [asked, { vacancies: [] }, 'UNKNOWN', null, 'It does not say whether it has a place.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 0, { minYear: 9 })] }, 'UNKNOWN', null, 'It says whether it has places for other years, but not for Year 8.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 0, none)] }, 'UNMET', 0, 'It has no place, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 0, { state: 'WAITLIST' })] }, 'PARTIAL', 0.25, 'It has a waiting list, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-12-01', 0, { state: 'ASSESSMENT_REQUIRED' })] }, 'PARTIAL', 0.5, 'It only offers a place after an assessment, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-11-01', 30), aVacancy('2027-01-04')] }, 'MET', 1, 'It has 1 or 2 places from 4 January 2027, as confirmed on 23 November 2026.'],
    [asked, { vacancies: [aVacancy('2026-11-01', 30), aVacancy('2026-12-01', 0, none)] }, 'UNKNOWN', null, stale],
    [{}, { vacancies: [aVacancy('2027-06-01')] }, 'MET', 1, 'It has 1 or 2 places from 1 June 2027, as confirmed on 23 November 2026.'],
  ]);
});
