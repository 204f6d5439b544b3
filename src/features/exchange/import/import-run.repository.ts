import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { ImportKind } from './import-kinds.terms.js';
import type { ImportNotes } from './import-notes.js';

/** Records what was imported, with the result and the first rows of each kind, in the import's own transaction. */
export async function recordRun(
  db: pg.ClientBase,
  run: { kind: ImportKind; product: string; path: string; summary: object; notes: ImportNotes },
): Promise<void> {
  const id = uuidv7();
  await db.query(
    `insert into import_run (id, kind, product, file_name, started_at, finished_at, summary, counts)
     values ($1, $2, $3, $4, now(), clock_timestamp(), $5, $6)`,
    [
      id,
      run.kind,
      run.product,
      basename(resolve(run.path)),
      JSON.stringify(run.summary),
      JSON.stringify(run.notes.counts),
    ],
  );
  const { kept } = run.notes;
  await db.query(
    `insert into import_note (import_id, position, outcome, subject, key, line, detail)
     select $1, position, outcome, subject, key, line, detail
       from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::text[])
            with ordinality as n (outcome, subject, key, line, detail, position)`,
    [
      id,
      kept.map(({ outcome }) => outcome),
      kept.map(({ subject }) => subject),
      kept.map(({ key }) => key),
      kept.map(({ line }) => line),
      kept.map(({ detail }) => detail),
    ],
  );
}
