import { writeFile } from 'node:fs/promises';
import { ImportProblem, printable } from './import-problem.js';

/** A file that an import writes beside its report. */
export interface CsvFile {
  readonly path: string;
  /** As in a sentence: "file of row errors". */
  readonly what: string;
  /** The flag that names another path. */
  readonly option: string;
}

/**
 * Writes rows as CSV, in place of what the file held before.
 * @throws ImportProblem when the file cannot be written.
 */
export async function writeCsvFile(
  { path, what, option }: CsvFile,
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const lines = [header, ...rows].map((row) => row.map(field).join(','));
  try {
    await writeFile(path, `${lines.join('\n')}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportProblem(
      `The ${what} ${printable(path)} cannot be written (${code}), so nothing was changed. ` +
        `Name another one with ${option}.`,
    );
  }
}

function field(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
