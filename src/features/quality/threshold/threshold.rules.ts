/** The version of the rules below. It changes with them, so that new advice can be distinguished from older advice. */
export const THRESHOLD_VERSION = 2;

/** How close a provider looks to having to register as a school, from not at all to likely. */
export const thresholdLevels = ['NONE', 'LOOK', 'CLOSE', 'LIKELY'] as const;
export type ThresholdLevel = (typeof thresholdLevels)[number];

/** The rules on when an institution must register, by their codes in the table `registration_rule`. */
export const registrationRules = ['EA_1996_S463', 'CWSA_2026_S43'] as const;
export type RegistrationRule = (typeof registrationRules)[number];

/** A rule as the database stores it. */
export interface KeptRule {
  readonly code: RegistrationRule;
  readonly title: string;
  /** Acts and sections. */
  readonly law: string;
  /** The day it comes into force, `yyyy-mm-dd`; null if it is not known yet. */
  readonly inForceFrom: string | null;
}

/**
 * A fact that suggests that a provider must register, and how close it looks under each rule. The SQL function
 * `threshold_facts` decides which of these facts are true for a provider. Each fact has a bit in
 * `provider_tally.threshold`. The SQL also holds the numbers (18, 17.5 and 15 hours; 5 and 4 places). Hours are hours a
 * week. Full-time means 18 hours or more, or described as full-time. All but the last three facts leave out offerings
 * that are only outreach. Guidance: DfE, registration of independent schools (18 hours is a guide, not a limit).
 */
interface Ground {
  readonly bit: number;
  readonly levels: Readonly<Record<RegistrationRule, ThresholdLevel>>;
  readonly sentence: string;
  /** Set if the sentence says what is not known. */
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

/** Most important first. */
export const thresholdGrounds: readonly Ground[] = [
  ground(
    1,
    'LIKELY',
    'LIKELY',
    'It has five or more full-time places (18 hours a week or more, or described as full-time).',
  ),
  ground(5, 'LIKELY', 'LIKELY', 'It is full-time for pupils with an EHC plan. One such pupil is enough.'),
  ground(
    6,
    'CLOSE',
    'LIKELY',
    'It is full-time and accepts pupils with an EHC plan. One such pupil would be enough.',
  ),
  ground(
    7,
    'CLOSE',
    'LIKELY',
    'It is full-time and also meant for looked-after pupils. One such pupil would be enough.',
  ),
  ground(2, 'CLOSE', 'LIKELY', 'It has four full-time places. A fifth pupil would be enough.'),
  ground(
    9,
    'CLOSE',
    'CLOSE',
    'It has five or more places of 15 hours a week or more, or that pupils can attend full-time.',
  ),
  ground(
    11,
    'CLOSE',
    'CLOSE',
    'It takes 17.5 hours a week or more, or pupils can attend it full-time, and it is for pupils with an EHC plan or looked-after pupils. One such pupil is enough once it is full-time, and 18 hours is a guide, not a limit.',
  ),
  ground(3, 'LOOK', 'LIKELY', 'It is full-time, with fewer than four places as far as is known.'),
  ground(
    10,
    'LOOK',
    'CLOSE',
    'It takes 17.5 hours a week or more, or pupils can attend it full-time, and 18 hours is a guide, not a limit.',
  ),
  ground(12, 'LOOK', 'CLOSE', 'It takes 15 hours a week or more, which may be most of a pupil’s education.'),
  ground(
    15,
    'LOOK',
    'LOOK',
    'Together, its offerings for the same year come to 15 hours a week or more. This assumes that one pupil can attend them all.',
  ),
  ground(
    16,
    'LOOK',
    'LOOK',
    'It goes to pupils for 15 hours a week or more. This does not count while they are on the roll of the school where it takes place. Check that they are.',
  ),
  ground(0, 'LOOK', 'LOOK', 'It has no offerings yet, so its hours and places are not known.', true),
  ground(17, 'LOOK', 'LOOK', 'The hours of some of its offerings are not known.', true),
  ground(4, 'LOOK', 'LIKELY', 'It is not known how many full-time places it has.', true),
  ground(8, 'LOOK', 'LIKELY', 'It is not known whether it accepts pupils with an EHC plan full-time.', true),
  ground(13, 'LOOK', 'CLOSE', 'It is not known how many places of 15 hours a week or more it has.', true),
  ground(
    14,
    'LOOK',
    'CLOSE',
    'It is not known whether it accepts pupils with an EHC plan for 15 hours a week or more.',
    true,
  ),
];

/** Set if a provider has any offering for pupils of compulsory school age. */
const OF_SCHOOL_AGE = 1 << 18;
/** The grounds where a looked-after pupil would change the level, and the grounds about looked-after pupils. */
const REGULAR = bits(2, 3, 9, 10, 12);
const LOOKED_AFTER = bits(7, 11);

/** Whether a provider is a registered school or college, by its code of list REGISTRATION; null if it is not stated. */
export function isRegistered(registration: string): boolean | null {
  if (registration.startsWith('REGISTERED_')) return true;
  return registration === 'UNREGISTERED' ? false : null;
}

/** What one rule means for a provider. */
export interface RuleAdvice extends KeptRule {
  readonly isInForce: boolean;
  readonly level: ThresholdLevel;
  /** A sentence that says whether the rule is in force, and if not, from when. */
  readonly standing: string;
}

/** Advice to a commissioner, who decides. */
export interface ThresholdAdvice {
  /** Under the rules in force. */
  readonly level: ThresholdLevel;
  readonly version: number;
  /** Sentences, most important first. */
  readonly reasons: readonly string[];
  /** Sentences about what is not known and could change the level. */
  readonly unknown: readonly string[];
  readonly rules: readonly RuleAdvice[];
}

/**
 * Decides whether a provider looks close to having to register as a school on a day (`yyyy-mm-dd`), from its
 * registration and the grounds in its tally. It uses only what was entered. It never returns NONE if something that
 * matters is not known.
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
    unknown.push('It is not known whether any of its pupils are looked after.');
  }
  if (found.length > 0 && registered === null) unknown.push('Its registration is not stated.');
  if (reasons.length === 0) reasons.push(withoutGrounds(registered, tally, unknown.length > 0));
  return { level, version: THRESHOLD_VERSION, reasons, unknown, rules };
}

function withoutGrounds(registered: boolean | null, tally: number, isUnknown: boolean): string {
  if (registered === true) return 'It is a registered school or college.';
  if (isUnknown) return 'Too little is known to rule out that it must register.';
  return tally & OF_SCHOOL_AGE
    ? 'None of its offerings for pupils of compulsory school age takes 15 hours a week or more, alone or with others for the same year.'
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
  if (rule.inForceFrom === null) return 'Not in force yet. The day it comes into force is not known.';
  return isInForce(rule, day) ? 'In force.' : `Not in force yet. It comes into force on ${rule.inForceFrom}.`;
}

function levelOf(registration: string, tally: number, rules: readonly RegistrationRule[]): ThresholdLevel {
  if (isRegistered(registration) === true) return 'NONE';
  return [...thresholdLevels].reverse().find((level) => tally & groundsAt(level, rules)) ?? 'NONE';
}

/** The bits of the grounds that give this level or a higher one under the strictest of the rules. */
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
