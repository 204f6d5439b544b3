import { epochDay, londonDay } from '../../platform/clock.js';
import type { DistanceUnit } from '../../platform/distance.js';
import type { LatLng } from '../../platform/geo.js';
import type { EpochDay, Scope } from '../../platform/search/port.js';
import { yearsOfAge } from '../offering/offering.rules.js';
import type { Where } from '../search/where.js';
import type { Codebook } from './code-bits.js';
import { hashOf } from './fair-order.js';
import type { MatchProfile } from './match.rules.js';
import { dayBits } from './match-facts.js';

/** The place or area of a match. */
export interface MatchWhere {
  readonly understood: Where;
  /** A radius around a place (however large), a box or an area. */
  readonly scope: Scope;
  readonly origin: LatLng | null;
  /** Metres; null if no distance is too far. */
  readonly farthest: number | null;
  /** Tokens of the areas that it is in. An offering that serves one of them can be reached from here. */
  readonly areas: ReadonlySet<string>;
  /** The unit of the profile. */
  readonly unit: DistanceUnit;
}

/** A profile prepared for weighing against facts: codes as bits, days as numbers, and the instant of the match. */
export interface Question {
  readonly profile: MatchProfile;
  /** Milliseconds since 1970: the instant at which vacancies count as open or stale. */
  readonly now: number;
  readonly today: EpochDay;
  /** Decides the order of equal scores on this day. */
  readonly seed: number;
  readonly needs: readonly { readonly bit: number; readonly weight: number }[];
  /** The sum of the weights of the needs. */
  readonly needWeight: number;
  /** Masks of codes; 0: not asked. */
  readonly circumstances: number;
  readonly route: number;
  readonly days: number;
  /** 0: not asked. */
  readonly daysPerWeek: number;
  /** The school years that the pupil can be in; null: not asked. */
  readonly years: readonly number[] | null;
  /** The position of its bit; null: not asked. */
  readonly tier: number | null;
  /** Mask of the tiers next to it in the list. */
  readonly nextTiers: number;
  readonly startBy: EpochDay | null;
  readonly where: MatchWhere | null;
}

/** Makes a question from a profile whose codes were checked and whose place was looked up. */
export function questionOf(
  profile: MatchProfile,
  where: MatchWhere | null,
  codebook: Codebook,
  now: number,
): Question {
  const { needs, yearGroup, age, tier, startBy, referralRoute } = profile;
  const today = londonDay(now);
  return {
    profile,
    now,
    today: epochDay(today),
    seed: hashOf(today),
    needs: needs.map(({ code, weight }) => ({ bit: codebook.needs.mask([code]), weight })),
    needWeight: needs.reduce((sum, { weight }) => sum + weight, 0),
    circumstances: codebook.circumstances.mask(profile.circumstances),
    route: codebook.routes.mask(referralRoute === undefined ? [] : [referralRoute]),
    days: dayBits.mask(profile.days),
    daysPerWeek: profile.daysPerWeek ?? 0,
    years: yearGroup !== undefined ? [yearGroup] : age !== undefined ? yearsOfAge(age) : null,
    tier: tier === undefined ? null : codebook.tiers.position(tier),
    nextTiers: tier === undefined ? 0 : codebook.tiers.nextTo(tier),
    startBy: startBy === undefined ? null : epochDay(startBy),
    where,
  };
}
