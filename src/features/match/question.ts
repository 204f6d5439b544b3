import { epochDay, londonDay } from '../../platform/clock.js';
import type { LatLng } from '../../platform/geo.js';
import type { EpochDay, Scope } from '../../platform/search/port.js';
import { yearsOfAge } from '../offering/offering.rules.js';
import type { Where } from '../search/where.js';
import type { Codebook } from './code-bits.js';
import { hashOf } from './fair-order.js';
import type { MatchProfile } from './match.rules.js';
import { dayBits } from './match-facts.js';

/** Distances are said in what was asked in. */
export type DistanceUnit = 'km' | 'miles';

/** Where a match looks from. */
export interface MatchWhere {
  readonly understood: Where;
  /** A radius around a place (however large), a box or an area. */
  readonly scope: Scope;
  readonly origin: LatLng | null;
  /** Metres; null when no distance is too far. */
  readonly farthest: number | null;
  /** Tokens of the areas it lies in: what serves one of them comes here. */
  readonly areas: ReadonlySet<string>;
  readonly unit: DistanceUnit;
}

/** A profile made ready to be weighed against facts: codes as bits, days as numbers, the instant as given. */
export interface Question {
  readonly profile: MatchProfile;
  /** Milliseconds since 1970: what is open or stale is so at this instant. */
  readonly now: number;
  readonly today: EpochDay;
  /** Decides, with the day, the order among equals. */
  readonly seed: number;
  readonly needs: readonly { readonly bit: number; readonly weight: number }[];
  /** Sum of the weights of the needs. */
  readonly needWeight: number;
  /** Masks of codes; 0: not asked. */
  readonly circumstances: number;
  readonly route: number;
  readonly days: number;
  /** 0: not asked. */
  readonly daysPerWeek: number;
  /** The years the pupil may be in; null: not asked. */
  readonly years: readonly number[] | null;
  /** The position of its bit; null: not asked. */
  readonly tier: number | null;
  /** Mask of the tiers next to it in the list. */
  readonly nextTiers: number;
  readonly startBy: EpochDay | null;
  readonly where: MatchWhere | null;
}

/** The question that a profile asks at an instant, its codes known and its place looked up. */
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
