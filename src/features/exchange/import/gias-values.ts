import { isBlank, unshowable, unstorable, withoutUnseen } from '../../../platform/characters.js';
import { parsePostcode } from '../../place/postcode.js';
import { fileDate } from './file-date.js';
import { mendedWebsite } from './file-website.js';
import { type GiasField, type GiasRecord, giasColumns } from './gias-columns.js';
import { gridPosition } from './grid-position.js';
import type { KnownGround } from './known-ground.js';

/** Something wrong with a row. The message says what is expected and never repeats the value. */
export interface FieldError {
  readonly column: string;
  readonly message: string;
}

/** What a row is read with. */
export interface GiasRowContext {
  readonly ground: KnownGround;
  /** Takes note of a value that is left out: its column, and what is wrong with it. */
  readonly leaveOut: (column: string, message: string) => void;
  /** Called for a date that is only one if the day is first, or only if the month is. */
  readonly dateOrder: (order: 'DAY_FIRST' | 'MONTH_FIRST') => void;
}

/** A WGS84 position, and how precise it is. All null if there is none. */
export interface GiasPosition {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly position_precision: 'POINT' | null;
}

const LONGEST_TEXT = 200;
/** A code of GIAS. */
export const CODE = /^\w{1,20}$/;
/** What is wrong with other values. */
export const NOT_A_CODE = 'is not a code';
/** A GSS code, and what GIAS writes if none applies. */
const AREA = /^[EWSN]\d{8}$/;
const NO_AREA = /^[A-Z]?9{8,9}$/;
/** What a byte becomes that does not stand for a character in the encoding of the file. */
const UNDEFINED_BYTE = '\ufffd';
const SPACES = /\s+/g;
const PLAIN = /^[ -~]*$/;

/** Some programs write codes with zeros before them, and some take them away. */
export function withoutZeros<T extends string | null>(value: T): T {
  return value !== null && /^\d+$/.test(value) ? ((value.replace(/^0+/, '') || '0') as T) : value;
}

/** A text without invisible characters. */
function visible(value: string | null): string | null {
  if (value === null || PLAIN.test(value)) return value;
  return isBlank(value) ? null : withoutUnseen(value).trim();
}

function onOneLine(value: string | null): string | null {
  return value === null || PLAIN.test(value) ? value : value.replace(SPACES, ' ');
}

function isShowable(value: string): boolean {
  return (
    PLAIN.test(value) ||
    (!value.includes(UNDEFINED_BYTE) && (unstorable(value) ?? unshowable(value)) === null)
  );
}

/** Reads the values of a row and collects what is wrong with them. */
export class RowReader {
  readonly errors: FieldError[] = [];
  /** Fields whose value cannot be used. */
  readonly leftOut = new Set<GiasField>();

  constructor(
    private readonly record: GiasRecord,
    private readonly context: GiasRowContext,
  ) {}

  /** A value without surrounding space; null if it is empty or its column is missing. */
  raw(field: GiasField): string | null {
    const value = this.record[field]?.trim() || null;
    if (!value?.includes('\0')) return value;
    this.wrong(field, 'contains a zero byte');
    return null;
  }

  /** A text on one line; null if there is none. A text with characters that are not allowed is left out. */
  text(field: GiasField): string | null {
    return onOneLine(this.lines(field));
  }

  /** Like `text`, but with the lines of the file. */
  lines(field: GiasField): string | null {
    const value = visible(this.raw(field));
    if (value === null || (value.length <= LONGEST_TEXT && isShowable(value))) return value;
    return this.leave(field, value.length > LONGEST_TEXT ? 'is too long' : unshowableIn(value));
  }

  /** A text on one line. Without it the row cannot be used. */
  name(field: GiasField): string {
    const value = onOneLine(visible(this.raw(field))) ?? '';
    if (value.length < 2 || value.length > LONGEST_TEXT)
      this.wrong(field, `must have 2 to ${LONGEST_TEXT} characters`);
    else if (!isShowable(value)) this.wrong(field, unshowableIn(value));
    return value;
  }

  /** A URN that GIAS can have given: URNs that begin with 0 are for demonstration data. */
  urn(): string {
    const value = this.raw('urn') ?? '';
    if (!/^\d{6}$/.test(value)) this.wrong('urn', 'must have six digits');
    if (/^0\d{5}$/.test(value)) this.wrong('urn', 'cannot begin with 0');
    return value;
  }

  requiredCode(field: GiasField): string {
    const value = this.raw(field) ?? '';
    if (!CODE.test(value)) this.wrong(field, NOT_A_CODE);
    return withoutZeros(value);
  }

  /** A value in the given form. In any other form, such as a number that a spreadsheet turned into 2E+11, it is left out. */
  matching(field: GiasField, pattern: RegExp, otherwise: string): string | null {
    const value = this.raw(field);
    return value === null || pattern.test(value) ? value : this.leave(field, otherwise);
  }

  /** A number with a fixed number of digits. Spreadsheets take away the zeros that it begins with. */
  padded(field: GiasField, digits: number): string | null {
    const value = this.matching(field, /^\d+$/, `must have ${digits} digits`);
    if (value === null || value.length <= digits) return value?.padStart(digits, '0') ?? null;
    return this.leave(field, `must have ${digits} digits`);
  }

  /** A GSS code. A code of nines means "not applicable" and is not a mistake. */
  areaCode(field: GiasField): string | null {
    const value = this.raw(field);
    if (value === null || NO_AREA.test(value)) return null;
    return AREA.test(value) ? value : this.leave(field, 'is not a code such as E07000148');
  }

  age(field: GiasField): number | null {
    const value = this.matching(field, /^\d{1,2}$/, 'must be a number of years');
    return value === null ? null : Number(value);
  }

  /** A date in any form that has one reading. */
  date(field: GiasField): string | null {
    const value = this.raw(field);
    if (value === null) return null;
    const date = fileDate(value);
    if (date === 'MONTH_FIRST') this.context.dateOrder('MONTH_FIRST');
    if (date === null || date === 'MONTH_FIRST') {
      return this.leave(field, 'is not a date like 31-08-2023 or 2023-08-31');
    }
    if (date.form === 'DAY_FIRST') this.context.dateOrder('DAY_FIRST');
    return date.day;
  }

  postcode(): string | null {
    const value = this.raw('postcode');
    if (value === null) return null;
    const parts = parsePostcode(value);
    return parts?.kind === 'POSTCODE' ? parts.postcode : this.leave('postcode', 'is not a full postcode');
  }

  /** WGS84 to six decimals (0.1 m). GIAS has positions on the National Grid. */
  position(postcode: string | null): GiasPosition {
    const [easting, northing] = [this.raw('easting'), this.raw('northing')];
    const none = { latitude: null, longitude: null, position_precision: null };
    if (easting === null && northing === null) return none;
    const found = gridPosition(easting ?? '', northing ?? '', postcode, this.context.ground);
    if (typeof found === 'string') {
      this.leave('easting', found);
      return none;
    }
    return {
      latitude: Number(found.lat.toFixed(6)),
      longitude: Number(found.lng.toFixed(6)),
      position_precision: 'POINT',
    };
  }

  /** A web address with its scheme, which GIAS often leaves out. */
  website(): string | null {
    const value = this.raw('website');
    if (value === null) return null;
    return mendedWebsite(value) ?? this.leave('website', 'is not the address of a web page');
  }

  private leave(field: GiasField, message: string): null {
    this.leftOut.add(field);
    this.context.leaveOut(giasColumns[field], message);
    return null;
  }

  private wrong(field: GiasField, message: string): void {
    this.errors.push({ column: giasColumns[field], message });
  }
}

function unshowableIn(value: string): string {
  return value.includes(UNDEFINED_BYTE)
    ? 'contains a byte that does not stand for a character in the encoding of the file'
    : 'contains a character that cannot be shown';
}
