import { type DistanceUnit, distanceInWords, wholeUnitsUp } from '../../platform/distance.js';
import { EARTH_RADIUS_METRES, haversineMetres, type LatLng } from '../../platform/geo.js';
import { type Box, districtsOf } from '../place/atlas.js';
import type { MatchFacts } from './match-facts.js';
import { type Part, UNKNOWN, type Wording } from './part.js';
import type { MatchWhere, Question } from './question.js';
import { listed } from './wording.js';

/** Up to this share of the farthest acceptable distance, nearer is not better. */
const NEAR_BAND = 1 / 5;
/** The distance in metres at which the value reaches 0 if every distance is acceptable: about 25 miles. */
const USUAL_FARTHEST = 40_000;
/** Near misses are within twice the farthest distance, or within this many metres beyond it if that is more. */
const LEAST_MISS = 10_000;
/** About a hundred metres: far more than any rounding error. */
const SPARE_DEGREES = 0.001;
const METRES_PER_DEGREE = (EARTH_RADIUS_METRES * Math.PI) / 180;

/** How an offering can be reached from the place or area of a match. */
export interface Reached {
  readonly reachedBy: 'SITE' | 'AREA' | null;
  readonly distanceMetres: number | null;
}

/** At its site if that is within reach, otherwise in the area if it serves that. Both null if there is no place. */
export function reachedFrom(facts: MatchFacts, where: MatchWhere | null): Reached {
  if (!where) return { reachedBy: null, distanceMetres: null };
  const metres = facts.inPerson && where.origin ? metresFrom(where.origin, facts) : UNKNOWN;
  const atSite = facts.inPerson && siteHolds(facts, where) && !Number.isNaN(siteValue(facts, where));
  return {
    reachedBy: atSite ? 'SITE' : isServed(facts, where) ? 'AREA' : null,
    distanceMetres: Number.isNaN(metres) ? null : Math.round(metres),
  };
}

/**
 * In person, from a place: 1 in the near band, then evenly down to 0 at the farthest acceptable distance. In person, in an area
 * or box: 1 inside and 0 outside. Outreach or online: 1 if it serves the area.
 */
export const distancePart: Part = {
  kind: 'DISTANCE',
  weight: 15,

  value(facts, { where }) {
    if (isServed(facts, where!)) return 1;
    return facts.inPerson ? siteValue(facts, where!) : 0;
  },

  holds(facts, { where }) {
    return isServed(facts, where!) || (facts.inPerson && siteHolds(facts, where!));
  },

  sentence(facts, { where }, wording) {
    if (isServed(facts, where!)) return servedSentence(facts, where!, wording);
    if (!facts.inPerson) return `${howItComes(facts)}, but does not serve this area.`;
    if (facts.siteId === null) return 'It does not say where it takes place.';
    const { origin, farthest, unit, understood } = where!;
    if (!origin) {
      const value = siteValue(facts, where!);
      if (Number.isNaN(value)) return 'The exact location of its site is not known.';
      return `It is ${value === 1 ? 'in' : 'outside'} ${understood.area}.`;
    }
    const metres = metresFrom(origin, facts);
    if (Number.isNaN(metres)) return 'The exact location of its site is not known.';
    return `It is ${distanceInWords(metres, unit)} away in a straight line${pointsInWords(metres, farthest, unit)}.`;
  },

  miss: {
    off(facts, { where }) {
      const { origin, farthest } = where!;
      if (!facts.inPerson || !origin || farthest === null) return Number.POSITIVE_INFINITY;
      const horizon = Math.max(farthest, LEAST_MISS);
      if (isFarNorthOrSouth(facts, origin, farthest + horizon)) return Number.POSITIVE_INFINITY;
      const off = metresFrom(origin, facts) - farthest;
      return off <= horizon ? off : Number.POSITIVE_INFINITY;
    },
    roundUp: (off, { where }) => wholeUnitsUp(off, where!.unit),
    sentence: (count, within, { where }) =>
      `${count} more would fit if you looked ${distanceInWords(within, where!.unit)} further.`,
  },
};

/**
 * A rectangle with room to spare: no site outside it can meet the hard condition on distance, or come near to it. Null if there
 * is no farthest distance.
 */
export function horizonOf({ where }: Question): Box | null {
  if (!where?.origin || where.farthest === null) return null;
  const { lat, lng } = where.origin;
  const degrees = (where.farthest + Math.max(where.farthest, LEAST_MISS)) / METRES_PER_DEGREE + SPARE_DEGREES;
  const [south, north] = [lat - degrees, lat + degrees];
  const narrowest = Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  const aside = degrees / narrowest; // negative or endless at a pole
  if (!(aside > 0) || lng - aside < -180 || lng + aside > 180) return { south, north, west: -180, east: 180 };
  return { south, north, west: lng - aside, east: lng + aside };
}

function isServed({ areasServed }: MatchFacts, { areas }: MatchWhere): boolean {
  for (const token of areasServed) if (areas.has(token)) return true;
  return false;
}

function siteValue(facts: MatchFacts, where: MatchWhere): number {
  const { scope } = where;
  switch (scope.kind) {
    case 'radius': {
      const farthest = where.farthest ?? USUAL_FARTHEST;
      if (isFarNorthOrSouth(facts, scope.centre, farthest)) return 0;
      const metres = metresFrom(scope.centre, facts);
      const near = farthest * NEAR_BAND;
      if (metres <= near) return 1;
      return metres >= farthest ? 0 : (farthest - metres) / (farthest - near);
    }
    case 'box': {
      const { latitude, longitude } = facts;
      if (Number.isNaN(latitude)) return UNKNOWN;
      const inside =
        latitude >= scope.south &&
        latitude <= scope.north &&
        longitude >= scope.west &&
        longitude <= scope.east;
      return inside ? 1 : 0;
    }
    case 'area': {
      const { isVague, districtCode, planningAreaId } = facts.areas;
      const within = scope.field === 'district' ? districtsOf(facts.areas) : [planningAreaId];
      if (within.some((area) => area !== null && scope.values.includes(area))) return 1;
      return within[0] === null && (isVague || districtCode === null) ? UNKNOWN : 0;
    }
  }
}

/** The farthest distance itself is acceptable, as in a search. */
function siteHolds(facts: MatchFacts, where: MatchWhere): boolean {
  if (where.scope.kind !== 'radius') return siteValue(facts, where) !== 0;
  if (where.farthest === null) return true;
  if (isFarNorthOrSouth(facts, where.scope.centre, where.farthest)) return false;
  return !(metresFrom(where.scope.centre, facts) > where.farthest);
}

/** Quicker to work out than the distance, and enough for most of the country. False if the position is not known. */
function isFarNorthOrSouth({ latitude }: MatchFacts, { lat }: LatLng, metres: number): boolean {
  return Math.abs(latitude - lat) * METRES_PER_DEGREE > metres;
}

function metresFrom({ lat, lng }: LatLng, { latitude, longitude }: MatchFacts): number {
  return haversineMetres(lat, lng, latitude, longitude);
}

function servedSentence(facts: MatchFacts, { areas, origin, unit }: MatchWhere, wording: Wording): string {
  const served = facts.areasServed
    .filter((token) => areas.has(token))
    .map((token) => wording.areaName(token));
  const metres = facts.inPerson && origin ? metresFrom(origin, facts) : UNKNOWN;
  const site = Number.isNaN(metres) ? '' : `; its site is ${distanceInWords(metres, unit)} away`;
  return `${howItComes(facts)} and serves ${listed(served)}${site}.`;
}

/** How the distance counts, to follow the distance itself: no one has to guess why something acceptable brings few points or none. */
function pointsInWords(metres: number, farthest: number | null, unit: DistanceUnit): string {
  const end = farthest ?? USUAL_FARTHEST;
  const near = distanceInWords(end * NEAR_BAND, unit);
  const limit = distanceInWords(end, unit);
  if (farthest === null) {
    return metres <= end * NEAR_BAND
      ? ''
      : `; you set no limit, so points fall from ${near} to none at ${limit}`;
  }
  return metres <= end * NEAR_BAND || metres > farthest
    ? `; your limit is ${limit}`
    : `; points fall from ${near} to none at your limit of ${limit}`;
}

function howItComes({ outreach }: MatchFacts): string {
  return outreach ? 'It comes to the pupil' : 'It is online';
}
