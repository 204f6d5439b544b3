import type { LatLng } from '../../../platform/geo.js';
import { isOnNationalGrid, osgb36ToWgs84 } from '../../../platform/osgb36.js';
import { parsePostcode } from '../../place/postcode.js';
import { printable } from './import-problem.js';

/** A postcode in a product. */
export interface ListedPostcode {
  /** In the form in which it is stored: "NR21 9AA". */
  readonly postcode: string;
  readonly terminated: boolean;
  /** Null if the product has no location for it. */
  readonly position: LatLng | null;
  readonly districtCode: string | null;
}

/** Reads a row. Returns a text if something is wrong with it. */
export type RowReader = (row: readonly string[]) => ListedPostcode | string;

/** How to read a file of a recognised product. */
export interface PostcodeLayout {
  readonly product: string;
  readonly hasHeader: boolean;
  readonly read: RowReader;
}

/** The products that can be imported, as shown in messages. */
export const acceptedProducts = 'OS Code-Point Open, ONSPD or NSPL';

/** Recognises a product by the first row of a CSV file. Returns null if it is not one of the products. */
export function recogniseProduct(firstRow: readonly string[], name: string): PostcodeLayout | null {
  return codePointOpen(firstRow) ?? onsDirectory(firstRow, name);
}

/** GSS codes. Codes of nines mean "no district" (Isle of Man, Channel Islands). */
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
 * OS Code-Point Open has no header. Its columns are postcode, quality, easting, northing, country, two NHS codes, county, district
 * and ward. Quality 90 means that there is no location; the position is then 0,0.
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

/** A number in digits. A spreadsheet turns 590000 into 5.9E+05, which can be another place. */
function metres(text = ''): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function readCodePoint(row: readonly string[]): ListedPostcode | string {
  const postcode = storedPostcode(row[0] ?? '');
  if (!postcode) return notAPostcode(row[0]);
  const easting = metres(row[2]);
  const northing = metres(row[3]);
  if (!isOnNationalGrid(easting, northing)) {
    return `the easting and northing of ${postcode} are not on the National Grid`;
  }
  const located = row[1] !== NO_LOCATION_QUALITY && (easting !== 0 || northing !== 0);
  return {
    postcode,
    terminated: false,
    position: located ? osgb36ToWgs84(easting, northing) : null,
    districtCode: district(row[8]),
  };
}

/** What stands for "in use": nothing, or what programs write for nothing. */
const NOT_TERMINATED = /^(?:|null|none|nan|n\/a|0|-)$/i;

/** Degrees as a decimal number without an exponent. */
function degrees(text = ''): number {
  return /^\s*-?\d{1,3}(?:\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function isInBritishIsles(lat: number, lng: number): boolean {
  return lat >= 49 && lat <= 61 && lng >= -9 && lng <= 2.5;
}

/** The ONS gives postcodes without a location a latitude above this (99.999999). */
const NO_LOCATION_LATITUDE = 90;

/**
 * The ONS directories have a header: `pcds`, `pcd8` or `pcd` for the postcode; `lat` and `long` in WGS84; `oslaua`, `laua` or a name
 * like `lad26cd` for the district; and `doterm`, which is set if the postcode is no longer in use.
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
    const ended = row[termination]!.trim();
    const terminated = /^\d{6}$/.test(ended);
    if (!terminated && !NOT_TERMINATED.test(ended))
      return `the doterm of ${stored} is not a month such as 201906`;
    const [lat, lng] = [degrees(row[latitude]), degrees(row[longitude])];
    const located = lat < NO_LOCATION_LATITUDE;
    // A terminated postcode is not stored, so the rest of its row does not matter.
    if (!terminated && !(Math.abs(lat) < 100 && Math.abs(lng) <= 180))
      return `the lat and long of ${stored} are not a position`;
    if (!terminated && located && !isInBritishIsles(lat, lng)) {
      const swapped = isInBritishIsles(lng, lat) ? ' They seem to be swapped.' : '';
      return `the lat and long of ${stored} are not in Great Britain or Northern Ireland.${swapped}`;
    }
    const position = located ? { lat, lng } : null;
    return { postcode: stored, terminated, position, districtCode: district(row[districtCode]) };
  };
  return { product: onsProduct(header, name), hasHeader: true, read };
}

/** Both directories have the same columns, but only the ONSPD has parishes. */
function onsProduct(header: readonly string[], name: string): string {
  if (/nspl/i.test(name)) return 'NSPL';
  if (/onspd/i.test(name)) return 'ONSPD';
  return header.some((column) => /^par(ish|ncp\d\dcd)$/.test(column)) ? 'ONSPD' : 'NSPL';
}

function notAPostcode(text = ''): string {
  return `"${printable(text).slice(0, 20)}" is not a postcode`;
}
