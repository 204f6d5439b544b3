import { v7 as uuidv7 } from 'uuid';
import type { CopyValue } from './copy-rows.repository.js';
import type { GiasRecord } from './gias-columns.js';
import {
  CODE,
  type FieldError,
  type GiasRowContext,
  NOT_A_CODE,
  RowReader,
  withoutZeros,
} from './gias-values.js';

/** The columns of the staging table with their SQL types, in the order for COPY. */
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
  left_out: 'text[]',
} as const;

/** An establishment as it is staged. */
export type StagedSchool = Record<keyof typeof stagedColumns, CopyValue>;

/** GIAS status 2: closed. */
export const CLOSED = '2';

/** GIAS types that are always alternative provision: PRU, AP academies (converter, sponsor-led), AP free school. */
const apTypes = new Set(['14', '42', '43', '38']);

/**
 * Reads a row. If a value in a key column is wrong, the row cannot be used. Other values that cannot be stored are left out, and
 * `left_out` names their fields, so that they do not replace what is stored.
 */
export function readSchool(record: GiasRecord, context: GiasRowContext): StagedSchool | FieldError[] {
  const row = new RowReader(record, context);
  const name = row.name('name');
  const typeCode = row.requiredCode('typeCode');
  const statusCode = row.requiredCode('statusCode');
  const isEntry = apTypes.has(typeCode) && statusCode !== CLOSED;
  const postcode = row.postcode();
  const school = {
    urn: row.urn(),
    name,
    la_code: row.padded('laCode', 3),
    la_name: row.text('laName'),
    la_gss: row.areaCode('laGss'),
    establishment_number: row.padded('establishmentNumber', 4),
    ukprn: row.matching('ukprn', /^\d{8}$/, 'must have eight digits'),
    uprn: withoutZeros(row.matching('uprn', /^\d{1,12}$/, 'must have up to 12 digits')),
    type_code: typeCode,
    status_code: statusCode,
    phase_code: withoutZeros(row.matching('phaseCode', CODE, NOT_A_CODE)),
    low_age: row.age('lowAge'),
    high_age: row.age('highAge'),
    opened_on: row.date('openedOn'),
    closed_on: row.date('closedOn'),
    street: row.lines('street'),
    locality: [row.text('locality'), row.text('address3')].filter(Boolean).join(', ') || null,
    town: row.text('town'),
    postcode,
    ...row.position(postcode),
    district_code: row.areaCode('districtCode'),
    district_name: row.text('districtName'),
    website: row.website(),
    provider_id: isEntry ? uuidv7() : null,
    site_id: isEntry ? uuidv7() : null,
    left_out: row.leftOut.size > 0 ? `{${[...row.leftOut].join(',')}}` : null,
  };
  return row.errors.length > 0 ? row.errors : school;
}
