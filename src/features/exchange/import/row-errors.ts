import { writeCsvFile } from './csv-file.js';

/** Something wrong in one row of a file. */
export interface RowError {
  readonly line: number;
  /** Natural key of the row; empty when that is what is wrong. */
  readonly key: string;
  readonly column: string;
  readonly message: string;
}

/**
 * Writes the errors as CSV, under the given name for the key column, in place of what the file held before.
 * @throws ImportProblem when the file cannot be written.
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
