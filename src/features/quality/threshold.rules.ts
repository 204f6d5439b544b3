/** Changes with the rule below, so that an advice can be told from one given before. */
export const THRESHOLD_VERSION = 1;

/** How close a listing looks to having to be a registered school, from nothing to likely. */
export const thresholdLevels = ['NONE', 'LOOK', 'CLOSE', 'LIKELY'] as const;
export type ThresholdLevel = (typeof thresholdLevels)[number];

/*
 * The database's function threshold_facts has these three numbers too: to change one takes a migration that makes all tallies anew.
 */

/** So many hours a week count as full-time. Guidance: no law says how many. */
export const FULL_TIME_HOURS = 18;
/** From so many hours on, a little more would be full-time. Our own line, drawn to be told early. */
export const NEARLY_FULL_TIME_HOURS = 15;
/** For so many pupils of compulsory school age full-time, a provider must be a registered school. */
export const PUPILS = 5;

/** What the hub holds of a provider's offerings for pupils of compulsory school age that counts for the threshold. */
export interface ThresholdFacts {
  /** Null: not stated. */
  readonly registered: boolean | null;
  /** How many offerings are full-time: said to be, or by their hours. */
  readonly fullTime: number;
  /** Places on those, as far as they are known; never more than there are. */
  readonly fullTimePlaces: number;
  /** Whether the places of one of those are not known. */
  readonly fullTimePlacesUnknown: boolean;
  /** What the strictest of those says of pupils with an EHC plan; null: none says anything. */
  readonly fullTimeEhcPlan: 'REQUIRED' | 'ACCEPTED' | 'NOT_ACCEPTED' | null;
  /** Whether one of those is meant for looked-after pupils too. */
  readonly fullTimeLookedAfter: boolean;
  /** Places on offerings that are nearly full-time or may be attended full-time. */
  readonly nearlyPlaces: number;
  /** How many offerings say neither hours nor attendance. */
  readonly hoursUnknown: number;
}

/** Advice to a commissioner, who decides. */
export interface ThresholdAdvice {
  readonly level: ThresholdLevel;
  readonly version: number;
  /** Sentences, what weighs most first. */
  readonly reasons: readonly string[];
  /** What is not known and could change the level; sentences. */
  readonly unknown: readonly string[];
}

interface Ground {
  readonly level: ThresholdLevel;
  readonly sentence: string;
}

/**
 * Whether a provider looks close to the threshold of registration: full-time education for five or more pupils of
 * compulsory school age, or for one with an EHC plan or who is looked after, must be a registered school. Reads only what
 * was entered; what is not known raises the level to LOOK at most.
 */
export function adviseOnThreshold(facts: ThresholdFacts): ThresholdAdvice {
  if (facts.registered === true) {
    return advice([{ level: 'NONE', sentence: 'It is a registered school or college.' }], []);
  }
  const grounds = [...placeGrounds(facts), ...pupilGrounds(facts)];
  const unknown = unknowns(facts);
  if (grounds.length > 0) return advice(grounds, unknown);
  if (unknown.length > 0) {
    return advice([{ level: 'LOOK', sentence: 'Too little is known to rule it out.' }], unknown);
  }
  const sentence =
    facts.fullTime > 0
      ? `It is full-time for fewer than ${PUPILS} pupils, none of whom it is said to take with an EHC plan or looked after.`
      : 'None of its offerings for pupils of compulsory school age is full-time or nearly so.';
  return advice([{ level: 'NONE', sentence }], []);
}

function placeGrounds({ fullTime, fullTimePlaces, nearlyPlaces }: ThresholdFacts): Ground[] {
  if (fullTime > 0 && fullTimePlaces >= PUPILS) {
    const sentence = `It has ${PUPILS} places or more full-time (${FULL_TIME_HOURS} hours a week or said to be).`;
    return [{ level: 'LIKELY', sentence }];
  }
  if (fullTimePlaces + nearlyPlaces < PUPILS || nearlyPlaces === 0) return [];
  const sentence =
    `It has ${PUPILS} places or more that are full-time, may be attended full-time, or take ` +
    `${NEARLY_FULL_TIME_HOURS} hours a week or more.`;
  return [{ level: 'CLOSE', sentence }];
}

function pupilGrounds({ fullTime, fullTimeEhcPlan, fullTimeLookedAfter }: ThresholdFacts): Ground[] {
  if (fullTime === 0) return [];
  const grounds: Ground[] = [];
  if (fullTimeEhcPlan === 'REQUIRED') {
    const sentence = 'It is full-time for pupils with an EHC plan: one such pupil is enough.';
    grounds.push({ level: 'LIKELY', sentence });
  }
  if (fullTimeEhcPlan === 'ACCEPTED') {
    const sentence = 'It is full-time and takes pupils with an EHC plan: one such pupil would be enough.';
    grounds.push({ level: 'CLOSE', sentence });
  }
  if (fullTimeLookedAfter) {
    const sentence = 'It is full-time and meant for looked-after pupils too: one such pupil would be enough.';
    grounds.push({ level: 'CLOSE', sentence });
  }
  return grounds;
}

function unknowns(facts: ThresholdFacts): string[] {
  const { fullTime, fullTimePlaces, fullTimePlacesUnknown, fullTimeEhcPlan, hoursUnknown } = facts;
  const found: string[] = [];
  if (hoursUnknown > 0) found.push('Neither hours nor attendance is known of every offering.');
  if (fullTimePlacesUnknown && fullTimePlaces < PUPILS) found.push('The full-time places are not all known.');
  if (fullTime > 0 && fullTimeEhcPlan === null) {
    found.push('It is not known whether full-time pupils may have an EHC plan.');
  }
  if (found.length > 0 && facts.registered === null) found.push('How it is registered is not stated.');
  return found;
}

function advice(grounds: readonly Ground[], unknown: readonly string[]): ThresholdAdvice {
  const weight = ({ level }: Ground) => thresholdLevels.indexOf(level);
  const sorted = [...grounds].sort((a, b) => weight(b) - weight(a));
  return {
    level: sorted[0]!.level,
    version: THRESHOLD_VERSION,
    reasons: sorted.map(({ sentence }) => sentence),
    unknown,
  };
}
