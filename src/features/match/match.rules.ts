import { z } from 'zod';
import { day } from '../../platform/day.js';
import { codeText, globalId, typedText } from '../../platform/parse.js';
import { schoolYear, weekdays } from '../offering/offering.rules.js';
import { distanceInput, nearInput, searchPlace } from '../search/search.rules.js';

/** The version of the formula. It changes whenever a change can affect a score or the order. */
export const ALGORITHM_VERSION = '2026-11.2';

/** The statement that goes with every match, for every reader. */
export const DISCLAIMER =
  'A match is advice based on what providers say. It is not an endorsement, an assessment or an offer of a place. ' +
  'The commissioner must make its own checks before a placement.';

/** How matches are ordered, for every reader. */
export const ORDER =
  'Offerings that lack the fewest of the needs and circumstances asked for come first. Of those, the ones that say so come before ' +
  'the ones that do not say, and then the highest score comes first.';

/** The parts of a score. */
export const partKinds = [
  'NEEDS',
  'CIRCUMSTANCES',
  'YEARS',
  'TIER',
  'DISTANCE',
  'VACANCY',
  'DAYS',
  'REFERRAL_ROUTE',
  'EHC_PLAN',
] as const;
export type PartKind = (typeof partKinds)[number];

/** The hard conditions of a profile that does not name any. */
const hardByDefault: PartKind[] = ['YEARS', 'DISTANCE'];
/** The largest number of offerings in a match. */
export const MOST_MATCHES = 50;
/** The largest number of offerings in a comparison. */
export const MOST_COMPARED = 6;

const MOST_NEEDS = 13;
const MOST_CIRCUMSTANCES = 20;

const code = codeText(100);

/** A need and its weight. */
export const matchNeed = z
  .strictObject({
    code: code.describe('The need, a code of the list NEEDS.'),
    weight: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe('How much it matters compared with the other needs, from 1 to 10.'),
  })
  .describe('A need, and how much it matters.');

/** What the caller is looking for. No part of it says who the pupil is. */
export const matchProfile = z
  .strictObject({
    needs: z.array(matchNeed).max(MOST_NEEDS).default([]).describe('The needs to meet, each once.'),
    circumstances: z
      .array(code)
      .max(MOST_CIRCUMSTANCES)
      .default([])
      .describe('The circumstances to cater for, codes of the list CIRCUMSTANCES.'),
    yearGroup: schoolYear.optional().describe('The national curriculum year; 0 is reception.'),
    age: z
      .int()
      .min(4)
      .max(19)
      .optional()
      .describe(
        'The age in whole years, instead of the year group. It stands for two possible school years.',
      ),
    tier: code.optional().describe('The tier wanted, a code of the list TIER.'),
    startBy: day
      .optional()
      .describe('The day by which a place is needed. If left out, any open place is in time.'),
    daysPerWeek: z.int().min(1).max(7).optional().describe('The number of days a week wanted.'),
    days: z.array(z.enum(weekdays)).max(7).default([]).describe('The days of the week wanted.'),
    near: nearInput
      .optional()
      .describe(
        'The place to look from, ideally the school, with the farthest acceptable distance; or an area.',
      ),
    referralRoute: code
      .optional()
      .describe('How the pupil will be referred, a code of the list REFERRAL_ROUTES.'),
    ehcPlan: z
      .boolean()
      .optional()
      .describe(
        'Whether the pupil has an education, health and care plan. Leave it out if it does not matter.',
      ),
    hard: z
      .array(z.enum(partKinds))
      .max(partKinds.length)
      .optional()
      .describe(
        'The hard conditions: an offering that is known to fail one is left out. By default YEARS and DISTANCE. ' +
          'All other conditions only count towards the score. Something that is not known never leaves an offering out.',
      ),
  })
  .superRefine(
    (profile, { addIssue }) => {
      for (const [field, message] of contradictions(profile)) {
        addIssue({ code: 'custom', path: [field], message });
      }
    },
    // Even if a field breaks its own rule, so that everything that is wrong is said at once.
    { when: ({ value }) => isShaped(value) },
  )
  .describe(
    'What you are looking for. Do not send pupil data: no field here says who the pupil is. The hub keeps nothing.',
  );
export type MatchProfile = z.output<typeof matchProfile>;

/** Whether a value has the lists that a profile has, however wrong their entries are. */
function isShaped(value: unknown): boolean {
  const { needs, circumstances, days, hard = [] } = (value ?? {}) as Record<string, unknown>;
  return [needs, circumstances, days, hard].every(Array.isArray);
}

/** What is wrong with fields together: the field at fault, and what to do. */
function contradictions(profile: MatchProfile): [field: string, message: string][] {
  const { yearGroup, age, needs, hard = [] } = profile;
  const found: [string, string][] = [];
  if (yearGroup !== undefined && age !== undefined) {
    found.push(['age', 'Give either a year group or an age, not both.']);
  }
  if (new Set(needs.map((need) => need.code)).size < needs.length) {
    found.push(['needs', 'A need is given twice. Give each need once.']);
  }
  for (const kind of partKinds) {
    if (!hard.includes(kind) || isAsked(profile, kind)) continue;
    const message = `${kind} cannot be a hard condition, because the profile has no value for it. Add one, or remove it from hard.`;
    found.push(['hard', message]);
  }
  return found;
}

/** Whether a profile has anything that a part can weigh. */
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
      return true; // everyone looks for a place
    case 'DAYS':
      return profile.days.length > 0 || profile.daysPerWeek !== undefined;
    case 'REFERRAL_ROUTE':
      return profile.referralRoute !== undefined;
    case 'EHC_PLAN':
      return profile.ehcPlan !== undefined;
  }
}

/** Whether a part leaves out offerings that are known to fail it. */
export function isHard({ hard = hardByDefault }: Pick<MatchProfile, 'hard'>, kind: PartKind): boolean {
  return hard.includes(kind);
}

/** What of a profile can be looked up, even if the rest breaks a rule: its codes, and its place. */
export interface LookedUp {
  /** By their position in the profile; undefined where there is no readable code. */
  readonly needs: readonly (string | undefined)[];
  readonly circumstances: readonly string[];
  readonly tier?: string | undefined;
  readonly referralRoute?: string | undefined;
  readonly near?: MatchProfile['near'];
}

/** Reads as much of a profile as can be looked up, at most as much as a valid one can have. */
export function lookedUpIn(profile: unknown): LookedUp {
  const { needs, circumstances, tier, referralRoute, near } = partsOf(profile);
  const { place, within } = partsOf(near);
  const where = readable(searchPlace, place);
  return {
    needs: entries(needs, MOST_NEEDS).map((need) => readable(code, partsOf(need).code)),
    circumstances: entries(circumstances, MOST_CIRCUMSTANCES).flatMap((one) => readable(code, one) ?? []),
    tier: readable(code, tier),
    referralRoute: readable(code, referralRoute),
    near: where && { place: where, within: readable(distanceInput, within) },
  };
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function entries(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

function readable<S extends z.ZodType>(rules: S, value: unknown): z.output<S> | undefined {
  return rules.safeParse(value).data;
}

/** The arguments of a match. */
export const matchInput = z.strictObject({
  profile: matchProfile,
  first: z.int().min(1).max(MOST_MATCHES).default(20),
});

/** The arguments of a sentence to read. */
export const matchTextInput = z.strictObject({ text: typedText(500) });

/** The arguments of a comparison. */
export const compareInput = z.strictObject({
  offerings: z.array(globalId).min(1).max(MOST_COMPARED),
  profile: matchProfile,
});
