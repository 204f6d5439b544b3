import { v7 as uuidv7 } from 'uuid';
import { isBlank, unshowable, unstorable, withoutUnseen } from '../../../platform/characters.js';
import { isLocalDate } from '../../../platform/clock.js';
import { isOnNationalGrid, osgb36ToWgs84 } from '../../../platform/osgb36.js';
import { parsePostcode } from '../../place/postcode.js';
import { webAddress } from '../../privacy/text.rules.js';
import type { CopyValue } from './copy-rows.repository.js';
import { type GiasField, type GiasRecord, giasColumns } from './gias-columns.js';

/** Columns of the staging table with their SQL types, in the order of COPY. */
export const stagedColumns = {
  urn: 'text',
  name: 'text',
  la_code: 'text',
  la_name: 'text',
  la_gss: 'text',
  establishment_number: 'text',
  ukprn: 'text',
  uprn: 'text',
  type_code: 'text',
  status_code: 'text',
  phase_code: 'text',
  low_age: 'integer',
  high_age: 'integer',
  opened_on: 'date',
  closed_on: 'date',
  street: 'text',
  locality: 'text',
  town: 'text',
  postcode: 'text',
  latitude: 'float8',
  longitude: 'float8',
  position_precision: 'text',
  district_code: 'text',
  district_name: 'text',
  website: 'text',
  provider_id: 'uuid',
  site_id: 'uuid',
} as const;

/** An establishment as it is staged. */
export type StagedSchool = Record<keyof typeof stagedColumns, CopyValue>;

/** What is wrong with a row; it says what is expected and never repeats the value. */
export interface FieldError {
  readonly column: string;
  readonly message: string;
}

/** GIAS status 2: closed. */
export const CLOSED = '2';

/** GIAS types that are alternative provision by themselves: PRU, AP academies (converter, sponsor-led), AP free school. */
const apTypes = new Set(['14', '42', '43', '38']);

/**
 * Reads a row. A wrong date, or something wrong in a key column, makes the row unusable; another value in a form that
 * cannot be stored is left out, and `leaveOut` hears of its column.
 */
export function readSchool(
  record: GiasRecord,
  leaveOut: (column: string) => void,
): StagedSchool | FieldError[] {
  const row = new RowReader(record, leaveOut);
  const name = row.name('name');
  const typeCode = row.required('typeCode', CODE, 'is not a code');
  const statusCode = row.required('statusCode', CODE, 'is not a code');
  const isEntry = apTypes.has(typeCode) && statusCode !== CLOSED;
  const school = {
    urn: row.urn(),
    name,
    la_code: row.matching('laCode', /^\d{3}$/),
    la_name: row.text('laName'),
    la_gss: row.code('laGss', /^[EWSN]\d{8}$/),
    establishment_number: row.matching('establishmentNumber', /^\d{4}$/),
    ukprn: row.matching('ukprn', /^\d{8}$/),
    uprn: row.matching('uprn', /^\d{1,12}$/),
    type_code: typeCode,
    status_code: statusCode,
    phase_code: row.text('phaseCode'),
    low_age: row.age('lowAge'),
    high_age: row.age('highAge'),
    opened_on: row.date('openedOn'),
    closed_on: row.date('closedOn'),
    street: row.lines('street'),
    locality: [row.text('locality'), row.text('address3')].filter(Boolean).join(', ') || null,
    town: row.text('town'),
    postcode: row.postcode(),
    ...row.position(),
    district_code: row.code('districtCode', /^[EWSN]\d{8}$/),
    district_name: row.text('districtName'),
    website: row.website(),
    provider_id: isEntry ? uuidv7() : null,
    site_id: isEntry ? uuidv7() : null,
  };
  return row.errors.length > 0 ? row.errors : school;
}

const LONGEST_TEXT = 200;
const CODE = /^\w{1,20}$/;
const SPACES = /\s+/g;
const PLAIN = /^[ -~]*$/;

/** A text of a file without what nobody can see. */
function visible(value: string | null): string | null {
  if (value === null || PLAIN.test(value)) return value;
  return isBlank(value) ? null : withoutUnseen(value).trim();
}

function onOneLine(value: string | null): string | null {
  return value === null || PLAIN.test(value) ? value : value.replace(SPACES, ' ');
}

function isShowable(value: string): boolean {
  return PLAIN.test(value) || (unstorable(value) ?? unshowable(value)) === null;
}

/** Reads single values of a row and collects what is wrong with it. */
class RowReader {
  readonly errors: FieldError[] = [];

  constructor(
    private readonly record: GiasRecord,
    private readonly leaveOut: (column: string) => void,
  ) {}

  /** A value without surrounding space; null when it is empty or its column is missing. */
  raw(field: GiasField): string | null {
    const value = this.record[field]?.trim() || null;
    if (!value?.includes('\0')) return value;
    this.wrong(field, 'holds a zero byte');
    return null;
  }

  /** Words on one line; null when there are none. A text that holds what no text may hold is left out. */
  text(field: GiasField): string | null {
    return onOneLine(this.lines(field));
  }

  /** As `text`, on as many lines as they are in the file. */
  lines(field: GiasField): string | null {
    const value = visible(this.raw(field));
    if (value === null || (value.length <= LONGEST_TEXT && isShowable(value))) return value;
    this.leaveOut(giasColumns[field]);
    return null;
  }

  /** Words on one line, without which the row is unusable. */
  name(field: GiasField): string {
    const value = onOneLine(visible(this.raw(field))) ?? '';
    if (value.length < 2 || value.length > LONGEST_TEXT)
      this.wrong(field, `must have 2 to ${LONGEST_TEXT} characters`);
    else if (!isShowable(value)) this.wrong(field, 'holds a character that cannot be shown');
    return value;
  }

  /** A URN as GIAS gives them out: those of demonstrations begin with 0. */
  urn(): string {
    const value = this.required('urn', /^\d{6}$/, 'must have six digits');
    if (/^0\d{5}$/.test(value)) this.wrong('urn', 'cannot begin with 0');
    return value;
  }

  required(field: GiasField, pattern: RegExp, otherwise: string): string {
    const value = this.raw(field) ?? '';
    if (!pattern.test(value)) this.wrong(field, otherwise);
    return value;
  }

  /** A value of that form; of another form (a number that a spreadsheet made 2E+11 of), it is left out. */
  matching(field: GiasField, pattern: RegExp): string | null {
    const value = this.raw(field);
    if (value === null || pattern.test(value)) return value;
    this.leaveOut(giasColumns[field]);
    return null;
  }

  /** A code of that form; others stand for "not applicable" (999999999) and are no mistake. */
  code(field: GiasField, pattern: RegExp): string | null {
    const value = this.raw(field);
    return value !== null && pattern.test(value) ? value : null;
  }

  age(field: GiasField): number | null {
    const value = this.matching(field, /^\d{1,2}$/);
    return value === null ? null : Number(value);
  }

  /** `dd-MM-yyyy`, as published, or `dd/MM/yyyy`, as a spreadsheet saves it. */
  date(field: GiasField): string | null {
    const value = this.raw(field);
    if (value === null) return null;
    const [, day = '', month = '', year = ''] = /^(\d\d)[-/](\d\d)[-/](\d{4})$/.exec(value) ?? [];
    const iso = `${year}-${month}-${day}`;
    if (isLocalDate(iso)) return iso;
    this.wrong(field, 'is not a date like 31-08-2023');
    return null;
  }

  postcode(): string | null {
    const value = this.raw('postcode');
    if (value === null) return null;
    const parts = parsePostcode(value);
    if (parts?.kind === 'POSTCODE') return parts.postcode;
    this.leaveOut(giasColumns.postcode);
    return null;
  }

  /** WGS84 to six decimals (0.1 m). GIAS has positions on the National Grid; 0 and nothing are none. */
  position(): Pick<StagedSchool, 'latitude' | 'longitude' | 'position_precision'> {
    const easting = Number(this.raw('easting'));
    const northing = Number(this.raw('northing'));
    const onGrid = isOnNationalGrid(easting, northing);
    if (!onGrid) this.leaveOut(giasColumns.easting);
    if (!onGrid || easting === 0 || northing === 0) {
      return { latitude: null, longitude: null, position_precision: null };
    }
    const { lat, lng } = osgb36ToWgs84(easting, northing);
    return {
      latitude: Number(lat.toFixed(6)),
      longitude: Number(lng.toFixed(6)),
      position_precision: 'POINT',
    };
  }

  /** A web address with its scheme, which GIAS often leaves away. */
  website(): string | null {
    const value = this.raw('website');
    if (value === null) return null;
    const address = value.replace(/^(https?):\/\//i, (scheme) => scheme.toLowerCase());
    const complete = /^https?:\/\//.test(address) ? address : `http://${address}`;
    const { data } = webAddress.safeParse(complete);
    if (data !== undefined) return data;
    this.leaveOut(giasColumns.website);
    return null;
  }

  private wrong(field: GiasField, message: string): void {
    this.errors.push({ column: giasColumns[field], message });
  }
}
