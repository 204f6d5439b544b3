import type pg from 'pg';
import { copyLine, copyRows } from './copy-rows.repository.js';
import { csvRecords } from './csv-records.js';
import { fileDate } from './file-date.js';
import { openText } from './file-text.js';
import type { ImportControl } from './import-control.js';
import { ImportNotes } from './import-notes.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { type LinkField, type LinkRecord, linkHeader, linkRecord } from './link-columns.js';
import { refuseShrinking } from './shrinking.js';
import { entriesOf, type SourceFile, sourceFiles } from './source-entries.js';
import { type LinkCounts, mergeLinks, stageLinks } from './staged-links.repository.js';

/** How to import links. */
export interface LinkOptions {
  /** Whether the file can remove more than one in twenty of the stored links. */
  readonly allowShrink?: boolean;
}

/** What an import of links did. */
export interface LinkReport extends LinkCounts {
  readonly rows: number;
  readonly malformed: number;
  /** The first few malformed rows: line and what is wrong. */
  readonly examples: readonly string[];
  readonly seconds: number;
}

const MOST_MALFORMED = 0.05;
const EXAMPLES = 5;
const LONGEST_TEXT = 200;

/**
 * Imports the links between establishments of Get Information About Schools. The file replaces all stored links. Imports everything
 * or nothing, except for malformed rows, which are left out.
 * @throws ImportProblem if the file cannot be read, has too many malformed rows, or would remove more links than allowed.
 */
export async function importLinks(
  pool: pg.Pool,
  path: string,
  { signal, progress: startProgress }: ImportControl,
  { allowShrink = false }: LinkOptions = {},
): Promise<LinkReport> {
  const began = performance.now();
  const [file] = await sourceFiles(path);
  if (!file || file.name)
    throw new ImportProblem(`${printable(path)} is a folder. Give the path of the links file itself.`);
  const progress = startProgress(file.size);
  try {
    return await importTransaction(pool, { kind: 'GIAS_LINKS', path, signal }, async (db) => {
      await stageLinks(db);
      const reading = new LinkReading();
      await copyRows(
        db,
        'staged_link',
        reading.lines(file, (bytes) => progress.advance(bytes)),
        signal,
      );
      const { rows, malformed, examples, notes } = reading;
      if (malformed > rows * MOST_MALFORMED) {
        throw new ImportProblem(
          `${malformed} of ${rows} rows are malformed. That is more than 1 in 20, so nothing was changed. ` +
            `The first ones: ${examples.join('; ')}. Check the file, or download it again.`,
        );
      }
      progress.phase('Storing');
      const counts = await mergeLinks(db, notes);
      const stored = counts.unchanged + counts.changed + counts.removed;
      refuseShrinking({ what: 'links', removed: counts.removed, stored, allowShrink });
      const result = { rows, malformed, examples, ...counts };
      await recordRun(db, { kind: 'GIAS_LINKS', product: 'GIAS links', path, summary: result, notes });
      return { ...result, seconds: (performance.now() - began) / 1000 };
    });
  } finally {
    progress.stop();
  }
}

/** Reads one file of links: produces the lines to stage, and counts rows on the way. */
class LinkReading {
  rows = 0;
  malformed = 0;
  readonly examples: string[] = [];
  readonly notes = new ImportNotes();

  /** Lines for COPY, one text for each chunk of the file. */
  async *lines(file: SourceFile, onBytes: (bytes: number) => void): AsyncGenerator<string> {
    for await (const { name, content } of entriesOf(file, onBytes)) {
      if (name !== file.path && !/\.csv$/i.test(name)) continue;
      const { text, delimiter } = await openText(content, name);
      for await (const records of csvRecords(text, linkRecord, linkHeader, delimiter)) {
        let lines = '';
        for (const { line, values } of records) lines += this.staged(line, values);
        yield lines;
      }
    }
    if (this.rows > 0) return;
    throw new ImportProblem(`${printable(file.path)} has no rows. Nothing was changed. Download it again.`);
  }

  private staged(line: number, values: LinkRecord | null): string {
    this.rows += 1;
    if (!values) return this.reject(line, null, 'the row has more fields or fewer fields than the header');
    const value = (field: LinkField) => values[field]?.trim() ?? '';
    const [urn, linkUrn, type, name] = [value('urn'), value('linkUrn'), value('type'), value('name')];
    const key = /^\d{6}$/.test(urn) ? urn : null;
    if (key === null || !/^\d{6}$/.test(linkUrn))
      return this.reject(line, key, 'URN and LinkURN must have six digits');
    if (type === '' || type.length > LONGEST_TEXT) return this.reject(line, key, 'LinkType must be a text');
    const established = value('establishedOn');
    const date = established === '' ? null : fileDate(established);
    const day = date !== null && typeof date === 'object' ? date.day : null;
    if (established !== '' && day === null) {
      const detail = 'LinkEstablishedDate is not a date like 31-08-2023 or 2023-08-31';
      this.notes.add({ outcome: 'LEFT_OUT', subject: 'SCHOOL_LINK', key, line, detail });
    }
    return copyLine([urn, linkUrn, type, name === '' || name.length > LONGEST_TEXT ? null : name, day]);
  }

  private reject(line: number, key: string | null, detail: string): string {
    this.malformed += 1;
    if (this.examples.length < EXAMPLES) this.examples.push(`line ${line}: ${detail}`);
    this.notes.add({ outcome: 'REFUSED', subject: 'SCHOOL_LINK', key, line, detail });
    return '';
  }
}
