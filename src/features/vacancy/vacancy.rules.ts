import { z } from 'zod';
import { day } from '../../platform/day.js';
import type { Problem } from '../../platform/errors.js';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { eitherInWords } from '../../platform/text.js';
import type { Warning } from '../../platform/warning.js';
import { schoolYear } from '../offering/offering.rules.js';
import type { Held, Vacancy } from './vacancy.entity.js';

/** HL7 SDOH capacity states. */
export const vacancyStates = ['CAPACITY', 'NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'] as const;

/** As what someone confirms a vacancy. */
export const confirmingRoles = ['PROVIDER', 'COUNCIL'] as const;

/** How far a vacancy can still be relied on. Stale vacancies are never shown as available. */
export const freshnesses = ['CONFIRMED', 'AGEING', 'STALE', 'UNKNOWN'] as const;
export type Freshness = (typeof freshnesses)[number];

/** The bands in which the public sees numbers of places. */
export const placesBands = ['NONE', 'ONE_OR_TWO', 'THREE_TO_FIVE', 'SIX_OR_MORE'] as const;
export type PlacesBand = (typeof placesBands)[number];

/** The lowest number of places of each band that has any, in order. The public may ask for at least one of these. */
export const bandStarts = [1, 3, 6] as const;

/** Returns the band that a number of places is in. */
export function bandOf(places: number): PlacesBand {
  const [one, three, six] = bandStarts;
  if (places < one) return 'NONE';
  if (places < three) return 'ONE_OR_TWO';
  return places < six ? 'THREE_TO_FIVE' : 'SIX_OR_MORE';
}

/** For callers who may only see bands: the problem with this lowest number of places. Null if there is none. */
export function placesAtLeastProblem(places: number, field: string[]): Problem | null {
  if ((bandStarts as readonly number[]).includes(places)) return null;
  const message = `Ask for at least ${eitherInWords(bandStarts)} places: these are where the bands of placesBand begin. To ask for any number, sign in with the permission place.exact.`;
  return { field, code: 'BANDS_ONLY', message };
}

const bandWords: Readonly<Record<PlacesBand, string>> = {
  NONE: 'no places',
  ONE_OR_TWO: '1 or 2 places',
  THREE_TO_FIVE: '3 to 5 places',
  SIX_OR_MORE: '6 or more places',
};

/** Returns the band of a number of places in words that anyone may read: "3 to 5 places". */
export function placesInWords(places: number): string {
  return bandWords[bandOf(places)];
}

const instant = optional(z.date());

/** The fields of a vacancy. */
export const vacancyFields = z.strictObject({
  offeringId: z.uuid(),
  siteId: optional(z.uuid()),
  state: z.enum(vacancyStates).describe('Whether the offering has capacity.'),
  placesAvailable: z
    .int()
    .min(0)
    .max(200)
    .describe(
      'The number of places available, 0 to 200, counted in `unit`. It must be 0 in the state NO_CAPACITY.',
    ),
  unit: codeText().describe('What one place is: a code of list VACANCY_UNIT.'),
  availableFrom: day.describe('The first day a pupil could start.'),
  minYear: schoolYear.describe(
    'The first national curriculum year that the places are for, 0 (reception) to 14.',
  ),
  maxYear: schoolYear.describe(
    'The last national curriculum year that the places are for, 0 (reception) to 14.',
  ),
  waitingListLength: optional(
    z.int().min(0).max(999).describe('How many pupils wait for a place, 0 to 999. Null if not known.'),
  ),
  waitingListUntil: optional(
    day.describe('The day until which pupils are expected to wait. Null if not known.'),
  ),
  confirmedByRole: optional(z.enum(confirmingRoles)),
  confirmedAt: instant,
  ageingAt: instant,
  expiresAt: instant,
  isDemonstration: z.boolean().default(false),
});

/** The problem with a confirmation that would age before it is made, or after it expires. */
export const AGEING_BETWEEN = {
  path: ['ageingAt'],
  message: 'ageingAt must not be earlier than confirmedAt, and must be earlier than expiresAt.',
};

/** A new vacancy. */
export const vacancyInput = vacancyFields
  .refine((vacancy) => vacancy.minYear <= vacancy.maxYear, {
    path: ['maxYear'],
    message: 'The last year must not be earlier than the first year.',
  })
  .refine((vacancy) => vacancy.state !== 'NO_CAPACITY' || vacancy.placesAvailable === 0, {
    path: ['placesAvailable'],
    message: 'A vacancy in the state NO_CAPACITY has no places: set placesAvailable to 0.',
  })
  .refine(({ confirmedAt, expiresAt }) => !expiresAt || (confirmedAt !== null && expiresAt > confirmedAt), {
    path: ['expiresAt'],
    message: 'expiresAt must be later than confirmedAt.',
  })
  .refine(
    ({ confirmedAt, ageingAt, expiresAt }) => {
      if (!ageingAt) return true;
      return confirmedAt !== null && expiresAt !== null && ageingAt >= confirmedAt && ageingAt < expiresAt;
    },
    { ...AGEING_BETWEEN },
  );
/** Changes to a vacancy. Fields that are left out stay as they are. */
export const vacancyChanges = vacancyFields.omit({ offeringId: true }).partial();

/** When a vacancy was confirmed, and when that begins to age and expires, as dates or in milliseconds since 1970. */
interface Confirmation {
  readonly confirmedAt: Date | number | null;
  /** Null if it does not age before it expires. */
  readonly ageingAt: Date | number | null;
  readonly expiresAt: Date | number | null;
}

/** Returns how fresh a vacancy is at an instant (milliseconds since 1970). */
export function freshnessOf({ confirmedAt, ageingAt, expiresAt }: Confirmation, now: number): Freshness {
  if (confirmedAt === null) return 'UNKNOWN';
  if (expiresAt !== null && now >= Number(expiresAt)) return 'STALE';
  return ageingAt !== null && now >= Number(ageingAt) ? 'AGEING' : 'CONFIRMED';
}

/** The number of places that are offered, and what is held of them. */
export type OfferedPlaces = Pick<Vacancy, 'placesAvailable'> & Held;

/**
 * Returns how many places are available at an instant (milliseconds since 1970): those offered, without those held. Never below 0,
 * even if fewer are offered than are held. Everything that shows, counts or sorts by places uses this.
 */
export function availableOf({ placesAvailable: offered, holds }: OfferedPlaces, now: number): number {
  return Math.max(0, offered - heldOf(holds, now));
}

/** Returns how many places these holds hold at an instant. */
export function heldOf(holds: Held['holds'], now: number): number {
  let held = 0;
  for (const [until, places] of holds) if (until > now) held += places;
  return held;
}

/** The warning for a caller who offers fewer places than are held at this instant. Null if they do not. */
export function fewerThanHeld(
  { placesAvailable: offered, holds }: OfferedPlaces,
  now: number,
): Warning | null {
  const held = heldOf(holds, now);
  if (held <= offered) return null;
  const message =
    `Schools hold ${held} places and ${offered} are offered, so none is available. ` +
    'The holds stay as they are: decline those that you cannot keep.';
  return { code: 'FEWER_THAN_HELD', message };
}

/** Whether a search may show the vacancy as open: with capacity and at least one place available, confirmed and not stale. */
export function isOpen(
  vacancy: Pick<Vacancy, 'state'> & OfferedPlaces & Omit<Confirmation, 'ageingAt'>,
  now: number,
): boolean {
  return (
    vacancy.state === 'CAPACITY' &&
    availableOf(vacancy, now) > 0 &&
    vacancy.confirmedAt !== null &&
    (vacancy.expiresAt === null || now < Number(vacancy.expiresAt))
  );
}
