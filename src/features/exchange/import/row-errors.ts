import { writeCsvFile } from './csv-file.js';

/** Something wrong in one row of a file. */
export interface RowError {
  readonly line: number;
  /** The natural key of the row; empty if the key itself is wrong. */
  readonly key: string;
  readonly column: string;
  readonly message: string;
}

/**
 * Writes the errors as CSV, with the given name for the key column, and replaces what was in the file.
 * @throws ImportProblem if the file cannot be written.
 */
export async function writeRowErrors(
  path: string,
  keyColumn: string,
  errors: readonly RowError[],
): Promise<void> {
  const rows = errors.map(({ line, key, column, message }) => [line, key, column, message]);
  const file = { path, what: 'file of row errors', option: '--errors' };
  await writeCsvFile(file, ['line', keyColumn, 'column', 'message'], rows);
}
