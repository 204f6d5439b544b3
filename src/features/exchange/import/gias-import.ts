import iconv from 'iconv-lite';
import type pg from 'pg';
import { candidatesOfStored, type StoredCandidate } from '../../duplicates/stored-candidates.service.js';
import { suspendMoved } from '../../quality/evidence/moved-listings.service.js';
import { copyLine, copyRows } from './copy-rows.repository.js';
import { writeCsvFile } from './csv-file.js';
import { csvRecords } from './csv-records.js';
import { type GiasField, type GiasRecord, giasColumns, giasHeader, giasRecord } from './gias-columns.js';
import { readSchool, type StagedSchool, stagedColumns } from './gias-row.js';
import type { ImportControl } from './import-control.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { leavingOutRefused, type RowsRefused } from './refused-rows.js';
import { type RowError, writeRowErrors } from './row-errors.js';
import { entriesOf, type SourceEntry, type SourceFile, sourceFiles } from './source-entries.js';
import { type GiasCounts, leaveOutSchools, mergeGias, stageSchools } from './staged-schools.repository.js';

/** What is to be done with the extract. */
export interface GiasOptions {
  /** Where row errors are written, if there are any. */
  readonly errorsPath: string;
  /** Where entries are listed that may be the same as new ones, if there are any. */
  readonly duplicatesPath: string;
  /** Do all of it, report, and roll back. */
  readonly dryRun: boolean;
  /** Import the other rows however many have errors. */
  readonly force: boolean;
}

/** What an import of a GIAS extract did. */
export interface GiasReport extends GiasCounts {
  readonly dryRun: boolean;
  readonly rows: number;
  /** Rows that were passed over because of errors. */
  readonly rowsInError: number;
  /** Where the errors are listed; null when there are none. */
  readonly errorsPath: string | null;
  /** Pairs of a new entry and one that may be the same. */
  readonly duplicates: number;
  /** Where they are listed; null when there are none. */
  readonly duplicatesPath: string | null;
  /** Values that were left out, by column, with the line of the first. */
  readonly leftOut: Readonly<Record<string, { readonly values: number; readonly firstLine: number }>>;
  /** Columns that the file does not have. */
  readonly missingColumns: readonly string[];
  readonly seconds: number;
}

/** Above both, a file is refused: it is damaged, or no GIAS extract. */
const MOST_IN_ERROR = 0.05;
const FEW_IN_ERROR = 20;

/**
 * Imports the extract of the Get Information About Schools service: every establishment becomes a school to search
 * from, those that are alternative provision become register entries awaiting review. Natural key: the URN. Schools
 * that the file does not list stay as they are. All or nothing, but for the rows that are in error.
 * @throws ImportProblem when the file cannot be read, lacks a key column or has too many rows in error.
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
    return await importTransaction(pool, { kind: 'GIAS', path, signal, dryRun }, async (db) => {
      await stageSchools(db);
      const reading = new GiasReading();
      await copyRows(
        db,
        'staged_school',
        reading.lines(file, (bytes) => progress.advance(bytes)),
        signal,
      );
      const list = () => listErrors(reading, { errorsPath, force });
      await list();
      progress.phase('Storing');
      const { added, ...counts } = await leavingOutRefused(
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
      };
      await recordRun(db, { kind: 'GIAS', product: 'GIAS extract', path, summary: result });
      const all = Object.keys(giasColumns) as GiasField[];
      return {
        ...result,
        dryRun,
        errorsPath: reading.errors.length > 0 ? errorsPath : null,
        duplicatesPath: duplicates > 0 ? duplicatesPath : null,
        missingColumns: all.filter((field) => !fields.has(field)).map((field) => giasColumns[field]),
        seconds: (performance.now() - began) / 1000,
      };
    });
  } finally {
    progress.stop();
  }
}

/** @throws ImportProblem when they are too many, unless forced, or the file of them cannot be written. */
async function listErrors(
  { rows, rowsInError, errors }: GiasReading,
  { errorsPath, force }: Pick<GiasOptions, 'errorsPath' | 'force'>,
): Promise<void> {
  if (errors.length > 0) await writeRowErrors(errorsPath, 'urn', errors);
  if (!force && rowsInError > FEW_IN_ERROR && rowsInError > rows * MOST_IN_ERROR) {
    throw new ImportProblem(
      `${rowsInError} of ${rows} rows have errors, more than one in twenty, so nothing was changed. ` +
        `They are listed in ${printable(errorsPath)}; correct them, or import the others with --force.`,
    );
  }
}

/** Takes rows that the database refuses out of what is staged: they are errors like others, and nothing of them stays. */
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

/** What a row may be refused for beside itself. */
const columnNames: Readonly<Record<string, string>> = {
  la_code: giasColumns.laCode,
  district_code: giasColumns.districtCode,
};

/** @throws ImportProblem when the file cannot be written. */
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
    one.otherId,
    one.reasons,
  ]);
  await writeCsvFile(file, header, rows);
}

async function onlyFile(path: string): Promise<SourceFile> {
  const [file] = await sourceFiles(path);
  if (!file || file.name)
    throw new ImportProblem(`${printable(path)} is a folder. Give the GIAS extract itself.`);
  return file;
}

/** The reading of one extract: the lines to stage, and what was noticed on the way. */
class GiasReading {
  rows = 0;
  rowsInError = 0;
  fields: ReadonlySet<GiasField> = new Set();
  readonly errors: RowError[] = [];
  readonly leftOut = new Map<string, { values: number; firstLine: number }>();
  private readonly lineOfUrn = new Map<string, number>();

  /** Lines for COPY, one text per chunk of the file. */
  async *lines(file: SourceFile, onBytes: (bytes: number) => void): AsyncGenerator<string> {
    let name: string | undefined;
    for await (const entry of entriesOf(file, onBytes)) {
      if (entry.name !== file.path && !/\.csv$/i.test(entry.name)) continue; // something else in the same zip
      if (name !== undefined) {
        throw new ImportProblem(
          `${printable(file.path)} holds more than one CSV file. Give the one to import.`,
        );
      }
      name = entry.name;
      yield* this.entryLines(entry);
    }
    if (name === undefined) throw new ImportProblem(`${printable(file.path)} holds no CSV file.`);
    if (this.fields.size === 0) throw new ImportProblem(`${printable(file.path)} is empty.`);
  }

  private async *entryLines({ content }: SourceEntry): AsyncGenerator<string> {
    const columns = (header: string[]) => {
      const names = giasHeader(header);
      this.fields = new Set(names.filter((name) => name !== null));
      return names;
    };
    for await (const records of csvRecords(decoded(content), giasRecord, columns)) {
      let lines = '';
      for (const { line, values } of records) {
        this.rows += 1;
        const school = this.school(line, values);
        if (school) lines += copyLine([line, ...stagedOrder.map((column) => school[column])]);
      }
      yield lines;
    }
  }

  private school(line: number, values: GiasRecord | null): StagedSchool | null {
    if (!values) {
      return this.reject(line, '', [
        { column: '', message: 'the row has more or fewer fields than the header' },
      ]);
    }
    const school = readSchool(values, (column) => this.leave(column, line));
    if (Array.isArray(school)) return this.reject(line, values.urn ?? '', school);
    const urn = String(school.urn);
    const earlier = this.lineOfUrn.get(urn);
    if (earlier !== undefined) {
      return this.reject(line, urn, [{ column: 'URN', message: `is already on line ${earlier}` }]);
    }
    this.lineOfUrn.set(urn, line);
    return school;
  }

  reject(line: number, urn: string, errors: readonly Omit<RowError, 'line' | 'key'>[]): null {
    this.rowsInError += 1;
    const key = /^\d{1,12}$/.test(urn) ? urn : '';
    for (const error of errors) this.errors.push({ line, key, ...error });
    return null;
  }

  private leave(column: string, line: number): void {
    const seen = this.leftOut.get(column);
    this.leftOut.set(column, { values: (seen?.values ?? 0) + 1, firstLine: seen?.firstLine ?? line });
  }
}

const stagedOrder = Object.keys(stagedColumns) as (keyof typeof stagedColumns)[];

/**
 * GIAS publishes windows-1252; a copy saved as UTF-8 by a spreadsheet begins with that encoding's mark. Carriage
 * returns go: every line end then counts once.
 */
async function* decoded(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: iconv.DecoderStream | undefined;
  for await (const chunk of content) {
    decoder ??= iconv.getDecoder(
      chunk.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? 'utf-8' : 'windows-1252',
    );
    yield decoder.write(chunk).replaceAll('\r', '');
  }
  yield decoder?.end() ?? '';
}
