import { isPartOfWorkbook, workbook } from './file-text.js';
import { firstRows } from './first-rows.js';
import { ImportProblem, printable } from './import-problem.js';
import { columnsOf, isOpenNames, type OpenNamesColumns, usualColumns } from './open-names.js';
import { entriesOf, type SourceFile, sourceFiles } from './source-entries.js';

/** What was found at a path. */
export interface OpenNamesSource {
  readonly columns: OpenNamesColumns;
  readonly files: readonly SourceFile[];
  /** The names of entries with rows, and whether the first one of each is a header. */
  readonly entries: ReadonlyMap<string, boolean>;
  /** The names of entries that are not read. */
  readonly ignored: readonly string[];
}

/**
 * Reads the first rows of every file at a path, before anything is imported. The header can be in a file of its own, as the product
 * is published (Doc/OS_Open_Names_Header.csv), in the files with the rows, or nowhere.
 * @throws ImportProblem if there are no rows of OS Open Names; the signal's reason.
 */
export async function recogniseOpenNames(path: string, signal: AbortSignal): Promise<OpenNamesSource> {
  const files = await sourceFiles(path);
  const first = new Map<string, string[][]>();
  let columns: OpenNamesColumns | null = null;
  let problem: ImportProblem | undefined;
  for (const file of files) {
    for await (const entry of entriesOf(file, () => signal.throwIfAborted())) {
      const rows = await firstRows(entry).catch((error: unknown): string[][] => {
        if (!(error instanceof ImportProblem)) throw error;
        problem ??= error;
        return [];
      });
      first.set(entry.name, rows);
      columns ??= columnsOf(rows[0] ?? []);
    }
  }
  const used = columns ?? usualColumns;
  const entries = new Map<string, boolean>();
  for (const [name, [one = [], other = []]] of first) {
    const hasHeader = columnsOf(one) !== null;
    if (isOpenNames(hasHeader ? other : one, used)) entries.set(name, hasHeader);
  }
  const ignored = [...first.keys()].filter((name) => !entries.has(name));
  if (entries.size === 0) throw problem ?? nothingRecognised(path, ignored);
  return { columns: used, files, entries, ignored };
}

function nothingRecognised(path: string, ignored: readonly string[]): ImportProblem {
  if (ignored.some((name) => isPartOfWorkbook(name))) return workbook(path);
  const [first = path, ...others] = ignored;
  const found = others.length > 0 ? `${printable(first)} and ${others.length} more` : printable(first);
  return new ImportProblem(
    `No rows of OS Open Names were found in ${printable(path)} (looked at ${found}). ` +
      'Give the folder, zip or tar.gz of the CSV product as it is published, or one of its files.',
  );
}
