import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** Functions before the triggers that call them. */
const FOLDERS = ['functions', 'triggers'];
/** What is kept beside the files: all definitions as they were when the files had been run. */
const ALL = 'all definitions';

/** A file of SQL that defines something, and may be run again. */
export interface SqlFile {
  /** Such as `functions/fold_case.sql`. */
  readonly name: string;
  readonly text: string;
}

/** The files of functions and triggers below a folder. */
export function readSqlFiles(folder: string): SqlFile[] {
  return FOLDERS.flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => ({ name: `${kind}/${name}`, text: readFileSync(join(folder, kind, name), 'utf8') })),
  );
}

/**
 * Makes functions and triggers what their files say: runs those that have changed, and all of them when a definition is not what
 * it was after the last run. Each is one transaction, for a trigger locks its table, and to lock several would wait for writers who
 * wait for it. Answers the names of those that were run.
 */
export async function define(owner: pg.ClientBase, files: readonly SqlFile[]): Promise<string[]> {
  const kept = await owner.query<{ name: string; digest: string; now: string }>(
    `select name, digest, ${DEFINITIONS} as now from sql_definition`,
  );
  const digests = new Map(kept.rows.map(({ name, digest }) => [name, digest]));
  const isAsLeft = kept.rows[0]?.now === digests.get(ALL);
  const due = files.filter(({ name, text }) => !isAsLeft || digests.get(name) !== digestOf(text));
  if (due.length === 0) return [];
  await owner.query('set check_function_bodies = off'); // they call one another
  for (const { name, text } of due) await owner.query(`begin; ${text}; commit`).catch(reject(owner, name));
  await owner.query('reset check_function_bodies');
  await owner.query(
    `insert into sql_definition select * from unnest($1::text[], $2::text[])
       union all select $3, ${DEFINITIONS} on conflict (name) do update set digest = excluded.digest`,
    [due.map(({ name }) => name), due.map(({ text }) => digestOf(text)), ALL],
  );
  return due.map(({ name }) => name);
}

function reject(owner: pg.ClientBase, name: string) {
  return async (cause: unknown) => {
    await owner.query('rollback').catch(() => {});
    throw new Error(`migrations/${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All functions and triggers of the database in one digest: what was changed, in whatever way, was so by another transaction. */
const DEFINITIONS = `(select md5(concat(
  (select string_agg(concat_ws(' ', oid, xmin), ',' order by oid) from pg_proc where pronamespace = 'public'::regnamespace),
  (select string_agg(concat_ws(' ', oid, xmin), ',' order by oid) from pg_trigger where not tgisinternal))))`;
