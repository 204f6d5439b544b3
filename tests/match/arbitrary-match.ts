import fc from 'fast-check';
import { partKinds } from '../../src/features/match/match.rules.js';
import type { MatchFacts, VacancyFacts } from '../../src/features/match/match-facts.js';
import { weekdays } from '../../src/features/offering/offering.rules.js';
import { dateOfEpochDay, epochDay } from '../../src/platform/clock.js';
import { anOffering, around, aVacancy, HERE, type Profile, scorerFor } from './weighing.js';

const some = (codes: readonly string[]) => fc.subarray([...codes]);
const needs = ['SEMH', 'ASD', 'SLCN', 'MLD'];
const circumstances = ['EBSA', 'MEDICAL', 'TRAUMA'];
const routes = ['LOCAL_AUTHORITY', 'SCHOOL_DIRECT', 'PANEL'];
const tier = fc.constantFrom('TIER_1', 'TIER_2', 'TIER_3');
const day = fc.integer({ min: -60, max: 200 }).map((days) => dateOfEpochDay(epochDay('2026-11-23') + days));
const yearRange = fc
  .tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 14 }))
  .map(([a, b]) => ({ minYear: Math.min(a, b), maxYear: Math.max(a, b) }));

const vacancy: fc.Arbitrary<VacancyFacts> = fc
  .record({
    from: day,
    confirmedDaysAgo: fc.integer({ min: 0, max: 40 }),
    state: fc.constantFrom('CAPACITY', 'NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'),
    isConfirmed: fc.boolean(),
    years: yearRange,
  })
  .map(({ from, confirmedDaysAgo, state, isConfirmed, years }) =>
    aVacancy(from, confirmedDaysAgo, {
      state,
      placesAvailable: state === 'NO_CAPACITY' ? 0 : 2,
      ...years,
      ...(!isConfirmed && { confirmedAt: null, ageingAt: null, expiresAt: null }),
    }),
  );

/** Up to 100 km away in each direction, or nobody knows where. */
const position = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ latitude: Number.NaN, longitude: Number.NaN }) },
  {
    weight: 6,
    arbitrary: fc.record({
      latitude: fc.double({ min: HERE.lat - 0.9, max: HERE.lat + 0.9, noNaN: true }),
      longitude: fc.double({ min: HERE.lng - 1.5, max: HERE.lng + 1.5, noNaN: true }),
    }),
  },
);

/** Any offering at one site. */
export const facts: fc.Arbitrary<MatchFacts> = fc
  .record({
    offeringId: fc.uuid(),
    listed: some(needs),
    primary: fc.integer({ min: 0, max: 4 }),
    circumstances: some(circumstances),
    routes: some(routes),
    days: some(weekdays),
    tier,
    years: yearRange,
    ehcPlan: fc.constantFrom('ACCEPTED' as const, 'REQUIRED' as const, 'NOT_ACCEPTED' as const, null),
    position,
    inPerson: fc.boolean(),
    areasServed: fc.constantFrom<string[][]>([], ['LA:926'], ['LA:935']),
    vacancies: fc.array(vacancy, { maxLength: 3 }),
  })
  .map(({ listed, primary, years, position, areasServed, inPerson, ...values }) =>
    anOffering({
      ...values,
      ...years,
      ...position,
      primaryNeeds: listed.slice(0, primary),
      secondaryNeeds: listed.slice(primary),
      inPerson: inPerson || areasServed.length === 0,
      outreach: areasServed.length > 0,
      areasServed,
    }),
  );

/** What is hard may name only what is asked. */
const asked = fc.record(
  {
    needs: fc
      .subarray(needs, { minLength: 1 })
      .chain((codes) =>
        fc.tuple(
          ...codes.map((code) =>
            fc.record({ code: fc.constant(code), weight: fc.integer({ min: 1, max: 10 }) }),
          ),
        ),
      ),
    circumstances: fc.subarray(circumstances, { minLength: 1 }),
    yearGroup: fc.integer({ min: 0, max: 14 }),
    tier,
    startBy: day,
    daysPerWeek: fc.integer({ min: 1, max: 7 }),
    referralRoute: fc.constantFrom(...routes),
    ehcPlan: fc.boolean(),
  },
  { requiredKeys: [] },
);

const keyOf: Readonly<Record<string, string>> = {
  NEEDS: 'needs',
  CIRCUMSTANCES: 'circumstances',
  YEARS: 'yearGroup',
  TIER: 'tier',
  DAYS: 'daysPerWeek',
  REFERRAL_ROUTE: 'referralRoute',
  EHC_PLAN: 'ehcPlan',
};

/** Any profile that looks from HERE, at most so many kilometres, with any hard conditions. */
export const question = fc
  .record({ profile: asked, kilometres: fc.integer({ min: 0, max: 120 }), hard: fc.subarray([...partKinds]) })
  .map(({ profile, kilometres, hard }) => ({
    profile: { ...profile, hard: hard.filter((kind) => !keyOf[kind] || keyOf[kind] in profile) } as Profile,
    where: around(kilometres * 1_000),
  }));

/** A scorer for any question. */
export const scorer = question.map(({ profile, where }) => scorerFor(profile, where));
