import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { foldName } from '../../../platform/text.js';
import { DistrictNames } from '../../place/district-names.rules.js';
import { OS_OPEN_NAMES } from '../../place/settlement.rules.js';
import { copyLine, copyRows } from './copy-rows.repository.js';
import { csvRecords, plainRecord } from './csv-records.js';
import { openText } from './file-text.js';
import type { ImportControl } from './import-control.js';
import { ImportNotes } from './import-notes.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { type ListedPlace, readOpenName } from './open-names.js';
import { type OpenNamesSource, recogniseOpenNames } from './open-names-source.js';
import { mergeAccepted } from './refused-rows.js';
import { refuseShrinking } from './shrinking.js';
import { entriesOf, type SourceEntry } from './source-entries.js';
import {
  districtsByName,
  districtsByPosition,
  leaveOutPlaces,
  mergePlaces,
  type PlaceCounts,
  stagePlaces,
} from './staged-places.repository.js';

/** How to import places. */
export interface PlaceOptions {
  /** Whether the files can remove more than one in twenty of the places that are stored. */
  readonly allowShrink?: boolean;
  /** Whether to import the places of Scotland and Wales too. */
  readonly greatBritain?: boolean;
}

/** What an import of places did. */
export interface PlaceReport extends PlaceCounts {
  readonly product: string;
  /** All rows: settlements, roads, postcodes and the rest. */
  readonly rows: number;
  readonly settlements: number;
  /** Settlements of other countries, which were not imported. */
  readonly elsewhere: number;
  readonly malformed: number;
  /** The first few malformed rows: file, line and what is wrong. */
  readonly examples: readonly string[];
  /** Settlements whose district the hub does not know by its name. They have that of the nearest postcodes. */
  readonly byPosition: number;
  /** Files that were not read. */
  readonly ignored: readonly string[];
  readonly seconds: number;
}

/** The source of the stored rows. The Open Government Licence asks for it. */
export const PLACES_SOURCE = `${OS_OPEN_NAMES} (OGL v3)`;
/** The namespace for ids of places: the same place has the same id in every hub. */
const PLACES = '5e6b3f62-7f0c-5d43-8a55-9a6d2c6a40b1';
const MOST_MALFORMED = 0.01;
const EXAMPLES = 5;

/**
 * Imports the settlements of OS Open Names from a file, folder or archive. They replace all that were imported before. Imports
 * everything or nothing, except for malformed rows, which are left out. Natural key: the identifier of OS.
 * @throws ImportProblem if nothing is recognised, a file is damaged or more than 1 settlement in 100 is malformed, or if more would be
 * removed than `allowShrink` allows.
 */
export async function importPlaces(
  pool: pg.Pool,
  path: string,
  { signal, progress: startProgress }: ImportControl,
  { allowShrink = false, greatBritain = false }: PlaceOptions = {},
): Promise<PlaceReport> {
  const began = performance.now();
  const source = await recogniseOpenNames(path, signal);
  const progress = startProgress(source.files.reduce((sum, file) => sum + file.size, 0));
  try {
    return await importTransaction(pool, { kind: 'PLACES', path, signal }, async (db) => {
      await stagePlaces(db);
      const reading = new PlaceReading(source, new DistrictNames(await districtsByName(db)), greatBritain);
      await copyRows(
        db,
        'staged_place',
        reading.lines((bytes) => progress.advance(bytes)),
        signal,
      );
      const { tally } = reading;
      if (tally.settlements === 0) throw withoutSettlements(path, tally.elsewhere);
      if (tally.malformed > tally.settlements * MOST_MALFORMED) throw tooManyMalformed(tally);

      progress.phase('Storing');
      const byPosition = await districtsByPosition(db);
      const { merged: counts, notes } = await mergeAccepted(db, {
        merge: (noted) => mergePlaces(db, PLACES_SOURCE, noted),
        reject({ key, message }) {
          reading.reject(`${key} ${message}`, { key, detail: message });
          if (tally.malformed > tally.settlements * MOST_MALFORMED) throw tooManyMalformed(tally);
        },
        leaveOut: leaveOutPlaces,
      });
      const stored = counts.removed + counts.unchanged + counts.changed;
      refuseShrinking({ what: 'places', removed: counts.removed, stored, allowShrink });
      const product = OS_OPEN_NAMES;
      const result = { product, ...tally, ...counts, byPosition };
      notes.addAll(reading.notes);
      await recordRun(db, { kind: 'PLACES', product, path, summary: result, notes });
      return { ...result, ignored: source.ignored, seconds: (performance.now() - began) / 1000 };
    });
  } finally {
    progress.stop();
  }
}

/** Reads one source: produces the lines to stage, and counts rows on the way. */
class PlaceReading {
  readonly tally = { rows: 0, settlements: 0, elsewhere: 0, malformed: 0, examples: [] as string[] };
  readonly notes = new ImportNotes();

  constructor(
    private readonly source: OpenNamesSource,
    private readonly districts: DistrictNames,
    private readonly greatBritain: boolean,
  ) {}

  /** Lines for COPY, one text for each chunk of a file. */
  async *lines(onBytes: (bytes: number) => void): AsyncGenerator<string> {
    for (const file of this.source.files) {
      for await (const entry of entriesOf(file, onBytes)) {
        const hasHeader = this.source.entries.get(entry.name);
        if (hasHeader !== undefined) yield* this.entryLines(entry, hasHeader);
      }
    }
  }

  reject(
    example: string,
    note: { readonly key?: string; readonly line?: number; readonly detail: string },
  ): void {
    this.notes.addMany('REFUSED', 'NAMED_PLACE', 1, [note]);
    this.tally.malformed += 1;
    if (this.tally.examples.length < EXAMPLES) this.tally.examples.push(example);
  }

  private async *entryLines({ name, content }: SourceEntry, hasHeader: boolean): AsyncGenerator<string> {
    let header = hasHeader;
    const { plain, delimiter } = await openText(content, name);
    for await (const records of csvRecords(plain, plainRecord, undefined, delimiter)) {
      let lines = '';
      for (const { line, values } of records) {
        if (header) {
          header = false;
          continue;
        }
        this.tally.rows += 1;
        const listed = values
          ? readOpenName(values, this.source.columns)
          : 'the row has the wrong number of fields';
        if (listed === null) continue;
        if (typeof listed === 'string') {
          this.tally.settlements += 1;
          this.reject(`${printable(name)}, line ${line}: ${listed}`, { line, detail: listed });
        } else lines += this.staged(listed);
      }
      yield lines;
    }
  }

  /** The line to stage; empty if the place is not to be stored. */
  private staged({ id, name, otherName, kind, position, district, country }: ListedPlace): string {
    if (!this.greatBritain && country !== 'England') {
      this.tally.elsewhere += 1;
      return '';
    }
    this.tally.settlements += 1;
    return copyLine([
      id,
      uuidv5(id, PLACES),
      name,
      foldName(name),
      otherName,
      kind,
      position.lat.toFixed(6), // 0.1 m
      position.lng.toFixed(6),
      this.districts.codeOf(district),
      PLACES_SOURCE,
    ]);
  }
}

function withoutSettlements(path: string, elsewhere: number): ImportProblem {
  const why =
    elsewhere > 0
      ? `only ${elsewhere} settlements outside England. Use --great-britain to import them`
      : 'no settlements (rows of the type populatedPlace). Download it again';
  return new ImportProblem(`${printable(path)} has ${why}. Nothing was changed.`);
}

function tooManyMalformed(tally: PlaceReading['tally']): ImportProblem {
  return new ImportProblem(
    `${tally.malformed} of ${tally.settlements} settlements are malformed. That is more than 1 in 100, so nothing was changed. ` +
      `The first ones: ${tally.examples.join('; ')}. Check the file, or download it again.`,
  );
}
