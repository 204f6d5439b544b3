/** Mean Earth radius in metres. Meilisearch uses the same for `_geoRadius`, so both engines agree. */
export const EARTH_RADIUS_METRES = 6_371_000;

/** A WGS84 position in decimal degrees. */
export interface LatLng {
  readonly lat: number;
  readonly lng: number;
}

const RADIANS = Math.PI / 180;

/** Great-circle distance in metres between two WGS84 points, by the haversine formula. */
export function haversineMetres(aLat: number, aLng: number, bLat: number, bLng: number): number {
  const dLat = Math.sin(((bLat - aLat) * RADIANS) / 2);
  const dLng = Math.sin(((bLng - aLng) * RADIANS) / 2);
  const h = dLat * dLat + Math.cos(aLat * RADIANS) * Math.cos(bLat * RADIANS) * dLng * dLng;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}
