import { writeFile } from 'node:fs/promises';
import { ImportProblem, printable } from './import-problem.js';

/** A file that an import writes in addition to its report. */
export interface CsvFile {
  readonly path: string;
  /** Words for a sentence: "file of row errors". */
  readonly what: string;
  /** The option that names another path. */
  readonly option: string;
}

/**
 * Writes rows as CSV and replaces what was in the file. A text that a spreadsheet would take for a formula begins with an apostrophe,
 * so that it is shown and never carried out.
 * @throws ImportProblem if the file cannot be written.
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
        `Name another file with ${option}.`,
    );
  }
}

/** How a formula begins, for any spreadsheet program. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

function field(value: string | number | null): string {
  const plain = String(value ?? '');
  const text = typeof value === 'string' && FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
