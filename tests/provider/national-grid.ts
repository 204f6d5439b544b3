import proj4 from 'proj4';
import { haversineMetres, type LatLng } from '../../src/platform/geo.js';
import { NATIONAL_GRID } from '../../src/platform/osgb36.js';

/** Metres east and north on the National Grid, by proj4, which has no line in common with the database's own. */
export function gridOf({ lat, lng }: LatLng): [easting: number, northing: number] {
  const [easting = 0, northing = 0] = proj4('WGS84', NATIONAL_GRID, [lng, lat]);
  return [easting, northing];
}

/** The WGS84 position of metres on the National Grid. */
export function atGrid(easting: number, northing: number): LatLng {
  const [lng = 0, lat = 0] = proj4(NATIONAL_GRID, 'WGS84', [easting, northing]);
  return { lat, lng };
}

/** The centre of the kilometre square that a position lies in. */
export function squareCentre(at: LatLng): LatLng {
  const [easting, northing] = gridOf(at).map((metres) => Math.floor(metres / 1_000) * 1_000 + 500);
  return atGrid(easting!, northing!);
}

/** Metres between two positions. */
export function metresBetween(a: LatLng, b: LatLng): number {
  return haversineMetres(a.lat, a.lng, b.lat, b.lng);
}
