import proj4 from 'proj4';
import { haversineMetres, type LatLng } from '../../src/platform/geo.js';

/** The National Grid as proj4 knows it, which has no line in common with the hub's. */
const GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +a=6377563.396 +b=6356256.909 ' +
  '+towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs';

/** Metres east and north on the National Grid. */
export function gridOf({ lat, lng }: LatLng): [easting: number, northing: number] {
  const [easting = 0, northing = 0] = proj4('WGS84', GRID, [lng, lat]);
  return [easting, northing];
}

/** The WGS84 position of metres on the National Grid. */
export function atGrid(easting: number, northing: number): LatLng {
  const [lng = 0, lat = 0] = proj4(GRID, 'WGS84', [easting, northing]);
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
