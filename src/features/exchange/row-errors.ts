import { writeFile } from 'node:fs/promises';
import { ImportProblem, printable } from './import-problem.js';

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
  const lines = errors.map(({ line, key, column, message }) =>
    [line, key, column, message].map(field).join(','),
  );
  try {
    await writeFile(path, `line,${keyColumn},column,message\n${lines.join('\n')}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportProblem(
      `The file of row errors ${printable(path)} cannot be written (${code}), so nothing was changed. ` +
        'Name another one with --errors.',
    );
  }
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
