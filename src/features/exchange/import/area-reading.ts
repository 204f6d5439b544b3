import { z } from 'zod';
import { type AreaField, type AreaHeader, areaHeader } from './area-columns.js';
import { csvRecords } from './csv-records.js';
import { fileDate } from './file-date.js';
import { openText } from './file-text.js';
import { ImportNotes, type ImportSubject } from './import-notes.js';
import { ImportProblem, printable } from './import-problem.js';
import { entriesOf, type SourceFile } from './source-entries.js';

/** A row of a list of areas that can be stored. */
export type AreaRow = Readonly<Partial<Record<AreaField, string>>>;

const record = z.partialRecord(
  z.enum(['code', 'name', 'authority', 'dfeCode', 'kind', 'from', 'to', 'day', 'extent']),
  z.string(),
);

const LONGEST_NAME = 100;
const GSS = /^[EWSN]\d{8}$/;
const DFE = /^\d{3}$/;
const EXAMPLES = 5;

/** A row that is not for the hub: why. */
class NotHere {
  constructor(readonly detail: string) {}
}

/** What a malformed row is called, and what the notes of a list are about. */
const subjects = {
  DISTRICTS: 'DISTRICT',
  AUTHORITIES: 'LOCAL_AUTHORITY',
  SUCCESSIONS: 'SUCCESSION',
} as const satisfies Record<AreaHeader['list'], ImportSubject>;

/** Reads one file of areas, and keeps its rows: a few hundred, or a few thousand. */
export class AreaReading {
  header: AreaHeader | null = null;
  count = 0;
  malformed = 0;
  /** Rows of areas that the hub does not have. */
  notHere = 0;
  readonly examples: string[] = [];
  readonly notes = new ImportNotes();
  /** By key: if a row is repeated, the last one counts. */
  private readonly known = new Map<string, AreaRow>();

  get rows(): AreaRow[] {
    return [...this.known.values()];
  }

  get subject(): ImportSubject {
    return subjects[this.header?.list ?? 'DISTRICTS'];
  }

  /** @throws ImportProblem if the file is not a list of areas, or has no rows. */
  async read(file: SourceFile, onBytes: (bytes: number) => void): Promise<void> {
    for await (const { name, content } of entriesOf(file, onBytes)) {
      if (name !== file.path && !/\.csv$/i.test(name)) continue;
      if (this.header) throw new ImportProblem('The archive has several lists. Import them one by one.');
      const { text, delimiter } = await openText(content, name);
      const columns = (first: string[]) => {
        this.header = areaHeader(first);
        return [...this.header.fields];
      };
      for await (const records of csvRecords(text, record, columns, delimiter)) {
        for (const { line, values } of records) this.keep(line, values);
      }
    }
    if (this.count > 0) return;
    throw new ImportProblem(`${printable(file.path)} has no rows. Nothing was changed. Download it again.`);
  }

  private keep(line: number, values: AreaRow | null): void {
    this.count += 1;
    const row = values
      ? this.rowOf(Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value.trim()])))
      : 'the row has more fields or fewer fields than the header';
    const key = values?.code?.trim() ?? values?.from?.trim() ?? null;
    if (typeof row === 'string') {
      this.malformed += 1;
      if (this.examples.length < EXAMPLES) this.examples.push(`line ${line}: ${row}`);
      this.notes.add({ outcome: 'REFUSED', subject: this.subject, key, line, detail: row });
    } else if (row instanceof NotHere) {
      this.notHere += 1;
      this.notes.add({ outcome: 'LEFT_OUT', subject: this.subject, key, line, detail: row.detail });
    } else this.known.set([row.kind, row.code, row.from, row.to].join(' '), row);
  }

  private rowOf(row: AreaRow): AreaRow | string | NotHere {
    return this.header?.list === 'SUCCESSIONS' ? successionOf(row) : this.areaOf(row);
  }

  private areaOf({ code = '', name = '', authority, dfeCode }: AreaRow): AreaRow | string | NotHere {
    if (!GSS.test(code)) return 'the code is not a GSS code such as E07000147';
    if (name === '' || name.length > LONGEST_NAME)
      return `the name must be a text of up to ${LONGEST_NAME} characters`;
    if (code.startsWith('N')) return new NotHere('Northern Ireland is not in the hub');
    const isDistrict = this.header?.list === 'DISTRICTS';
    if (!isDistrict && code.startsWith('S'))
      return new NotHere(
        'council areas of Scotland have no DfE code, so the hub cannot have them as local authorities',
      );
    if (authority && !GSS.test(authority))
      return 'the code of the county or unitary authority is not a GSS code';
    if (dfeCode && !DFE.test(dfeCode)) return 'old_la_code is not a DfE code of three digits';
    return { code, name, ...(authority && { authority }), ...(dfeCode && { dfeCode }) };
  }
}

function successionOf(row: AreaRow): AreaRow | string {
  const { from = '', to = '' } = row;
  const kind = row.kind?.toUpperCase() ?? '';
  const extent = row.extent?.toUpperCase() ?? '';
  const form = kind === 'DISTRICT' ? GSS : kind === 'LOCAL_AUTHORITY' ? DFE : null;
  if (!form) return 'kind must be DISTRICT or LOCAL_AUTHORITY';
  if (!form.test(from) || !form.test(to)) {
    return kind === 'DISTRICT'
      ? 'from and to must be GSS codes such as E07000147'
      : 'from and to must be DfE codes of three digits, such as 926';
  }
  if (from === to) return 'an area cannot come after itself';
  if (extent !== 'WHOLE' && extent !== 'PART') return 'extent must be WHOLE or PART';
  const date = fileDate(row.day ?? '');
  if (date === null || date === 'MONTH_FIRST') return 'day is not a date like 2028-04-01 or 01/04/2028';
  return { kind, from, to, day: date.day, extent };
}
