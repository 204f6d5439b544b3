import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { binding, type Condition } from '../../../platform/database/conditions.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { rowReader } from '../../../platform/database/rows.js';
import { byInstant, type Sorted } from '../../../platform/database/sorted.js';
import type { KeyRange } from '../../../platform/key-range.js';
import type { ImportKind } from './import-kinds.terms.js';
import type { ImportNote, ImportOutcome, ImportSubject } from './import-notes.js';
import { ImportRun } from './import-run.entity.js';

/** The newest import of a kind. */
export interface LatestImport {
  readonly kind: ImportKind;
  readonly product: string;
  readonly fileName: string;
  readonly finishedAt: Date;
}

/** A note with its place in the import. */
export interface PlacedNote extends ImportNote {
  readonly position: number;
}

/** Which notes to read. */
export interface WantedNotes {
  readonly importId: string;
  readonly outcome: ImportOutcome;
  /** Null for all. */
  readonly subject: ImportSubject | null;
}

/** A page of notes: both numbers of a key are the position. */
export type NoteRange = KeyRange<readonly [number, number]>;

const valuesOf = ({ importId, outcome, subject }: WantedNotes) => [importId, outcome, subject];

const newestFirst = byInstant('r.finished_at', true);

/** All SQL statements that read what imports did. */
export function importReadingRepository(source: DataSource, pool: pg.Pool) {
  const run = rowReader(source, ImportRun);
  const ofKinds = (kinds?: readonly ImportKind[]): Condition =>
    kinds ? (bind) => `r.kind = any(${bind(kinds)}::text[])` : () => 'true';
  return {
    /** A page of the imports, newest first. */
    async page(kinds: readonly ImportKind[] | undefined, range: KeyRange): Promise<Sorted<ImportRun>[]> {
      const { values, bind } = binding();
      const page = keysetPage({ ...newestFirst, id: 'r.id' }, range, bind);
      const { rows } = await pool.query<{ id: string; sortKey: string }>(
        `select ${run.columns('r')}, ${newestFirst.written} as "sortKey" from import_run r
          where ${ofKinds(kinds)(bind)} ${page.text}`,
        values,
      );
      return rows.map(({ sortKey, ...row }) => ({ node: run.toEntity(row), id: row.id, sortKey }));
    },

    async count(kinds: readonly ImportKind[] | undefined): Promise<number> {
      const { values, bind } = binding();
      const text = `select count(*)::int as n from import_run r where ${ofKinds(kinds)(bind)}`;
      const { rows } = await pool.query<{ n: number }>(text, values);
      return rows[0]!.n;
    },

    async byIds(ids: readonly string[]): Promise<ImportRun[]> {
      const { rows } = await pool.query(`select ${run.columns('r')} from import_run r where r.id = any($1)`, [
        ids,
      ]);
      return rows.map(run.toEntity);
    },

    /** A page of the notes of an import of one outcome, and perhaps of one subject, in order. */
    async notes(
      wanted: WantedNotes,
      { after, before, isBackwards, limit }: NoteRange,
    ): Promise<PlacedNote[]> {
      const { rows } = await pool.query<PlacedNote>({
        name: `import notes${isBackwards ? ', backwards' : ''}`,
        text: `select position, outcome, subject, key, line, detail from import_note
                where import_id = $1 and outcome = $2 and ($3::text is null or subject = $3)
                  and ($4::bigint is null or position > $4) and ($5::bigint is null or position < $5)
                order by position ${isBackwards ? 'desc' : 'asc'} limit $6`,
        values: [...valuesOf(wanted), after?.[0] ?? null, before?.[0] ?? null, limit],
      });
      return rows;
    },

    async countNotes(wanted: WantedNotes): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'import notes counted',
        text: `select count(*)::int as n from import_note
                where import_id = $1 and outcome = $2 and ($3::text is null or subject = $3)`,
        values: valuesOf(wanted),
      });
      return rows[0]!.n;
    },

    /** The newest import of each kind that there has been. */
    async latest(): Promise<LatestImport[]> {
      const { rows } = await pool.query<LatestImport>({
        name: 'latest imports',
        text: `select distinct on (kind) kind, product, file_name as "fileName", finished_at as "finishedAt"
                 from import_run order by kind, finished_at desc, id desc`,
      });
      return rows;
    },
  };
}
export type ImportReadingRepository = ReturnType<typeof importReadingRepository>;
