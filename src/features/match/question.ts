import type { LatLng } from '../../platform/geo.js';
import type { EpochDay, Scope } from '../../platform/search/port.js';
import type { Where } from '../search/where.js';
import type { MatchProfile } from './match.rules.js';

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
  /** Position in the list of tiers; null: not asked. */
  readonly tier: number | null;
  readonly startBy: EpochDay | null;
  readonly where: MatchWhere | null;
}
