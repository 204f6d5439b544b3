import { z } from 'zod';
import { ImportProblem } from './import-problem.js';

/** Columns of the GIAS extract that are needed to identify and understand a row. */
const keyColumns = {
  urn: 'URN',
  name: 'EstablishmentName',
  laCode: 'LA (code)',
  typeCode: 'TypeOfEstablishment (code)',
  statusCode: 'EstablishmentStatus (code)',
} as const;

/** Columns that can be missing from an edition. What is stored for them then stays as it is. */
const otherColumns = {
  laName: 'LA (name)',
  laGss: 'GSSLACode (name)',
  establishmentNumber: 'EstablishmentNumber',
  ukprn: 'UKPRN',
  uprn: 'UPRN',
  phaseCode: 'PhaseOfEducation (code)',
  lowAge: 'StatutoryLowAge',
  highAge: 'StatutoryHighAge',
  openedOn: 'OpenDate',
  closedOn: 'CloseDate',
  street: 'Street',
  locality: 'Locality',
  address3: 'Address3',
  town: 'Town',
  postcode: 'Postcode',
  easting: 'Easting',
  northing: 'Northing',
  districtCode: 'DistrictAdministrative (code)',
  districtName: 'DistrictAdministrative (name)',
  website: 'SchoolWebsite',
} as const;

/** All columns that are read, by their names in the program. Head teachers' names are not among them. */
export const giasColumns = { ...keyColumns, ...otherColumns };

/** The name of a column in the program. */
export type GiasField = keyof typeof giasColumns;

/** A row of the extract, with only the columns above. */
export const giasRecord = z.partialRecord(z.enum(Object.keys(giasColumns) as GiasField[]), z.string());
export type GiasRecord = Readonly<z.output<typeof giasRecord>>;

/**
 * The name in the program for each column of the file; null for a column that is not read.
 * @throws ImportProblem naming the key columns that are missing.
 */
export function giasHeader(header: readonly string[]): (GiasField | null)[] {
  const unread = new Map(Object.entries(giasColumns).map(([field, column]) => [column, field as GiasField]));
  const fields = header.map((name) => {
    const column = name.trim();
    const field = unread.get(column as never) ?? null;
    unread.delete(column as never); // of two columns with one name, the first counts
    return field;
  });
  const missing = Object.values(keyColumns).filter((column) => unread.has(column));
  if (missing.length > 0) {
    const names = missing.map((column) => `"${column}"`).join(', ');
    throw new ImportProblem(
      `The first line of the file does not name the ${missing.length === 1 ? 'column' : 'columns'} ${names}. ` +
        'Use the GIAS extract of establishment fields as it is published, with its header.',
    );
  }
  return fields;
}
