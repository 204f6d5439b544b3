import type { LatLng } from '../../../platform/geo.js';
import { isOnNationalGrid, osgb36ToWgs84 } from '../../../platform/osgb36.js';
import { parsePostcode } from '../../place/postcode.js';
import { printable } from './import-problem.js';

/** A postcode as a product lists it. */
export interface ListedPostcode {
  /** As it is stored: "NR21 9AA". */
  readonly postcode: string;
  readonly terminated: boolean;
  /** Null when the product has no location for it. */
  readonly position: LatLng | null;
  readonly districtCode: string | null;
}

/** What a row says; a text is what is wrong with it. */
export type RowReader = (row: readonly string[]) => ListedPostcode | string;

/** How to read a file that was recognised. */
export interface PostcodeLayout {
  readonly product: string;
  readonly hasHeader: boolean;
  readonly read: RowReader;
}

/** The products that can be imported, as messages name them. */
export const acceptedProducts = 'OS Code-Point Open, ONSPD or NSPL';

/** Tells from the first row of a CSV file which product it is; null when it is none. */
export function recogniseProduct(firstRow: readonly string[], name: string): PostcodeLayout | null {
  return codePointOpen(firstRow) ?? onsDirectory(firstRow, name);
}

/** GSS codes; those of nines stand for "no district" (Isle of Man, Channel Islands). */
const DISTRICT = /^[EWSN]\d{8}$/;
const NO_DISTRICT = /^.9{8}$/;

function district(code: string | undefined): string | null {
  return code && DISTRICT.test(code) && !NO_DISTRICT.test(code) ? code : null;
}

function storedPostcode(text: string): string | null {
  const parts = parsePostcode(text);
  return parts?.kind === 'POSTCODE' ? parts.postcode : null;
}

const NO_LOCATION_QUALITY = '90';

/**
 * OS Code-Point Open: no header; postcode, quality, easting, northing, country, two NHS codes, county, district,
 * ward. Quality 90 means that there is no location; the position is then 0,0.
 */
function codePointOpen(firstRow: readonly string[]): PostcodeLayout | null {
  const [postcode = '', quality = '', easting = '', northing = ''] = firstRow;
  const fits =
    firstRow.length === 10 &&
    storedPostcode(postcode) !== null &&
    /^\d\d$/.test(quality) &&
    /^\d+$/.test(easting) &&
    /^\d+$/.test(northing);
  return fits ? { product: 'OS Code-Point Open', hasHeader: false, read: readCodePoint } : null;
}

function readCodePoint(row: readonly string[]): ListedPostcode | string {
  const postcode = storedPostcode(row[0] ?? '');
  if (!postcode) return notAPostcode(row[0]);
  const easting = Number(row[2] || Number.NaN);
  const northing = Number(row[3] || Number.NaN);
  if (!isOnNationalGrid(easting, northing)) {
    return `easting and northing of ${postcode} are not on the National Grid`;
  }
  const located = row[1] !== NO_LOCATION_QUALITY && (easting !== 0 || northing !== 0);
  return {
    postcode,
    terminated: false,
    position: located ? osgb36ToWgs84(easting, northing) : null,
    districtCode: district(row[8]),
  };
}

/** Beyond every latitude: how the ONS says that a postcode has no location (99.999999). */
const NO_LOCATION_LATITUDE = 90;

/**
 * The ONS directories, by header: `pcds`, `pcd8` or `pcd`; `lat` and `long` in WGS84; the district under `oslaua`,
 * `laua` or a name like `lad26cd`; `doterm` is set when the postcode is no longer in use.
 */
function onsDirectory(firstRow: readonly string[], name: string): PostcodeLayout | null {
  const header = firstRow.map((column) => column.trim().toLowerCase());
  const postcode = ['pcds', 'pcd8', 'pcd']
    .map((column) => header.indexOf(column))
    .find((index) => index >= 0);
  const latitude = header.indexOf('lat');
  const longitude = header.indexOf('long');
  const termination = header.indexOf('doterm');
  const districtCode = header.findIndex((column) => /^(oslaua|laua|lad\d\dcd)$/.test(column));
  const needed = [latitude, longitude, termination, districtCode];
  if (postcode === undefined || needed.some((index) => index < 0)) return null;

  const read: RowReader = (row) => {
    const stored = storedPostcode(row[postcode] ?? '');
    if (!stored) return notAPostcode(row[postcode]);
    const terminated = row[termination] !== '';
    const lat = Number(row[latitude] || Number.NaN);
    const lng = Number(row[longitude] || Number.NaN);
    // One that has ended is not stored, whatever else its row says.
    if (!terminated && !(Math.abs(lat) < 100 && Math.abs(lng) <= 180)) {
      return `lat and long of ${stored} are not a position`;
    }
    const position = lat < NO_LOCATION_LATITUDE ? { lat, lng } : null;
    return { postcode: stored, terminated, position, districtCode: district(row[districtCode]) };
  };
  return { product: onsProduct(header, name), hasHeader: true, read };
}

/** Both directories share their columns; parishes are only in the ONSPD. */
function onsProduct(header: readonly string[], name: string): string {
  if (/nspl/i.test(name)) return 'NSPL';
  if (/onspd/i.test(name)) return 'ONSPD';
  return header.some((column) => /^par(ish|ncp\d\dcd)$/.test(column)) ? 'ONSPD' : 'NSPL';
}

function notAPostcode(text = ''): string {
  return `"${printable(text).slice(0, 20)}" is not a postcode`;
}
