import type pg from 'pg';
import { type ImportNotes, type ImportSubject, NOTES_KEPT } from './import-notes.js';
import { refusingRows } from './refused-rows.js';

/** What a merge did. */
export interface MergeCount {
  readonly added: number;
  readonly changed: number;
}

/** The rows to merge, and the table to merge them into. Names and `from` are SQL of this feature, never input. */
export interface Merge {
  /** A table, or a select in brackets, with one row for each key. */
  readonly from: string;
  readonly into: string;
  readonly key: string;
  /** The staged column that the key comes from, if it has a different name. */
  readonly stagedKey?: string;
  /** Columns that are written to new rows and updated in existing rows. */
  readonly columns: readonly string[];
  /** Columns that are only written to new rows. In existing rows others maintain them. */
  readonly firstOnly?: readonly string[];
  /** An SQL condition on `t`, the row of the table. Rows that meet it stay as they are. */
  readonly unless?: string;
  /** Whether the table counts versions and keeps the time of the last change. */
  readonly versioned: boolean;
  /** Where to note the rows that were written. */
  readonly notes?: { readonly in: ImportNotes; readonly as: ImportSubject };
}

/** Keeps the last of the staged rows with the same key. Returns how many rows were removed. Names are SQL of this feature. */
export async function keepLast(db: pg.ClientBase, table: string, key: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`
    with repeated as (
      select ${key.join(', ')}, max(ctid) as last from ${table} group by ${key.join(', ')} having count(*) > 1),
    gone as (
      delete from ${table} s using repeated r
       where ${key.map((column) => `s.${column} = r.${column}`).join(' and ')} and s.ctid <> r.last returning 1)
    select count(*)::int as n from gone`);
  return rows[0]!.n;
}

/**
 * Writes rows that are new or have changed, with two statements. Other rows are not touched.
 * @throws RowsRefused naming the rows that break a constraint, if there are any.
 */
export async function mergeRows(db: pg.ClientBase, merge: Merge): Promise<MergeCount> {
  const { from, into, key, stagedKey = key, columns, firstOnly = [], unless = 'false', versioned } = merge;
  const assignments = columns.map((column) => `${column} = s.${column}`);
  if (versioned) assignments.push('version = t.version + 1', 'updated_at = now()');
  const tuple = (alias: string) => `(${columns.map((column) => `${alias}.${column}`).join(', ')})`;
  const all = [key, ...columns, ...firstOnly].join(', ');
  const keys = async () =>
    (await db.query<{ key: string }>(`select ${key}::text as key from ${from} s order by 1`)).rows.map(
      (row) => row.key,
    );
  const merged = await refusingRows(db, stagedKey, keys, async (some) => {
    const [these, values] = some === null ? ['', []] : [` and s.${key} = any($1)`, [some]];
    const differ = `t.${key} = s.${key} and not ${unless} and ${tuple('t')} is distinct from ${tuple('s')}${these}`;
    // What differs is only known before it is changed. To look for it takes as long as the change itself, so it is left out for
    // tables of millions of rows.
    const differences = merge.notes && versioned ? await differing(db, merge, differ, values) : null;
    const changed = await db.query<Written>(
      firstOf(
        `update ${into} t set ${assignments.join(', ')} from ${from} s where ${differ} returning t.${key}::text as key`,
      ),
      values,
    );
    const added = await db.query<Written>(
      firstOf(
        `insert into ${into} (${all})
         select ${all} from ${from} s where not exists (select from ${into} t where t.${key} = s.${key})${these}
         returning ${key}::text as key`,
      ),
      values,
    );
    return { changed: changed.rows[0]!, added: added.rows[0]!, differences };
  });
  const { changed, added, differences } = merged;
  const keyed = ({ first }: Written) => first.map((one) => ({ key: one }));
  merge.notes?.in.addMany('CHANGED', merge.notes.as, changed.total, differences ?? keyed(changed));
  merge.notes?.in.addMany('ADDED', merge.notes.as, added.total, keyed(added));
  return { added: added.total, changed: changed.total };
}

/** What a statement wrote: how many rows, and the keys of the first ones. */
interface Written {
  readonly total: number;
  readonly first: readonly string[];
}

/** SQL: a statement that returns a column `key`, as one row with the number and the first of the keys. */
export function firstOf(statement: string): string {
  return `with written as (${statement})
    select count(*)::int as total, coalesce((select array_agg(key) from (select key from written limit ${NOTES_KEPT}) f), '{}') as first
      from written`;
}

/** The first rows that will be changed, with the names of the columns that differ. */
async function differing(
  db: pg.ClientBase,
  { from, into, key, columns }: Merge,
  differ: string,
  values: unknown[],
): Promise<{ readonly key: string; readonly detail: string }[]> {
  const names = columns.map(
    (column) => `case when t.${column} is distinct from s.${column} then '${column}' end`,
  );
  const { rows } = await db.query<{ key: string; detail: string }>(
    `select t.${key}::text as key, concat_ws(', ', ${names.join(', ')}) as detail
       from ${into} t join ${from} s on ${differ} limit ${NOTES_KEPT}`,
    values,
  );
  return rows;
}
