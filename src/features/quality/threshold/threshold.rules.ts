/** Changes with the rules below, so that an advice can be told from one given before. */
export const THRESHOLD_VERSION = 2;

/** How close a listing looks to having to be a registered school, from nothing to likely. */
export const thresholdLevels = ['NONE', 'LOOK', 'CLOSE', 'LIKELY'] as const;
export type ThresholdLevel = (typeof thresholdLevels)[number];

/** The rules that say when an institution must be registered, by their codes in the table `registration_rule`. */
export const registrationRules = ['EA_1996_S463', 'CWSA_2026_S43'] as const;
export type RegistrationRule = (typeof registrationRules)[number];

/** A rule as the database keeps it. */
export interface KeptRule {
  readonly code: RegistrationRule;
  readonly title: string;
  /** Acts and sections. */
  readonly law: string;
  /** The day of its commencement, `yyyy-mm-dd`; null: not known yet. */
  readonly inForceFrom: string | null;
}

/**
 * What points to registration: what is so, and how close it looks by each rule. SQL's `threshold_facts` says which of these are so
 * of a provider, each in its bit of `provider_tally.threshold`; the numbers (18, 17.5 and 15 hours; 5 and 4 places) stand there.
 * Hours are those of a week; full-time means 18 or more, or said to be full-time. All but the last three leave out what is
 * outreach and nothing else. Guidance: DfE, registration of independent schools (18 hours is a guide, not a line).
 */
interface Ground {
  readonly bit: number;
  readonly levels: Readonly<Record<RegistrationRule, ThresholdLevel>>;
  readonly sentence: string;
  /** Set where the sentence says what is not known. */
  readonly unknown?: true;
}

const ground = (
  bit: number,
  now: ThresholdLevel,
  coming: ThresholdLevel,
  sentence: string,
  unknown?: true,
): Ground => ({
  bit,
  levels: { EA_1996_S463: now, CWSA_2026_S43: coming },
  sentence,
  ...(unknown && { unknown }),
});

/** What weighs most first. */
export const thresholdGrounds: readonly Ground[] = [
  ground(
    1,
    'LIKELY',
    'LIKELY',
    'It has five full-time places or more (18 hours a week or more, or said to be full-time).',
  ),
  ground(5, 'LIKELY', 'LIKELY', 'It is full-time for pupils with an EHC plan: one such pupil is enough.'),
  ground(
    6,
    'CLOSE',
    'LIKELY',
    'It is full-time and accepts pupils with an EHC plan: one such pupil would be enough.',
  ),
  ground(
    7,
    'CLOSE',
    'LIKELY',
    'It is full-time and meant for looked-after pupils too: one such pupil would be enough.',
  ),
  ground(2, 'CLOSE', 'LIKELY', 'It has four full-time places: a fifth pupil would be enough.'),
  ground(
    9,
    'CLOSE',
    'CLOSE',
    'It has five places or more of 15 hours a week or more, or that can be attended full-time.',
  ),
  ground(
    11,
    'CLOSE',
    'CLOSE',
    'It takes 17.5 hours a week or more, or can be attended full-time, and is for pupils with an EHC plan or looked after: one is enough once it is full-time, and 18 hours are a guide, not a line.',
  ),
  ground(3, 'LOOK', 'LIKELY', 'It is full-time, with fewer than four places as far as they are known.'),
  ground(
    10,
    'LOOK',
    'CLOSE',
    'It takes 17.5 hours a week or more, or can be attended full-time: 18 hours are a guide, not a line.',
  ),
  ground(12, 'LOOK', 'CLOSE', 'It takes 15 hours a week or more, which may be most of a pupil’s education.'),
  ground(
    15,
    'LOOK',
    'LOOK',
    'Its offerings for the same year come to 15 hours a week or more together. This assumes that one pupil may attend them all.',
  ),
  ground(
    16,
    'LOOK',
    'LOOK',
    'It goes to pupils for 15 hours a week or more. While they are on the roll of the school where that takes place, it does not count; check that they are.',
  ),
  ground(0, 'LOOK', 'LOOK', 'No offering is entered, so that neither hours nor places are known.', true),
  ground(17, 'LOOK', 'LOOK', 'The hours of some of its offerings are not known.', true),
  ground(4, 'LOOK', 'LIKELY', 'It is not known how many full-time places it has.', true),
  ground(8, 'LOOK', 'LIKELY', 'It is not known whether its full-time pupils may have an EHC plan.', true),
  ground(13, 'LOOK', 'CLOSE', 'It is not known how many places of 15 hours a week or more it has.', true),
  ground(
    14,
    'LOOK',
    'CLOSE',
    'It is not known whether its pupils of 15 hours a week or more may have an EHC plan.',
    true,
  ),
];

/** Set where a provider has an offering for pupils of compulsory school age, whatever it is like. */
const OF_SCHOOL_AGE = 1 << 18;
/** Grounds by which a pupil who is looked after would matter, and those that say so. */
const REGULAR = bits(2, 3, 9, 10, 12);
const LOOKED_AFTER = bits(7, 11);

/** Whether a provider is a registered school or college, by its code of list REGISTRATION; null: not stated. */
export function isRegistered(registration: string): boolean | null {
  if (registration.startsWith('REGISTERED_')) return true;
  return registration === 'UNREGISTERED' ? false : null;
}

/** What one rule says of a provider. */
export interface RuleAdvice extends KeptRule {
  readonly isInForce: boolean;
  readonly level: ThresholdLevel;
  /** Whether it is in force, and since or from when: a sentence. */
  readonly standing: string;
}

/** Advice to a commissioner, who decides. */
export interface ThresholdAdvice {
  /** By the rules in force. */
  readonly level: ThresholdLevel;
  readonly version: number;
  /** Sentences, what weighs most first. */
  readonly reasons: readonly string[];
  /** What is not known and could change the level; sentences. */
  readonly unknown: readonly string[];
  readonly rules: readonly RuleAdvice[];
}

/**
 * Whether a provider looks close to having to be a registered school, on a day (`yyyy-mm-dd`), from its registration and the grounds
 * in its tally. Reads only what was entered. It never says NONE when something that matters is not known.
 */
export function adviseOnThreshold(
  registration: string,
  tally: number,
  kept: readonly KeptRule[],
  day: string,
): ThresholdAdvice {
  const registered = isRegistered(registration);
  const rules = kept.map((rule) => ({
    ...rule,
    isInForce: isInForce(rule, day),
    level: levelOf(registration, tally, [rule.code]),
    standing: standingOf(rule, day),
  }));
  const level = levelOf(registration, tally, rulesInForce(kept, day));
  const found = registered === true ? [] : thresholdGrounds.filter(({ bit }) => tally & (1 << bit));
  const reasons = found.filter(({ unknown }) => !unknown).map(({ sentence }) => sentence);
  const unknown = found.filter((one) => one.unknown).map(({ sentence }) => sentence);
  if (found.length > 0 && tally & REGULAR && !(tally & LOOKED_AFTER)) {
    unknown.push('It is not known whether any of its pupils is looked after.');
  }
  if (found.length > 0 && registered === null) unknown.push('How it is registered is not stated.');
  if (reasons.length === 0) reasons.push(withoutGrounds(registered, tally, unknown.length > 0));
  return { level, version: THRESHOLD_VERSION, reasons, unknown, rules };
}

function withoutGrounds(registered: boolean | null, tally: number, isUnknown: boolean): string {
  if (registered === true) return 'It is a registered school or college.';
  if (isUnknown) return 'Too little is known to rule it out.';
  return tally & OF_SCHOOL_AGE
    ? 'None of its offerings for pupils of compulsory school age takes 15 hours a week or more, alone or together with others for the same year.'
    : 'None of its offerings is for pupils of compulsory school age.';
}

/** The rules in force on a day. */
export function rulesInForce(kept: readonly KeptRule[], day: string): RegistrationRule[] {
  return kept.filter((rule) => isInForce(rule, day)).map(({ code }) => code);
}

function isInForce({ inForceFrom }: KeptRule, day: string): boolean {
  return inForceFrom !== null && inForceFrom <= day;
}

function standingOf(rule: KeptRule, day: string): string {
  if (rule.inForceFrom === null) return 'Not in force yet: the day of its commencement is not known.';
  return isInForce(rule, day) ? 'In force.' : `Not in force yet: it begins on ${rule.inForceFrom}.`;
}

function levelOf(registration: string, tally: number, rules: readonly RegistrationRule[]): ThresholdLevel {
  if (isRegistered(registration) === true) return 'NONE';
  return [...thresholdLevels].reverse().find((level) => tally & groundsAt(level, rules)) ?? 'NONE';
}

/** The bits of the grounds that give exactly this level, or a higher one, by the strictest of the rules. */
export function groundsAt(level: ThresholdLevel, rules: readonly RegistrationRule[]): number {
  const rank = (one: ThresholdLevel) => thresholdLevels.indexOf(one);
  if (level === 'NONE') return 0;
  return bits(
    ...thresholdGrounds
      .filter(({ levels }) => rules.some((rule) => rank(levels[rule]) >= rank(level)))
      .map(({ bit }) => bit),
  );
}

function bits(...which: readonly number[]): number {
  return which.reduce((all, bit) => all | (1 << bit), 0);
}
