import type pg from 'pg';
import type { AreaList } from './area-columns.js';
import { AreaReading } from './area-reading.js';
import type { ImportControl } from './import-control.js';
import { ImportProblem, printable } from './import-problem.js';
import { recordRun } from './import-run.repository.js';
import { importTransaction } from './import-transaction.js';
import { refuseShrinking } from './shrinking.js';
import { sourceFiles } from './source-entries.js';
import {
  contradictions,
  mergeAuthorities,
  mergeDistricts,
  mergeSuccessions,
  stageAreas,
} from './staged-areas.repository.js';

/** How to import a list of areas. */
export interface AreaOptions {
  /** Whether the list can lack, or replace, more than one in twenty of what is stored for what it covers. */
  readonly allowShrink?: boolean;
}

/** What an import of a list of areas did. */
export interface AreaReport {
  readonly list: AreaList;
  readonly product: string;
  readonly rows: number;
  readonly malformed: number;
  readonly examples: readonly string[];
  /** Rows of areas that are not for the hub: Northern Ireland, and authorities of Scotland. */
  readonly notHere: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Successions that were removed. */
  readonly removed: number;
  /** Stored areas that are not in the list. They stay. */
  readonly missing: number;
  /** Areas that got another last day. */
  readonly ended: number;
  /** Codes that the hub does not know; of districts and authorities, those whose authority or DfE code it does not know. */
  readonly unknown: number;
  readonly seconds: number;
}

const MOST_MALFORMED = 0.05;

/**
 * Imports a list of districts, of local authorities or of successions. Areas are never removed. Imports everything or nothing, except
 * for malformed rows, which are left out.
 * @throws ImportProblem if the file is not such a list, has too many malformed rows, contradicts itself, or lacks too much.
 */
export async function importAreas(
  pool: pg.Pool,
  path: string,
  { signal, progress: startProgress }: ImportControl,
  { allowShrink = false }: AreaOptions = {},
): Promise<AreaReport> {
  const began = performance.now();
  const [file] = await sourceFiles(path);
  if (!file || file.name)
    throw new ImportProblem(`${printable(path)} is a folder. Give the path of the list itself.`);
  const progress = startProgress(file.size);
  try {
    return await importTransaction(pool, { kind: 'AREAS', path, signal }, async (db) => {
      const reading = new AreaReading();
      await reading.read(file, (bytes) => progress.advance(bytes));
      const { count, malformed, examples, notHere, notes, rows } = reading;
      const { list, product } = reading.header!;
      if (malformed > count * MOST_MALFORMED) {
        throw new ImportProblem(
          `${malformed} of ${count} rows are malformed. That is more than 1 in 20, so nothing was changed. ` +
            `The first ones: ${examples.join('; ')}. Check the file, or download it again.`,
        );
      }
      progress.phase('Storing');
      await stageAreas(db, rows);
      const counts = await merge[list](db, reading, allowShrink);
      const result = {
        list,
        product,
        rows: count,
        malformed,
        examples,
        notHere,
        ...counts,
        unchanged: rows.length - counts.added - counts.changed,
      };
      await recordRun(db, { kind: 'AREAS', product, path, summary: result, notes });
      return { ...result, seconds: (performance.now() - began) / 1000 };
    });
  } finally {
    progress.stop();
  }
}

type Counts = Pick<AreaReport, 'added' | 'changed' | 'removed' | 'missing' | 'ended' | 'unknown'>;

const merge: Record<
  AreaList,
  (db: pg.PoolClient, reading: AreaReading, allowShrink: boolean) => Promise<Counts>
> = {
  async DISTRICTS(db, { notes }, allowShrink) {
    const { stored, ...counts } = await mergeDistricts(db, notes);
    refuseLacking('districts', counts.missing, stored, allowShrink);
    return { ...counts, removed: 0, ended: 0 };
  },

  async AUTHORITIES(db, { notes }, allowShrink) {
    const { stored, unknown, ...counts } = await mergeAuthorities(db, notes);
    refuseLacking('local authorities', counts.missing, stored, allowShrink);
    return { ...counts, unknown, removed: 0, ended: 0 };
  },

  async SUCCESSIONS(db, { notes }, allowShrink) {
    const wrong = await contradictions(db);
    if (wrong.length > 0) {
      throw new ImportProblem(
        `The list contradicts itself about ${wrong.join(', ')}: if all of an area went to another one (WHOLE), it has one row, and if it ` +
          'went to several in parts, all rows have the same day. Nothing was changed. Correct the list.',
      );
    }
    const { stored, ...counts } = await mergeSuccessions(db, notes);
    refuseShrinking({ what: 'successions', removed: counts.removed, stored, allowShrink });
    return { ...counts, missing: 0 };
  },
};

/** An old list, or a part of one, does not have areas that are stored. */
function refuseLacking(what: string, missing: number, stored: number, allowShrink: boolean): void {
  if (allowShrink || missing <= stored / 20) return;
  throw new ImportProblem(
    `The list does not have ${missing} of the ${stored} ${what} that are stored for its nations. That is more than 1 in 20, as if it ` +
      'were an old list or a part of one, so nothing was changed. Download the newest list, or allow this with --allow-shrink.',
  );
}
