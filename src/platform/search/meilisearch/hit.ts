import { haversineMetres, type LatLng } from '../../geo.js';
import type { EngineHit, Scope, SearchQuery } from '../port.js';
import type { RawHit } from './answers.js';
import { EDGE_METRES } from './filter.js';
import { encodeKeyword } from './keyword-code.js';

/** What to ask back of documents, so that `toHit` can tell. */
export function attributesForHit({ scope, sort }: SearchQuery): string[] {
  const needsPlace = scope !== undefined || sort.by === 'distance';
  return [
    'id',
    ...(needsPlace ? ['_geo'] : []),
    ...(scope?.kind === 'area' ? ['onSite', `keywords.${scope.field}`] : []),
  ];
}

/** A hit as the port wants it. Distances are the hub's own: Meilisearch rounds them to whole metres. */
export function toHit({ scope, sort }: SearchQuery, raw: RawHit): EngineHit {
  const from = sort.by === 'distance' ? sort.from : scope?.kind === 'radius' ? scope.centre : undefined;
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
