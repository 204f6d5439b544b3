import type pg from 'pg';
import { candidatesOfStored, type StoredCandidate } from '../../duplicates/stored-candidates.service.js';
import type { Placed } from '../../provider/placing.service.js';
import { suspendMoved } from '../../quality/evidence/moved-listings.service.js';
import { copyRows } from './copy-rows.repository.js';
import { writeCsvFile } from './csv-file.js';
import { providerId } from './entry-id.graph.js';
import { type GiasField, giasColumns } from './gias-columns.js';
import { GiasReading } from './gias-reading.js';
import type { ImportControl } from './import-control.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { keepStored } from './kept-values.repository.js';
import { KnownGround } from './known-ground.js';
import { outcodeCentres } from './known-ground.repository.js';
import { placeAfterImport } from './place-after-import.js';
import { leavingOutRefused, type RowsRefused } from './refused-rows.js';
import { writeRowErrors } from './row-errors.js';
import { type SourceFile, sourceFiles } from './source-entries.js';
import { type GiasCounts, leaveOutSchools, mergeGias, stageSchools } from './staged-schools.repository.js';

/** How to import the extract. */
export interface GiasOptions {
  /** The file for row errors, if there are any. */
  readonly errorsPath: string;
  /** The file for possible duplicates of new entries, if there are any. */
  readonly duplicatesPath: string;
  /** Whether to do everything, report it, and roll it back. */
  readonly dryRun: boolean;
  /** Whether to import the other rows, however many rows have errors. */
  readonly force: boolean;
}

/** What an import of a GIAS extract did. */
export interface GiasReport extends GiasCounts {
  readonly dryRun: boolean;
  readonly rows: number;
  /** Rows that were left out because of errors. */
  readonly rowsInError: number;
  /** The file that lists the errors; null if there are none. */
  readonly errorsPath: string | null;
  /** Pairs of a new entry and an entry that may be the same. */
  readonly duplicates: number;
  /** The file that lists them; null if there are none. */
  readonly duplicatesPath: string | null;
  /** The number of values that were left out, by column, with the line of the first one. */
  readonly leftOut: Readonly<Record<string, { readonly values: number; readonly firstLine: number }>>;
  /** For how many of them another value is stored, and stays, by column. */
  readonly kept: Readonly<Record<string, number>>;
  /** Columns that the file does not have. */
  readonly missingColumns: readonly string[];
  /** What was placed again after the import; null for a dry run. */
  readonly placed: Placed | null;
  readonly seconds: number;
}

/** A file with more errors than both of these is refused: it is damaged, or is not a GIAS extract. */
const MOST_IN_ERROR = 0.05;
const FEW_IN_ERROR = 20;

/**
 * Imports the extract of the Get Information About Schools service. Every establishment becomes a school to search from.
 * Establishments that are alternative provision become register entries awaiting review. Natural key: the URN. Schools that the
 * file does not list stay as they are. Imports everything or nothing, except for rows with errors, which are left out.
 * @throws ImportProblem if the file cannot be read, lacks a key column or has too many rows with errors.
 */
export async function importGias(
  pool: pg.Pool,
  path: string,
  { errorsPath, duplicatesPath, dryRun, force }: GiasOptions,
  { signal, progress: startProgress }: ImportControl,
): Promise<GiasReport> {
  const began = performance.now();
  const file = await onlyFile(path);
  const progress = startProgress(file.size);
  try {
    const imported = await importTransaction(pool, { kind: 'GIAS', path, signal, dryRun }, async (db) => {
      await stageSchools(db);
      const reading = new GiasReading(new KnownGround(await outcodeCentres(db)));
      await copyRows(
        db,
        'staged_school',
        reading.lines(file, (bytes) => progress.advance(bytes)),
        signal,
      );
      const list = () => listErrors(reading, { errorsPath, force });
      await list();
      progress.phase('Storing');
      const kept = await keepStored(db, reading.fields);
      const { added, notes, ...counts } = await leavingOutRefused(
        db,
        () => mergeGias(db, reading.fields),
        async (refused) => {
          await rejectRows(db, reading, refused);
          await list();
        },
      );
      await suspendMoved(db);
      const candidates = await candidatesOfStored(db, added);
      if (candidates.length > 0) await writeDuplicates(duplicatesPath, candidates);
      const duplicates = candidates.length;
      const { rows, rowsInError, fields } = reading;
      const result = {
        rows,
        rowsInError,
        ...counts,
        duplicates,
        leftOut: Object.fromEntries(reading.leftOut),
        kept,
      };
      reading.describeTo(notes);
      await recordRun(db, { kind: 'GIAS', product: 'GIAS extract', path, summary: result, notes });
      const all = Object.keys(giasColumns) as GiasField[];
      return {
        ...result,
        dryRun,
        errorsPath: reading.errors.length > 0 ? errorsPath : null,
        duplicatesPath: duplicates > 0 ? duplicatesPath : null,
        missingColumns: all.filter((field) => !fields.has(field)).map((field) => giasColumns[field]),
      };
    });
    const placed = dryRun ? null : await placeAfterImport(pool, 'GIAS', path, { signal });
    return { ...imported, placed, seconds: (performance.now() - began) / 1000 };
  } finally {
    progress.stop();
  }
}

/** @throws ImportProblem if there are too many, unless forced, or if the file of errors cannot be written. */
async function listErrors(
  { rows, rowsInError, errors }: GiasReading,
  { errorsPath, force }: Pick<GiasOptions, 'errorsPath' | 'force'>,
): Promise<void> {
  if (errors.length > 0) await writeRowErrors(errorsPath, 'urn', errors);
  if (!force && rowsInError > FEW_IN_ERROR && rowsInError > rows * MOST_IN_ERROR) {
    throw new ImportProblem(
      `${rowsInError} of ${rows} rows have errors. That is more than 1 in 20, so nothing was changed. The errors are listed in ` +
        `${printable(errorsPath)}. Correct the rows, or import the other rows with --force.`,
    );
  }
}

/** Removes rows that the database refuses from the staged rows, and reports them as row errors. */
async function rejectRows(
  db: pg.PoolClient,
  reading: GiasReading,
  { column, rows }: RowsRefused,
): Promise<void> {
  const gone = await leaveOutSchools(
    db,
    column,
    rows.map(({ key }) => key),
  );
  const messages = new Map(rows.map(({ key, message }) => [key, message]));
  for (const { line, urn, key } of gone.sort((a, b) => a.line - b.line)) {
    reading.reject(line, urn, [{ column: columnNames[column] ?? '', message: messages.get(key)! }]);
  }
}

/** Columns with an area that can be the reason for refusing a row. */
const columnNames: Readonly<Record<string, string>> = {
  la_code: giasColumns.laCode,
  district_code: giasColumns.districtCode,
};

/** @throws ImportProblem if the file cannot be written. */
async function writeDuplicates(path: string, candidates: readonly StoredCandidate[]): Promise<void> {
  const file = { path, what: 'file of possible duplicates', option: '--duplicates' };
  const header = ['urn', 'name', 'strength', 'other_urn', 'other_name', 'other_state', 'other_id', 'reasons'];
  const rows = candidates.map((one) => [
    one.urn,
    one.name,
    one.strength,
    one.otherUrn,
    one.otherName,
    one.otherState,
    providerId(one.otherId),
    one.reasons,
  ]);
  await writeCsvFile(file, header, rows);
}

async function onlyFile(path: string): Promise<SourceFile> {
  const [file] = await sourceFiles(path);
  if (!file || file.name)
    throw new ImportProblem(`${printable(path)} is a folder. Give the path of the GIAS extract itself.`);
  return file;
}
