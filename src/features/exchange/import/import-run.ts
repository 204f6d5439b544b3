import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Progress } from '../../../platform/progress.js';
import type { ImportKind } from './import-transaction.js';

/** How an import reports and is stopped. */
export interface ImportControl {
  readonly signal: AbortSignal;
  /** Called once the total size in bytes of what will be read is known. */
  readonly progress: (totalBytes: number) => Progress;
}

/** Records what was imported and what came of it; part of the import's own transaction. */
export async function recordRun(
  db: pg.ClientBase,
  run: { kind: ImportKind; product: string; path: string; summary: object },
): Promise<void> {
  await db.query(
    `insert into import_run (id, kind, product, file_name, started_at, finished_at, summary)
     values ($1, $2, $3, $4, now(), clock_timestamp(), $5)`,
    [uuidv7(), run.kind, run.product, basename(resolve(run.path)), JSON.stringify(run.summary)],
  );
}
