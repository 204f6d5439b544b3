import type pg from 'pg';
import { copyRows } from './copy-rows.repository.js';
import { csvRecords, plainRecord } from './csv-records.js';
import type { ImportControl } from './import-control.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import type { ListedPostcode, PostcodeLayout } from './postcode-products.js';
import { type PostcodeSource, recogniseSource } from './postcode-source.js';
import { leavingOutRefused } from './refused-rows.js';
import { entriesOf, type SourceEntry } from './source-entries.js';
import {
  type CentroidCounts,
  leaveOutPostcodes,
  mergePostcodes,
  type PostcodeCounts,
  recomputeCentroids,
  stagePostcodes,
} from './staged-postcodes.repository.js';

/** What the rows of the files said. */
export interface PostcodeTally {
  readonly rows: number;
  readonly terminated: number;
  readonly withoutLocation: number;
  readonly malformed: number;
  /** The first few malformed rows: entry, line and what is wrong. */
  readonly examples: readonly string[];
}

/** What an import of postcodes did. */
export interface PostcodeReport extends PostcodeTally, PostcodeCounts, CentroidCounts {
  readonly product: string;
  /** Postcode areas (leading letters) the files are the truth for. */
  readonly areas: number;
  /** Entries that were not read. */
  readonly ignored: readonly string[];
  readonly seconds: number;
}

const MOST_MALFORMED = 0.01;
const EXAMPLES = 5;

/**
 * Imports OS Code-Point Open, ONSPD or NSPL from a file, folder or archive. The files are the truth for every
 * postcode area they contain; other areas stay as they are. All or nothing. Natural key: the postcode.
 * @throws ImportProblem when nothing is recognised, a file is damaged or more than one row in a hundred is malformed.
 */
export async function importPostcodes(
  pool: pg.Pool,
  path: string,
  { signal, progress: startProgress }: ImportControl,
): Promise<PostcodeReport> {
  const began = performance.now();
  const source = await recogniseSource(path, signal);
  const progress = startProgress(source.files.reduce((sum, { file }) => sum + file.size, 0));
  try {
    return await importTransaction(pool, { kind: 'POSTCODES', path, signal }, async (db) => {
      await stagePostcodes(db);
      const reading = new PostcodeReading();
      await copyRows(
        db,
        'staged_postcode',
        reading.lines(source, (bytes) => progress.advance(bytes)),
        signal,
      );
      const { tally } = reading;
      if (tally.malformed > tally.rows * MOST_MALFORMED) throw tooManyMalformed(tally);

      progress.phase('Storing');
      const areas = [...reading.areas];
      const counts = await leavingOutRefused(
        db,
        () => mergePostcodes(db, areas),
        async ({ rows }) => {
          for (const { key, message } of rows) reading.reject(`${key} ${message}`);
          if (tally.malformed > tally.rows * MOST_MALFORMED) throw tooManyMalformed(tally);
          await leaveOutPostcodes(
            db,
            rows.map(({ key }) => key),
          );
        },
      );
      if (counts.repeated > tally.rows * MOST_MALFORMED) throw repeated(path, counts.repeated);
      const centroids = await recomputeCentroids(db, areas);
      const { product, ignored } = source;
      const result = { product, ...tally, ...counts, ...centroids, areas: areas.length };
      await recordRun(db, { kind: 'POSTCODES', product, path, summary: result });
      return { ...result, ignored, seconds: (performance.now() - began) / 1000 };
    });
  } finally {
    progress.stop();
  }
}

/** The reading of one source: the lines to stage, and what was noticed on the way. */
class PostcodeReading {
  readonly tally = { rows: 0, terminated: 0, withoutLocation: 0, malformed: 0, examples: [] as string[] };
  readonly areas = new Set<string>();

  /** Lines for COPY, one text per chunk of a file. */
  async *lines(source: PostcodeSource, onBytes: (bytes: number) => void): AsyncGenerator<string> {
    for (const { file, layouts } of source.files) {
      for await (const entry of entriesOf(file, onBytes)) {
        const layout = layouts.get(entry.name);
        if (layout) yield* this.entryLines(entry, layout);
      }
    }
  }

  private async *entryLines({ name, content }: SourceEntry, layout: PostcodeLayout): AsyncGenerator<string> {
    let header = layout.hasHeader;
    for await (const records of csvRecords(content, plainRecord)) {
      let lines = '';
      for (const { line, values } of records) {
        if (header) {
          header = false;
          continue;
        }
        this.tally.rows += 1;
        const listed = values ? layout.read(values) : 'not a row of this file';
        if (typeof listed === 'string') this.reject(`${printable(name)}, line ${line}: ${listed}`);
        else lines += this.staged(listed);
      }
      yield lines;
    }
  }

  reject(example: string): void {
    this.tally.malformed += 1;
    if (this.tally.examples.length < EXAMPLES) this.tally.examples.push(example);
  }

  /** The line to stage, empty for a postcode that is not to be stored. */
  private staged({ postcode, terminated, position, districtCode }: ListedPostcode): string {
    this.areas.add(areaOf(postcode));
    if (terminated) {
      this.tally.terminated += 1;
      return '';
    }
    if (!position) {
      this.tally.withoutLocation += 1;
      return '';
    }
    // Six decimals are 0.1 m. Nothing here needs COPY's escapes: all of it has been checked.
    return `${postcode}\t${position.lat.toFixed(6)}\t${position.lng.toFixed(6)}\t${districtCode ?? '\\N'}\n`;
  }
}

/** The leading letters: "NR" of "NR21 9AA". */
function areaOf(postcode: string): string {
  const second = postcode.charCodeAt(1);
  return postcode.slice(0, second >= 65 ? 2 : 1); // 'A'
}

function tooManyMalformed(tally: PostcodeTally): ImportProblem {
  return new ImportProblem(
    `${tally.malformed} of ${tally.rows} rows are malformed, more than one in a hundred, so nothing was changed. ` +
      `The first: ${tally.examples.join('; ')}.`,
  );
}

function repeated(path: string, times: number): ImportProblem {
  return new ImportProblem(
    `${printable(path)} lists ${times} postcodes more than once, as if it held two editions; nothing was changed. ` +
      'Import one edition at a time.',
  );
}
