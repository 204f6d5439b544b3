import type pg from 'pg';
import type { Placed } from '../../provider/placing.service.js';
import { copyRows } from './copy-rows.repository.js';
import { csvRecords, plainRecord } from './csv-records.js';
import { openText } from './file-text.js';
import type { ImportControl } from './import-control.js';
import { ImportNotes } from './import-notes.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { KnownGround } from './known-ground.js';
import { outcodeCentres } from './known-ground.repository.js';
import { placeAfterImport } from './place-after-import.js';
import type { ListedPostcode, PostcodeLayout } from './postcode-products.js';
import { type PostcodeSource, recogniseSource } from './postcode-source.js';
import { mergeAccepted } from './refused-rows.js';
import { refuseShrinking } from './shrinking.js';
import { entriesOf, type SourceEntry } from './source-entries.js';
import {
  type CentroidCounts,
  countPostcodes,
  districtsNotKnown,
  leaveOutPostcodes,
  mergePostcodes,
  type PostcodeCounts,
  recomputeCentroids,
  stagePostcodes,
  type UnknownDistrict,
} from './staged-postcodes.repository.js';

/** Counts of the rows in the files. */
export interface PostcodeTally {
  readonly rows: number;
  readonly terminated: number;
  readonly withoutLocation: number;
  readonly malformed: number;
  /** The first few malformed rows: file, line and what is wrong. */
  readonly examples: readonly string[];
}

/** What an import of postcodes did. */
export interface PostcodeReport extends PostcodeTally, PostcodeCounts, CentroidCounts {
  readonly product: string;
  /** How many postcode areas (leading letters) the files cover. */
  readonly areas: number;
  /** Files that were not read. */
  readonly ignored: readonly string[];
  /** Districts of the files that the hub does not know, with their postcodes: the thousand with most. */
  readonly unknownDistricts: readonly UnknownDistrict[];
  readonly placed: Placed;
  readonly seconds: number;
}

const MOST_MALFORMED = 0.01;
const EXAMPLES = 5;

/** How to import postcodes. */
export interface PostcodeOptions {
  /** Whether the files can remove more than one in twenty of the postcodes that are stored for their areas. */
  readonly allowShrink?: boolean;
}

/**
 * Imports OS Code-Point Open, ONSPD or NSPL from a file, folder or archive. The files replace every postcode area that they
 * contain; other areas stay as they are. Imports everything or nothing. Natural key: the postcode. Then places sites and schools
 * again, with commits of its own.
 * @throws ImportProblem if nothing is recognised, a file is damaged or more than 1 row in 100 is malformed, or if
 * more postcodes would be removed than `allowShrink` allows.
 */
export async function importPostcodes(
  pool: pg.Pool,
  path: string,
  { signal, progress: startProgress }: ImportControl,
  { allowShrink = false }: PostcodeOptions = {},
): Promise<PostcodeReport> {
  const began = performance.now();
  const source = await recogniseSource(path, signal);
  const progress = startProgress(source.files.reduce((sum, { file }) => sum + file.size, 0));
  try {
    const imported = await importTransaction(pool, { kind: 'POSTCODES', path, signal }, async (db) => {
      await stagePostcodes(db);
      const reading = new PostcodeReading(new KnownGround(await outcodeCentres(db)));
      await copyRows(
        db,
        'staged_postcode',
        reading.lines(source, (bytes) => progress.advance(bytes)),
        signal,
      );
      const { tally } = reading;
      if (tally.rows === 0) throw withoutRows(path);
      if (tally.malformed > tally.rows * MOST_MALFORMED) throw tooManyMalformed(tally);

      progress.phase('Storing');
      const areas = [...reading.areas];
      const { merged: counts, notes } = await mergeAccepted(db, {
        merge: (noted) => mergePostcodes(db, areas, noted),
        reject({ key, message }) {
          reading.reject(`${key} ${message}`, { key, detail: message });
          if (tally.malformed > tally.rows * MOST_MALFORMED) throw tooManyMalformed(tally);
        },
        leaveOut: leaveOutPostcodes,
      });
      if (counts.repeated > tally.rows * MOST_MALFORMED) throw repeated(path, counts.repeated);
      const stored =
        counts.removed > 0 ? counts.removed + (await countPostcodes(db, areas)) - counts.added : 0;
      refuseShrinking({ what: 'postcodes', removed: counts.removed, stored, allowShrink });
      const centroids = await recomputeCentroids(db, areas);
      const { product, ignored } = source;
      const unknownDistricts = await districtsNotKnown(db);
      const result = { product, ...tally, ...counts, ...centroids, areas: areas.length, unknownDistricts };
      await recordRun(db, { kind: 'POSTCODES', product, path, summary: result, notes: reading.noted(notes) });
      return { ...result, ignored };
    });
    progress.phase('Placing sites and schools');
    const placed = await placeAfterImport(pool, 'POSTCODES', path, { signal });
    return { ...imported, placed, seconds: (performance.now() - began) / 1000 };
  } finally {
    progress.stop();
  }
}

/** Reads one source: produces the lines to stage, and counts rows on the way. */
class PostcodeReading {
  readonly tally = { rows: 0, terminated: 0, withoutLocation: 0, malformed: 0, examples: [] as string[] };
  readonly areas = new Set<string>();
  private readonly notes = new ImportNotes();

  constructor(private readonly ground: KnownGround) {}

  /** Lines for COPY, one text for each chunk of a file. */
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
    const { plain, delimiter } = await openText(content, name);
    for await (const records of csvRecords(plain, plainRecord, undefined, delimiter)) {
      let lines = '';
      for (const { line, values } of records) {
        if (header) {
          header = false;
          continue;
        }
        this.tally.rows += 1;
        const listed = this.listed(values, layout);
        if (typeof listed === 'string') {
          this.reject(`${printable(name)}, line ${line}: ${listed}`, { line, detail: listed });
        } else lines += this.staged(listed);
      }
      yield lines;
    }
  }

  private listed(values: readonly string[] | null, layout: PostcodeLayout): ListedPostcode | string {
    const listed = values ? layout.read(values) : 'the row has the wrong number of fields';
    if (typeof listed === 'string' || listed.terminated || !listed.position) return listed;
    if (!this.ground.isElsewhere(listed.postcode, listed.position)) return listed;
    return `the position of ${listed.postcode} is not near the other postcodes of its area`;
  }

  reject(
    example: string,
    note: { readonly key?: string; readonly line?: number; readonly detail: string },
  ): void {
    this.notes.addMany('REFUSED', 'POSTCODE', 1, [note]);
    this.tally.malformed += 1;
    if (this.tally.examples.length < EXAMPLES) this.tally.examples.push(example);
  }

  /** The notes of a merge, together with the rows that were refused. */
  noted(merged: ImportNotes): ImportNotes {
    merged.addAll(this.notes);
    return merged;
  }

  /** The line to stage; empty if the postcode is not to be stored. */
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
    // Six decimals are 0.1 m. All values have been checked, so none needs COPY's escapes.
    return `${postcode}\t${position.lat.toFixed(6)}\t${position.lng.toFixed(6)}\t${districtCode ?? '\\N'}\n`;
  }
}

/** The leading letters: "NR" of "NR21 9AA". */
function areaOf(postcode: string): string {
  const second = postcode.charCodeAt(1);
  return postcode.slice(0, second >= 65 ? 2 : 1); // 'A'
}

function withoutRows(path: string): ImportProblem {
  return new ImportProblem(
    `${printable(path)} has a header, but no rows. Nothing was changed. Download it again.`,
  );
}

function tooManyMalformed(tally: PostcodeTally): ImportProblem {
  return new ImportProblem(
    `${tally.malformed} of ${tally.rows} rows are malformed. That is more than 1 in 100, so nothing was changed. ` +
      `The first ones: ${tally.examples.join('; ')}. Check the file, or download it again.`,
  );
}

function repeated(path: string, times: number): ImportProblem {
  return new ImportProblem(
    `${printable(path)} lists ${times} postcodes more than once, as if it contained two editions. Nothing was changed. ` +
      'Import one edition at a time.',
  );
}
