import { z } from 'zod';
import { day } from '../../platform/day.js';
import { codeText, globalId } from '../../platform/parse.js';
import { schoolYear, weekdays } from '../offering/offering.rules.js';
import { nearInput } from '../search/search.rules.js';

/** Name of the formula; it changes with any change that can move a score or an order. */
export const ALGORITHM_VERSION = '2026-11.1';

/** What goes with every answer, for every reader. */
export const DISCLAIMER =
  'A match is advice drawn from what providers state. It is not an endorsement, an assessment or an offer of a place: ' +
  'the commissioner makes its own checks before a placement.';

/** The parts of a score. */
export const partKinds = [
  'NEEDS',
  'CIRCUMSTANCES',
  'YEARS',
  'TIER',
  'DISTANCE',
  'VACANCY',
  'DAYS',
  'ROUTE',
  'EHC_PLAN',
] as const;
export type PartKind = (typeof partKinds)[number];

/** Conditions that are hard unless the profile says otherwise. */
const hardByDefault: PartKind[] = ['YEARS', 'DISTANCE'];
/** Answers at most. */
export const MOST_MATCHES = 50;
/** Offerings that are compared at most. */
export const MOST_COMPARED = 6;

const code = codeText(100);

/** A need, and how much it matters. */
export const matchNeed = z
  .strictObject({
    code: code.describe('Code of list NEED.'),
    weight: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe('How much it matters against the other needs, 1 to 10.'),
  })
  .describe('A need, and how much it matters.');

/** What is looked for. No part of it says who it is for. */
export const matchProfile = z
  .strictObject({
    needs: z.array(matchNeed).max(13).default([]).describe('Needs to be met.'),
    circumstances: z.array(code).max(20).default([]).describe('Circumstances, codes of list CIRCUMSTANCE.'),
    yearGroup: schoolYear.optional().describe('National curriculum year, 0 being reception.'),
    age: z
      .int()
      .min(4)
      .max(19)
      .optional()
      .describe('Age in whole years, instead of the year group: one of two years.'),
    tier: code.optional().describe('Tier wanted, a code of list TIER.'),
    startBy: day.optional().describe('A place is needed by this day; without it any open place is in time.'),
    daysPerWeek: z.int().min(1).max(7).optional().describe('Days a week wanted.'),
    days: z.array(z.enum(weekdays)).max(7).default([]).describe('Days of the week wanted.'),
    near: nearInput
      .optional()
      .describe('Where to look from, best the school, and the farthest acceptable distance; or an area.'),
    referralRoute: code.optional().describe('How the referral will be made, a code of list REFERRAL_ROUTE.'),
    ehcPlan: z
      .boolean()
      .optional()
      .describe('Whether there is an education, health and care plan; left out: it does not matter.'),
    hard: z
      .array(z.enum(partKinds))
      .max(partKinds.length)
      .optional()
      .describe(
        'Conditions that leave an offering out when it is known to fail them; YEARS and DISTANCE when left out. ' +
          'All others only count in the score. What is not known leaves nothing out.',
      ),
  })
  .refine(({ yearGroup, age }) => yearGroup === undefined || age === undefined, {
    path: ['age'],
    message: 'Give a year group or an age, not both.',
  })
  .refine(({ needs }) => new Set(needs.map((need) => need.code)).size === needs.length, {
    path: ['needs'],
    message: 'Name each need once.',
  })
  .superRefine((profile, { addIssue }) => {
    const lacking = profile.hard?.find((kind) => !isAsked(profile, kind));
    if (!lacking) return;
    const message = `${lacking} cannot be a hard condition: the profile says nothing of it.`;
    addIssue({ code: 'custom', path: ['hard'], message });
  })
  .describe('What is looked for. Send no pupil data: nothing here says who it is for, and nothing is kept.');
export type MatchProfile = z.output<typeof matchProfile>;

/** Whether a profile says anything that a part can weigh. */
export function isAsked(profile: Omit<MatchProfile, 'hard'>, kind: PartKind): boolean {
  switch (kind) {
    case 'NEEDS':
      return profile.needs.length > 0;
    case 'CIRCUMSTANCES':
      return profile.circumstances.length > 0;
    case 'YEARS':
      return profile.yearGroup !== undefined || profile.age !== undefined;
    case 'TIER':
      return profile.tier !== undefined;
    case 'DISTANCE':
      return profile.near !== undefined;
    case 'VACANCY':
      return true; // a place is what everybody looks for
    case 'DAYS':
      return profile.days.length > 0 || profile.daysPerWeek !== undefined;
    case 'ROUTE':
      return profile.referralRoute !== undefined;
    case 'EHC_PLAN':
      return profile.ehcPlan !== undefined;
  }
}

/** Whether a part leaves an offering out that is known to fail it. */
export function isHard({ hard = hardByDefault }: Pick<MatchProfile, 'hard'>, kind: PartKind): boolean {
  return hard.includes(kind);
}

/** What is matched. */
export const matchInput = z.strictObject({
  profile: matchProfile,
  first: z.int().min(1).max(MOST_MATCHES).default(20),
});

/** What is compared. */
export const compareInput = z.strictObject({
  offerings: z.array(globalId).min(1).max(MOST_COMPARED),
  profile: matchProfile,
});
