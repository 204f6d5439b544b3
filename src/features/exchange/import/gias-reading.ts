import { copyLine } from './copy-rows.repository.js';
import { csvRecords } from './csv-records.js';
import { isPartOfWorkbook, openText, workbook } from './file-text.js';
import { type GiasField, type GiasRecord, giasHeader, giasRecord } from './gias-columns.js';
import { readSchool, type StagedSchool, stagedColumns } from './gias-row.js';
import { ImportNotes } from './import-notes.js';
import { ImportProblem, printable } from './import-problem.js';
import type { KnownGround } from './known-ground.js';
import type { RowError } from './row-errors.js';
import { entriesOf, type SourceEntry, type SourceFile } from './source-entries.js';

/** Reads one extract: produces the lines to stage, and collects errors on the way. */
export class GiasReading {
  rows = 0;
  rowsInError = 0;
  fields: ReadonlySet<GiasField> = new Set();
  readonly errors: RowError[] = [];
  readonly leftOut = new Map<string, { values: number; firstLine: number }>();
  private readonly lineOfUrn = new Map<string, number>();
  private readonly notes = new ImportNotes();
  private readonly dates = { DAY_FIRST: 0, MONTH_FIRST: 0 };

  constructor(private readonly ground: KnownGround) {}

  /** Lines for COPY, one text for each chunk of the file. */
  async *lines(file: SourceFile, onBytes: (bytes: number) => void): AsyncGenerator<string> {
    let name: string | undefined;
    for await (const entry of entriesOf(file, onBytes)) {
      if (isPartOfWorkbook(entry.name)) throw workbook(file.path);
      if (entry.name !== file.path && !/\.csv$/i.test(entry.name)) continue; // something else in the same zip
      if (name !== undefined) {
        throw new ImportProblem(
          `${printable(file.path)} contains more than one CSV file. Give the path of the CSV file to import.`,
        );
      }
      name = entry.name;
      yield* this.entryLines(entry);
    }
    if (name === undefined)
      throw new ImportProblem(
        `${printable(file.path)} does not contain a CSV file. Give the GIAS extract, or the zip it came in.`,
      );
    if (this.fields.size === 0)
      throw new ImportProblem(`${printable(file.path)} is empty. Download it again.`);
    if (this.rows === 0) {
      throw new ImportProblem(
        `${printable(file.path)} has a header, but no rows. Nothing was changed. Download it again.`,
      );
    }
    if (this.dates.MONTH_FIRST > this.dates.DAY_FIRST) throw monthFirst(file.path);
  }

  private async *entryLines({ name, content }: SourceEntry): AsyncGenerator<string> {
    const columns = (header: string[]) => {
      const names = giasHeader(header);
      this.fields = new Set(names.filter((name) => name !== null));
      return names;
    };
    const { text, delimiter } = await openText(content, name);
    for await (const records of csvRecords(text, giasRecord, columns, delimiter)) {
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
        { column: '', message: 'the row has more fields or fewer fields than the header' },
      ]);
    }
    const leftOut: { column: string; message: string }[] = [];
    const school = readSchool(values, {
      ground: this.ground,
      leaveOut: (column, message) => leftOut.push({ column, message }),
      dateOrder: (order) => {
        this.dates[order] += 1;
      },
    });
    if (Array.isArray(school)) return this.reject(line, values.urn ?? '', school);
    const urn = String(school.urn);
    const earlier = this.lineOfUrn.get(urn);
    if (earlier !== undefined) {
      return this.reject(line, urn, [{ column: 'URN', message: `is the same as on line ${earlier}` }]);
    }
    this.lineOfUrn.set(urn, line);
    for (const { column, message } of leftOut) this.leave(column, message, line, urn);
    return school;
  }

  reject(line: number, urn: string, errors: readonly Omit<RowError, 'line' | 'key'>[]): null {
    this.rowsInError += 1;
    const key = /^\d{1,12}$/.test(urn) ? urn : '';
    for (const error of errors) this.errors.push({ line, key, ...error });
    const detail = errors.map(({ column, message }) => `${column} ${message}`.trim()).join('; ');
    this.notes.add({ outcome: 'REFUSED', subject: 'SCHOOL', key: key || null, line, detail });
    return null;
  }

  /** Adds what was refused or left out. */
  describeTo(notes: ImportNotes): void {
    notes.addAll(this.notes);
  }

  private leave(column: string, message: string, line: number, urn: string): void {
    this.notes.add({
      outcome: 'LEFT_OUT',
      subject: 'SCHOOL',
      key: urn,
      line,
      detail: `${column} ${message}`,
    });
    const seen = this.leftOut.get(column);
    this.leftOut.set(column, { values: (seen?.values ?? 0) + 1, firstLine: seen?.firstLine ?? line });
  }
}

const stagedOrder = Object.keys(stagedColumns) as (keyof typeof stagedColumns)[];

function monthFirst(path: string): ImportProblem {
  return new ImportProblem(
    `The dates in ${printable(path)} have the month first, so a date such as 04/01/2019 would be read as another day. ` +
      'Nothing was changed. Save the file with dates like 2019-04-01.',
  );
}
