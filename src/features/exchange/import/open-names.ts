import type { LatLng } from '../../../platform/geo.js';
import { isOnNationalGrid, osgb36ToWgs84 } from '../../../platform/osgb36.js';
import type { SettlementKind } from '../../place/settlement.rules.js';
import { printable } from './import-problem.js';

/** The columns of OS Open Names, in the order of its header file, which comes apart from the rows. */
export const openNamesColumns = [
  'ID',
  'NAMES_URI',
  'NAME1',
  'NAME1_LANG',
  'NAME2',
  'NAME2_LANG',
  'TYPE',
  'LOCAL_TYPE',
  'GEOMETRY_X',
  'GEOMETRY_Y',
  'MOST_DETAIL_VIEW_RES',
  'LEAST_DETAIL_VIEW_RES',
  'MBR_XMIN',
  'MBR_YMIN',
  'MBR_XMAX',
  'MBR_YMAX',
  'POSTCODE_DISTRICT',
  'POSTCODE_DISTRICT_URI',
  'POPULATED_PLACE',
  'POPULATED_PLACE_URI',
  'POPULATED_PLACE_TYPE',
  'DISTRICT_BOROUGH',
  'DISTRICT_BOROUGH_URI',
  'DISTRICT_BOROUGH_TYPE',
  'COUNTY_UNITARY',
  'COUNTY_UNITARY_URI',
  'COUNTY_UNITARY_TYPE',
  'REGION',
  'REGION_URI',
  'COUNTRY',
  'COUNTRY_URI',
  'RELATED_SPATIAL_OBJECT',
  'SAME_AS_DBPEDIA',
  'SAME_AS_GEONAMES',
] as const;

const needed = [
  'ID',
  'NAME1',
  'NAME2',
  'TYPE',
  'LOCAL_TYPE',
  'GEOMETRY_X',
  'GEOMETRY_Y',
  'DISTRICT_BOROUGH',
  'COUNTY_UNITARY',
  'COUNTRY',
] as const;
type Needed = (typeof needed)[number];

/** At which position each column is that is read. */
export type OpenNamesColumns = Readonly<Record<Needed, number>>;

/** The columns as the product's own header says; null if the row is not such a header. */
export function columnsOf(header: readonly string[]): OpenNamesColumns | null {
  const names = header.map((name) => name.trim().toUpperCase());
  const found = needed.map((name) => [name, names.indexOf(name)] as const);
  return found.every(([, at]) => at >= 0) ? (Object.fromEntries(found) as OpenNamesColumns) : null;
}

/** The columns where no header is at hand. */
export const usualColumns = columnsOf(openNamesColumns)!;

/** What the rows of the product are about. */
const TYPES: ReadonlySet<string> = new Set([
  'populatedPlace',
  'transportNetwork',
  'hydrography',
  'landform',
  'landcover',
  'other',
]);

/** Whether a row is one of the product's. */
export function isOpenNames(row: readonly string[], columns: OpenNamesColumns): boolean {
  return row.length === openNamesColumns.length && TYPES.has(row[columns.TYPE] ?? '');
}

/** A settlement of the product. */
export interface ListedPlace {
  readonly id: string;
  readonly name: string;
  readonly otherName: string | null;
  readonly kind: SettlementKind;
  readonly position: LatLng;
  /** The names of its district or, for a unitary authority, of that. Empty if there is none. */
  readonly district: string;
  readonly country: string;
}

const kinds: Readonly<Record<string, SettlementKind>> = {
  City: 'CITY',
  Town: 'TOWN',
  Village: 'VILLAGE',
  Hamlet: 'HAMLET',
  'Suburban Area': 'SUBURB',
  'Other Settlement': 'OTHER',
};

const ID = /^[A-Za-z0-9_-]{1,40}$/;
const LONGEST_NAME = 120;
const METRES = /^\d{1,7}(?:\.\d{1,3})?$/;
/** At least one letter of any script. */
const LETTER = /\p{L}/u;

/** Reads a row. Null if it is not a settlement. Returns a text if something is wrong with it. */
export function readOpenName(row: readonly string[], columns: OpenNamesColumns): ListedPlace | string | null {
  const value = (name: Needed) => row[columns[name]]?.trim() ?? '';
  if (value('TYPE') !== 'populatedPlace') return null;
  const id = value('ID');
  if (!ID.test(id)) return `"${printable(id).slice(0, 40)}" is not an identifier`;
  const name = value('NAME1');
  if (!isName(name)) return `${id} has no name of at most ${LONGEST_NAME} characters`;
  const [x, y] = [value('GEOMETRY_X'), value('GEOMETRY_Y')];
  if (!METRES.test(x) || !METRES.test(y)) return `GEOMETRY_X and GEOMETRY_Y of ${id} are not whole metres`;
  const [easting, northing] = [Math.round(Number(x)), Math.round(Number(y))];
  if (!isOnNationalGrid(easting, northing) || (easting === 0 && northing === 0)) {
    return `GEOMETRY_X and GEOMETRY_Y of ${id} are not on the National Grid`;
  }
  const other = value('NAME2');
  return {
    id,
    name,
    otherName: isName(other) && other !== name ? other : null,
    kind: kinds[value('LOCAL_TYPE')] ?? 'OTHER',
    position: osgb36ToWgs84(easting, northing),
    district: value('DISTRICT_BOROUGH') || value('COUNTY_UNITARY'),
    country: value('COUNTRY'),
  };
}

function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_NAME && LETTER.test(text) && printable(text) === text;
}
