import type { LatLng } from './geo.js';

/*
 * Ordnance Survey, "A guide to coordinate systems in Great Britain": the inverse Transverse Mercator projection
 * (annexe C), geodetic to cartesian and back (annexe B) and the approximate WGS84 to OSGB36 transformation, a
 * seven-parameter Helmert transformation whose error the guide gives as up to 3.5 m (95 %) horizontally.
 */

const RADIANS = Math.PI / 180;

/** An ellipsoid of revolution: semi-major axis in metres and first eccentricity squared. */
interface Ellipsoid {
  readonly a: number;
  readonly e2: number;
}

function ellipsoid(a: number, b: number): Ellipsoid {
  return { a, e2: 1 - (b * b) / (a * a) };
}

const AIRY_B = 6_356_256.909;
const airy = ellipsoid(6_377_563.396, AIRY_B);
const wgs84 = ellipsoid(6_378_137, 6_356_752.3142);

/** The National Grid: true origin 49°N 2°W at 400 km E, -100 km N, and the scale on the central meridian. */
const ORIGIN_LATITUDE = 49 * RADIANS;
const ORIGIN_LONGITUDE = -2 * RADIANS;
const FALSE_EASTING = 400_000;
const FALSE_NORTHING = -100_000;
const SCALE = 0.999_601_271_7;

// Coefficients of the meridional arc.
const N = (airy.a - AIRY_B) / (airy.a + AIRY_B);
const ARC_0 = 1 + N + (5 / 4) * N * N + (5 / 4) * N * N * N;
const ARC_1 = 3 * N + 3 * N * N + (21 / 8) * N * N * N;
const ARC_2 = (15 / 8) * (N * N + N * N * N);
const ARC_3 = (35 / 24) * N * N * N;

/** Developed arc of the meridian in metres from the true origin to a latitude in radians. */
function meridionalArc(latitude: number): number {
  const difference = latitude - ORIGIN_LATITUDE;
  const sum = latitude + ORIGIN_LATITUDE;
  return (
    AIRY_B *
    SCALE *
    (ARC_0 * difference -
      ARC_1 * Math.sin(difference) * Math.cos(sum) +
      ARC_2 * Math.sin(2 * difference) * Math.cos(2 * sum) -
      ARC_3 * Math.sin(3 * difference) * Math.cos(3 * sum))
  );
}

/** The guide iterates until the northing is met to a hundredth of a millimetre. */
const NORTHING_TOLERANCE = 0.000_01;

/** Latitude and longitude in radians on the Airy ellipsoid of a National Grid position. */
function unproject(easting: number, northing: number): [latitude: number, longitude: number] {
  let footpoint = ORIGIN_LATITUDE;
  let rest = northing - FALSE_NORTHING;
  do {
    footpoint += rest / (airy.a * SCALE);
    rest = northing - FALSE_NORTHING - meridionalArc(footpoint);
  } while (Math.abs(rest) >= NORTHING_TOLERANCE);

  const sin = Math.sin(footpoint);
  const tan = Math.tan(footpoint);
  const sec = 1 / Math.cos(footpoint);
  const t2 = tan * tan;
  const t4 = t2 * t2;
  const curvature = 1 - airy.e2 * sin * sin;
  const nu = (airy.a * SCALE) / Math.sqrt(curvature);
  const rho = (nu * (1 - airy.e2)) / curvature;
  const eta2 = nu / rho - 1;

  const x = (easting - FALSE_EASTING) / nu;
  const x2 = x * x;
  const latitude =
    footpoint -
    ((tan * nu) / rho) *
      x2 *
      (1 / 2 -
        (x2 / 24) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) +
        ((x2 * x2) / 720) * (61 + 90 * t2 + 45 * t4));
  const longitude =
    ORIGIN_LONGITUDE +
    sec *
      x *
      (1 -
        (x2 / 6) * (nu / rho + 2 * t2) +
        ((x2 * x2) / 120) * (5 + 28 * t2 + 24 * t4) -
        ((x2 * x2 * x2) / 5040) * (61 + 662 * t2 + 1320 * t4 + 720 * t4 * t2));
  return [latitude, longitude];
}

/** Extent of the National Grid in metres. */
const GRID_EAST = 700_000;
const GRID_NORTH = 1_300_000;

/** Whether these are metres on the National Grid; no number (NaN) is not. */
export function isOnNationalGrid(easting: number, northing: number): boolean {
  return easting >= 0 && easting <= GRID_EAST && northing >= 0 && northing <= GRID_NORTH;
}

// The guide's parameters are for WGS84 to OSGB36; for such small angles the reverse is the same with signs changed.
const SHIFT_X = 446.448;
const SHIFT_Y = -125.157;
const SHIFT_Z = 542.06;
const ENLARGEMENT = 1 - 20.4894e-6;
const ARC_SECOND = RADIANS / 3600;
const ROTATION_X = 0.1502 * ARC_SECOND;
const ROTATION_Y = 0.247 * ARC_SECOND;
const ROTATION_Z = 0.8421 * ARC_SECOND;

/** Four rounds bring the latitude below a tenth of a millimetre anywhere near the surface. */
const LATITUDE_ROUNDS = 4;

/**
 * The WGS84 position of a National Grid position (OSGB36, metres), by the guide's Helmert transformation.
 *
 * Of the 40 published test points of OSTN15, 36 come out less than 3.5 m away and the others (Scilly, the Lizard,
 * Lewis, St Kilda) less than 5 m: enough for the middle of a few streets, not for a boundary. OSTN15 itself is a 15 MB grid of shifts.
 */
export function osgb36ToWgs84(easting: number, northing: number): LatLng {
  const [latitude, longitude] = unproject(easting, northing);

  const sin = Math.sin(latitude);
  const nu = airy.a / Math.sqrt(1 - airy.e2 * sin * sin);
  const flat = nu * Math.cos(latitude);
  const x = flat * Math.cos(longitude);
  const y = flat * Math.sin(longitude);
  const z = (1 - airy.e2) * nu * sin;

  const x84 = SHIFT_X + ENLARGEMENT * x - ROTATION_Z * y + ROTATION_Y * z;
  const y84 = SHIFT_Y + ROTATION_Z * x + ENLARGEMENT * y - ROTATION_X * z;
  const z84 = SHIFT_Z - ROTATION_Y * x + ROTATION_X * y + ENLARGEMENT * z;

  const p = Math.sqrt(x84 * x84 + y84 * y84);
  let latitude84 = Math.atan2(z84, p * (1 - wgs84.e2));
  for (let round = 0; round < LATITUDE_ROUNDS; round++) {
    const s = Math.sin(latitude84);
    latitude84 = Math.atan2(z84 + (wgs84.e2 * wgs84.a * s) / Math.sqrt(1 - wgs84.e2 * s * s), p);
  }
  return { lat: latitude84 / RADIANS, lng: Math.atan2(y84, x84) / RADIANS };
}

/** The position on the old OSGB36 datum itself, in degrees: what the guide's worked example prints. */
export function osgb36LatLng(easting: number, northing: number): LatLng {
  const [latitude, longitude] = unproject(easting, northing);
  return { lat: latitude / RADIANS, lng: longitude / RADIANS };
}
