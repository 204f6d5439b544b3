import { createRequire } from 'node:module';
import type proj4 from 'proj4';
import type { LatLng } from './geo.js';

/**
 * The National Grid, in metres: true origin 49°N 2°W at 400 km E, -100 km N, on the Airy ellipsoid, with its shift to WGS84 by the
 * seven parameters of the Ordnance Survey's guide.
 */
export const NATIONAL_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +a=6377563.396 +b=6356256.909 ' +
  '+towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs';

/** Extent of the National Grid in metres. */
const GRID_EAST = 700_000;
const GRID_NORTH = 1_300_000;

/** Whether two numbers are metres on the National Grid; NaN is not. */
export function isOnNationalGrid(easting: number, northing: number): boolean {
  return easting >= 0 && easting <= GRID_EAST && northing >= 0 && northing <= GRID_NORTH;
}

let toWgs84: ReturnType<typeof converter> | undefined;

/** Loaded on first use: loading proj4 takes a tenth of a second, and few runs need it. */
function converter() {
  const load: typeof proj4 = createRequire(import.meta.url)('proj4');
  return load(NATIONAL_GRID, 'WGS84');
}

/**
 * The WGS84 position of a National Grid position (OSGB36, metres), by the Helmert transformation of the Ordnance Survey's "A guide to
 * coordinate systems in Great Britain".
 *
 * For 36 of the 40 published OSTN15 test points the result is less than 3.5 m off. For the others (Scilly, the Lizard, Lewis,
 * St Kilda) it is less than 5 m off. This is enough for the middle of a few streets, but not for a boundary. OSTN15 itself is a
 * 15 MB grid of shifts.
 */
export function osgb36ToWgs84(easting: number, northing: number): LatLng {
  toWgs84 ??= converter();
  const [lng, lat] = toWgs84.forward([easting, northing]) as [number, number];
  return { lat, lng };
}
