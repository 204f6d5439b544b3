import type { VacancyFacts } from '../../src/features/match/match-facts.js';
import type { MatchWhere } from '../../src/features/match/question.js';
import { aVacancy, metresNorth, type Profile, type Values } from './weighing.js';

/**
 * Profiles worked by hand from the table in src/features/match/README.md, before the code was asked. `shares` is what each part
 * can bring: its weight scaled to 100 with the others that are asked for, in whole tenths, the largest remainders rounded up.
 * `order` names the offerings that come, best first, each with its points and the sum that they are. What is asked for in needs and
 * circumstances decides first: "lacks" counts what is known to be missing, "unsaid" that no circumstances are listed.
 */
export interface Worked {
  readonly title: string;
  readonly asked: Profile;
  readonly where?: MatchWhere;
  readonly shares: string;
  /** By name; several values are several sites. */
  readonly offerings: Readonly<Record<string, Values | readonly Values[]>>;
  readonly order: readonly (readonly [name: string, points: number, sum: string])[];
}

/** A place that is open in time, confirmed today. */
export const open = { vacancies: [aVacancy('2026-12-01')] };
/** No place, confirmed today. */
export const full = { vacancies: [aVacancy('2026-12-01', 0, { state: 'NO_CAPACITY', placesAvailable: 0 })] };
/** A waiting list. */
export const waiting = { vacancies: [aVacancy('2026-12-01', 0, { state: 'WAITLIST' })] };
/** A place after an assessment. */
export const assessment = { vacancies: [aVacancy('2026-12-01', 0, { state: 'ASSESSMENT_REQUIRED' })] };
/** Confirmed 20 of 28 days ago. */
export const ageing = { vacancies: [aVacancy('2026-12-01', 20)] };
/** A place from a day on. */
export const opening = (day: string) => ({ vacancies: [aVacancy(day)] });
/** So many metres north of where the tests look from. */
export const at = (metres: number) => ({ latitude: metresNorth(metres) });
/** At a site whose position is not known. */
export const nowhere = { latitude: Number.NaN, longitude: Number.NaN };
/** It comes to the pupil, in one area. */
export const comes = (area: string) => {
  return { ...nowhere, inPerson: false, siteId: null, outreach: true, areasServed: [area] };
};
/** Circumstances, as asked for or as listed. */
export const lists = (...circumstances: string[]) => ({ circumstances });
/** Designed for these needs. */
export const made = (...primaryNeeds: string[]) => ({ primaryNeeds });
/** Also catering for these needs, and designed for none. */
export const also = (...secondaryNeeds: string[]) => ({ primaryNeeds: [], secondaryNeeds });
interface Places {
  readonly vacancies: readonly VacancyFacts[];
}
/** For these years. */
export const years = (minYear: number, maxYear: number) => ({
  only: { minYear, maxYear },
  /** With what it says of places, for the same years. */
  of: ({ vacancies }: Places) => ({
    ...{ minYear, maxYear },
    vacancies: vacancies.map((one) => ({ ...one, minYear, maxYear })),
  }),
});
/** Needs asked for, some with a weight. */
export const needs = (...codes: (string | [string, number])[]) => ({
  needs: codes.map((one) => (typeof one === 'string' ? { code: one } : { code: one[0], weight: one[1] })),
});
