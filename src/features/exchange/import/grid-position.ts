import type { LatLng } from '../../../platform/geo.js';
import { isOnNationalGrid, osgb36ToWgs84 } from '../../../platform/osgb36.js';
import type { KnownGround } from './known-ground.js';

const DIGITS = /^\d{1,7}$/;

/**
 * The WGS84 position of an easting and northing. Only digits are read: a spreadsheet turns 590000 into 5.9E+05, which is another
 * place. A text says what is wrong with them.
 */
export function gridPosition(
  easting: string,
  northing: string,
  postcode: string | null,
  ground: KnownGround,
): LatLng | string {
  if (!DIGITS.test(easting) || !DIGITS.test(northing)) {
    return 'must be whole metres in digits, such as 624073';
  }
  const [east, north] = [Number(easting), Number(northing)];
  if (east === 0 && north === 0) return '0, 0 is not a position';
  const position = placed(east, north, postcode, ground);
  if (position !== null) return position;
  return placed(north, east, postcode, ground) === null
    ? `is not in Great Britain${postcode === null ? '' : ', or not near its postcode'}`
    : 'seems to be swapped: the northing is where the easting should be';
}

/** The position if it can be that of the postcode; otherwise null. */
function placed(
  easting: number,
  northing: number,
  postcode: string | null,
  ground: KnownGround,
): LatLng | null {
  if (!isOnNationalGrid(easting, northing)) return null;
  const position = osgb36ToWgs84(easting, northing);
  const wrong = postcode === null ? ground.isNowhere(position) : ground.isElsewhere(postcode, position);
  return wrong ? null : position;
}
