import { z } from 'zod';
import { day } from '../../platform/day.js';
import type { Problem } from '../../platform/errors.js';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { eitherInWords } from '../../platform/text.js';
import { schoolYear } from '../offering/offering.rules.js';
import type { Vacancy } from './vacancy.entity.js';

/** HL7 SDOH capacity states. */
export const vacancyStates = ['CAPACITY', 'NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'] as const;

/** How far a vacancy can still be relied on. Stale ones are never shown as available. */
export const freshnesses = ['CONFIRMED', 'AGEING', 'STALE', 'UNKNOWN'] as const;
export type Freshness = (typeof freshnesses)[number];

/** Numbers of places as the public sees them. */
export const placesBands = ['NONE', 'ONE_OR_TWO', 'THREE_TO_FIVE', 'SIX_OR_MORE'] as const;
export type PlacesBand = (typeof placesBands)[number];

/** The fewest places of each band that has any, in order: what the public may ask for "at least". */
export const bandStarts = [1, 3, 6] as const;

/** The band that a number of places is in. */
export function bandOf(places: number): PlacesBand {
  const [one, three, six] = bandStarts;
  if (places < one) return 'NONE';
  if (places < three) return 'ONE_OR_TWO';
  return places < six ? 'THREE_TO_FIVE' : 'SIX_OR_MORE';
}

/** What is wrong with asking for at least so many places, for those who may see bands only; null: nothing. */
export function placesAtLeastProblem(places: number, field: string[]): Problem | null {
  if ((bandStarts as readonly number[]).includes(places)) return null;
  const message = `Ask for at least ${eitherInWords(bandStarts)} places, as placesBand has them, or sign in (permission place.exact) to ask for any number.`;
  return { field, code: 'BANDS_ONLY', message };
}

const bandWords: Readonly<Record<PlacesBand, string>> = {
  NONE: 'no places',
  ONE_OR_TWO: '1 or 2 places',
  THREE_TO_FIVE: '3 to 5 places',
  SIX_OR_MORE: '6 or more places',
};

/** A number of places as sentences say it, which are for everybody: "3 to 5 places". */
export function placesInWords(places: number): string {
  return bandWords[bandOf(places)];
}

const instant = optional(z.date());

/** Fields of a vacancy. */
export const vacancyFields = z.strictObject({
  offeringId: z.uuid(),
  siteId: optional(z.uuid()),
  state: z.enum(vacancyStates).describe('Whether there is capacity.'),
  placesAvailable: z.int().min(0).max(200).describe('Places available, in its unit.'),
  unit: codeText().describe('What a place is: code of list VACANCY_UNIT.'),
  availableFrom: day.describe('First day a pupil could start.'),
  minYear: schoolYear.describe('First national curriculum year it is open to.'),
  maxYear: schoolYear.describe('Last national curriculum year it is open to.'),
  confirmedAt: instant,
  expiresAt: instant,
  isDemonstration: z.boolean().default(false),
});

/** A new vacancy. */
export const vacancyInput = vacancyFields
  .refine((vacancy) => vacancy.minYear <= vacancy.maxYear, {
    path: ['maxYear'],
    message: 'The last year may not come before the first.',
  })
  .refine((vacancy) => vacancy.state !== 'NO_CAPACITY' || vacancy.placesAvailable === 0, {
    path: ['placesAvailable'],
    message: 'A vacancy without capacity has no places.',
  })
  .refine(({ confirmedAt, expiresAt }) => !expiresAt || (confirmedAt !== null && expiresAt > confirmedAt), {
    path: ['expiresAt'],
    message: 'A confirmation expires after it was made.',
  });
/** Changes to a vacancy; what is left out stays as it is. */
export const vacancyChanges = vacancyFields.omit({ offeringId: true }).partial();

/** After this part of its life a confirmation is ageing: 14 of 28 days with the usual expiry. */
const AGEING_FROM = 0.5;

/** When a vacancy was confirmed and until when that holds: as the register has it, or in milliseconds since 1970. */
interface Confirmation {
  readonly confirmedAt: Date | number | null;
  readonly expiresAt: Date | number | null;
}

/** How fresh a vacancy is at an instant (milliseconds since 1970). Never confirmed: unknown. */
export function freshnessOf({ confirmedAt, expiresAt }: Confirmation, now: number): Freshness {
  if (confirmedAt === null) return 'UNKNOWN';
  if (expiresAt === null) return 'CONFIRMED';
  const made = Number(confirmedAt);
  const ends = Number(expiresAt);
  if (now >= ends) return 'STALE';
  return now >= made + (ends - made) * AGEING_FROM ? 'AGEING' : 'CONFIRMED';
}

/** Whether the vacancy offers places that a search may show: capacity, at least one place, confirmed and not stale. */
export function isOpen(
  vacancy: Pick<Vacancy, 'state' | 'placesAvailable'> & Confirmation,
  now: number,
): boolean {
  return (
    vacancy.state === 'CAPACITY' &&
    vacancy.placesAvailable > 0 &&
    vacancy.confirmedAt !== null &&
    (vacancy.expiresAt === null || now < Number(vacancy.expiresAt))
  );
}
