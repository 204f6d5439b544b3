import { z } from 'zod';
import { ImportProblem } from './import-problem.js';

const columns = {
  urn: 'URN',
  linkUrn: 'LinkURN',
  name: 'LinkName',
  type: 'LinkType',
  establishedOn: 'LinkEstablishedDate',
} as const;

/** The name of a column in the program. */
export type LinkField = keyof typeof columns;
const needed: readonly LinkField[] = ['urn', 'linkUrn', 'type'];

/** A row of the links file, with only the columns above. */
export const linkRecord = z.partialRecord(z.enum(Object.keys(columns) as LinkField[]), z.string());
export type LinkRecord = Readonly<z.output<typeof linkRecord>>;

/**
 * The name in the program for each column of the file; null for a column that is not read.
 * @throws ImportProblem naming the columns that are missing.
 */
export function linkHeader(header: readonly string[]): (LinkField | null)[] {
  const names = header.map((name) => name.trim());
  const missing = needed.map((field) => columns[field]).filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new ImportProblem(
      `The first line of the file does not name ${missing.map((column) => `"${column}"`).join(', ')}. ` +
        'Use the links file of GIAS as it is published, with its header: URN, LinkURN, LinkName, LinkType, LinkEstablishedDate.',
    );
  }
  const fields = Object.keys(columns) as LinkField[];
  return names.map((name, at) =>
    names.indexOf(name) === at ? (fields.find((field) => columns[field] === name) ?? null) : null,
  );
}
