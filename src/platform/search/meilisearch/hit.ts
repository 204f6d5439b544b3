import { haversineMetres, type LatLng } from '../../geo.js';
import type { EngineHit, Scope, SearchQuery } from '../port.js';
import type { RawHit } from './answers.js';
import { availFrom } from './document.js';
import { EDGE_METRES } from './filter.js';
import { encodeKeyword } from './keyword-code.js';

/** The attributes that `toHit` needs. */
export function attributesForHit({ scope, sort }: SearchQuery): string[] {
  const needsPlace = scope !== undefined || sort.by === 'distance';
  return [
    'id',
    ...(needsPlace ? ['_geo'] : []),
    ...(scope?.kind === 'area' ? ['onSite', `keywords.${scope.field}`] : []),
  ];
}

/** The point from which distances are measured. */
export function originOf({ scope, sort }: SearchQuery): LatLng | undefined {
  if (sort.by === 'distance') return sort.from;
  return scope?.kind === 'radius' ? scope.centre : undefined;
}

/** The first day on which a hit has so many places for one of the groups, or for any; Infinity if never. */
export function firstDay(
  { availFrom: days }: RawHit,
  places: number,
  groups: readonly (number | undefined)[],
): number {
  return Math.min(...groups.map((group) => days?.[availFrom(places, group)] ?? Number.POSITIVE_INFINITY));
}

/** A hit in the form of the port. The hub calculates distances itself, because Meilisearch rounds them to whole metres. */
export function toHit(query: SearchQuery, raw: RawHit): EngineHit {
  const { scope } = query;
  const from = originOf(query);
  const reachedBy = scope && (isReachedOnSite(scope, raw) ? 'SITE' : 'AREA');
  const metres = from && raw._geo && reachedBy !== 'AREA' ? metresBetween(from, raw._geo) : undefined;
  return {
    id: raw.id,
    ...(metres === undefined ? {} : { distanceMetres: metres }),
    ...(reachedBy ? { reachedBy } : {}),
  };
}

function isReachedOnSite(scope: Scope, { _geo, onSite, keywords }: RawHit): boolean {
  switch (scope.kind) {
    case 'radius':
      return _geo !== undefined && metresBetween(scope.centre, _geo) <= scope.metres + EDGE_METRES;
    case 'box':
      return (
        _geo !== undefined &&
        _geo.lat >= scope.south &&
        _geo.lat <= scope.north &&
        _geo.lng >= scope.west &&
        _geo.lng <= scope.east
      );
    case 'area':
      return (
        onSite === true &&
        scope.values.some((value) => keywords?.[scope.field]?.includes(encodeKeyword(value)))
      );
  }
}

function metresBetween(a: LatLng, b: LatLng): number {
  return haversineMetres(a.lat, a.lng, b.lat, b.lng);
}
