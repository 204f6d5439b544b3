import { z } from 'zod';
import type { Choice } from '../../platform/choice.js';
import { DAY } from '../../platform/clock.js';
import { day } from '../../platform/day.js';
import { invalid, type Problem } from '../../platform/errors.js';
import { optional } from '../../platform/optional.js';
import { globalId } from '../../platform/parse.js';
import { neededReason } from '../identity/attribution.rules.js';
import { schoolUrn } from '../place/school-life.rules.js';
import { lineText } from '../privacy/text.rules.js';
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import { availableOf, isOpen } from '../vacancy/vacancy.rules.js';
import type { HoldRule } from './hold-rule.entity.js';
import type { VacancyHold } from './vacancy-hold.entity.js';

/** What became of a hold. */
export const holdStates = ['LIVE', 'RELEASED', 'CONVERTED', 'DECLINED', 'SUSPENDED', 'EXPIRED'] as const;
export type HoldState = (typeof holdStates)[number];

/** Returns what has become of a hold by an instant (milliseconds since 1970). Only a live one holds places. */
export function stateOf({ endedAs, until }: Pick<VacancyHold, 'endedAs' | 'until'>, now: number): HoldState {
  if (endedAs !== null) return endedAs;
  return now < until.getTime() ? 'LIVE' : 'EXPIRED';
}

/** A new hold. */
export const placeHoldInput = z
  .strictObject({
    vacancy: globalId.describe('The id of the vacancy.'),
    school: schoolUrn.describe('The URN of the school that the places are held for, six digits.'),
    places: z
      .int()
      .min(1)
      .max(200)
      .describe('How many places to hold, 1 to 200, counted in the vacancy’s unit.'),
    until: z.date().describe('The instant at which the hold ends.'),
    reference: lineText(100)
      .nullable()
      .default(null)
      .describe(
        'What the school calls this hold, up to 100 characters, such as a case number. It must say nothing about a pupil. Only the school sees it.',
      ),
  })
  .describe('Places to hold for a school.');

/** Why a provider declines a hold. */
export const declineReason = neededReason;

/** A rule on what a school can hold, complete. */
export const holdRuleInput = z
  .strictObject({
    longestDays: z
      .int()
      .min(1)
      .max(60)
      .describe('The largest number of days from now until a hold ends, 1 to 60.'),
    mostLive: z
      .int()
      .min(1)
      .max(100)
      .describe('The largest number of live holds that one school can have, 1 to 100.'),
    mostExtensions: z.int().min(0).max(10).describe('How often a hold can be extended, 0 to 10.'),
    validFrom: day.describe('The first day that the rule is in force: today or later.'),
    validTo: optional(day).describe(
      'The last day that the rule is in force. Leave it out if no end is known.',
    ),
  })
  .refine(({ validFrom, validTo }) => validTo === null || validTo >= validFrom, {
    path: ['validTo'],
    message: 'The last day must not be earlier than the first.',
  })
  .describe('A rule on what a school can hold.');

/** Conditions on holds. */
export interface HoldCriteria {
  readonly offering?: Choice | undefined;
  readonly school?: Choice | undefined;
  readonly state?: readonly HoldState[] | undefined;
}

/** The problem with the end of a hold. Null if there is none. */
export function untilProblem(
  until: Date,
  now: number,
  { longestDays }: Pick<HoldRule, 'longestDays'>,
  field: string[],
): Problem | null {
  if (until.getTime() <= now) return invalid(field, 'A hold must end later than now.');
  if (until.getTime() <= now + longestDays * DAY) return null;
  return invalid(field, `This is too late. The longest hold, counted in days from now, is ${longestDays}.`);
}

/** The problem with holding so many places of a vacancy at an instant. Null if they can be held. */
export function placesProblem(vacancy: HeldVacancy, places: number, now: number): Problem | null {
  if (vacancy.state !== 'CAPACITY' || !isOpen({ ...vacancy, holds: [] }, now)) {
    const message =
      'The vacancy is not open: it must have places, and be confirmed and not stale. Ask the provider to confirm it.';
    return { field: ['input', 'vacancy'], code: 'NOT_IN_THIS_STATE', message };
  }
  const available = availableOf(vacancy, now);
  if (available >= places) return null;
  const message = `Places available now: ${available}. Ask for no more than that, or look again when a hold has ended.`;
  return { field: ['input', 'places'], code: 'NOT_ENOUGH', message };
}
