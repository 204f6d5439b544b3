import { adviseOnThreshold, PUPILS, type ThresholdFacts, type ThresholdLevel } from './threshold.rules.js';

/**
 * How the tally of a provider (`provider_tally.threshold`) holds the facts for the threshold: bits, from the lowest, each part with
 * its first bit and its largest value. SQL's `threshold_facts` writes them, by the numbers of `threshold.rules.ts`: who changes
 * one of those changes both, and a test compares them.
 */
const parts = {
  fullTime: { bit: 0, most: 1 },
  fullTimePlaces: { bit: 1, most: PUPILS },
  fullTimePlacesUnknown: { bit: 4, most: 1 },
  fullTimeEhcPlan: { bit: 5, most: 3 },
  fullTimeLookedAfter: { bit: 7, most: 1 },
  nearlyPlaces: { bit: 8, most: PUPILS },
  hoursUnknown: { bit: 11, most: 1 },
} as const;
type Part = keyof typeof parts;

const ehcPlans = [null, 'NOT_ACCEPTED', 'ACCEPTED', 'REQUIRED'] as const;

/** Whether a provider is a registered school or college, by its code of list REGISTRATION; null: not stated. */
export function isRegistered(registration: string): boolean | null {
  if (registration.startsWith('REGISTERED_')) return true;
  return registration === 'UNREGISTERED' ? false : null;
}

/** The facts in a tally. Numbers are cut off where more of them makes no difference. */
export function factsOf(registration: string, tally: number): ThresholdFacts {
  const value = (part: Part) => (tally >> parts[part].bit) & maskOf(parts[part].most);
  return {
    registered: isRegistered(registration),
    fullTime: value('fullTime'),
    fullTimePlaces: value('fullTimePlaces'),
    fullTimePlacesUnknown: value('fullTimePlacesUnknown') === 1,
    fullTimeEhcPlan: ehcPlans[value('fullTimeEhcPlan')] ?? null,
    fullTimeLookedAfter: value('fullTimeLookedAfter') === 1,
    nearlyPlaces: value('nearlyPlaces'),
    hoursUnknown: value('hoursUnknown'),
  };
}

const maskOf = (most: number) => (most > 3 ? 7 : most > 1 ? 3 : 1);

/** Every tally there can be. */
export const tallies: readonly number[] = Object.values(parts).reduce<number[]>(
  (all, { bit, most }) =>
    Array.from({ length: most + 1 }, (_, value) => all.map((tally) => tally | (value << bit))).flat(),
  [0],
);

/** The tallies of providers whose registration is this that stand at one of these levels of advice. */
export function talliesAt(levels: readonly ThresholdLevel[], registration: string): number[] {
  return tallies.filter((tally) => levels.includes(adviseOnThreshold(factsOf(registration, tally)).level));
}
