import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** Functions come before the triggers that call them. */
const FOLDERS = ['functions', 'triggers'];
/** The name of the row that stores a digest of all definitions as they were after the files were run. */
const ALL = 'all definitions';

/** A file of SQL that defines something and can be run again. */
export interface SqlFile {
  /** For example `functions/fold_case.sql`. */
  readonly name: string;
  readonly text: string;
}

/** The files of functions and triggers in a folder. */
export function readSqlFiles(folder: string): SqlFile[] {
  return FOLDERS.flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => ({ name: `${kind}/${name}`, text: readFileSync(join(folder, kind, name), 'utf8') })),
  );
}

/**
 * Makes functions and triggers match their files: runs files that have changed, or all of them if a definition in the database has
 * changed since the last run. Each file is its own transaction, because a trigger locks its table, and locking several tables could
 * deadlock with writers. Returns the names of the files that were run.
 */
export async function define(owner: pg.ClientBase, files: readonly SqlFile[]): Promise<string[]> {
  const kept = await owner.query<{ name: string; digest: string; now: string }>(
    `select name, digest, ${DEFINITIONS} as now from sql_definition`,
  );
  const digests = new Map(kept.rows.map(({ name, digest }) => [name, digest]));
  const isAsLeft = kept.rows[0]?.now === digests.get(ALL);
  const due = files.filter(({ name, text }) => !isAsLeft || digests.get(name) !== digestOf(text));
  if (due.length === 0) return [];
  await owner.query('set check_function_bodies = off'); // functions call one another
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

/** All functions and triggers of the database in one digest. Any change to one is made by another transaction, so it shows. */
const DEFINITIONS = `(select md5(concat(
  (select string_agg(concat_ws(' ', oid, xmin), ',' order by oid) from pg_proc where pronamespace = 'public'::regnamespace),
  (select string_agg(concat_ws(' ', oid, xmin), ',' order by oid) from pg_trigger where not tgisinternal))))`;
