import type pg from 'pg';
import { refusingRows } from './refused-rows.js';

/** What a merge did. */
export interface MergeCount {
  readonly added: number;
  readonly changed: number;
}

/** Which rows go where. Names and `from` are SQL of this feature, never input. */
export interface Merge {
  /** A table, or a select in brackets, with one row per key. */
  readonly from: string;
  readonly into: string;
  readonly key: string;
  /** The column of what is staged that the key comes from, where that is called otherwise. */
  readonly stagedKey?: string;
  /** Columns that are written to new rows and kept up to date in existing ones. */
  readonly columns: readonly string[];
  /** Columns that only new rows take from the source; in existing rows they belong to somebody else. */
  readonly firstOnly?: readonly string[];
  /** SQL over `t`, the row of the table: such rows stay as they are. */
  readonly unless?: string;
  /** The table counts versions and keeps the time of the last change. */
  readonly versioned: boolean;
}

/**
 * Writes rows that are new or differ, in two statements; a row that is the same is not touched.
 * @throws RowsRefused naming the rows that break a constraint, when there are any.
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
  return refusingRows(db, stagedKey, keys, async (some) => {
    const [these, values] = some === null ? ['', []] : [` and s.${key} = any($1)`, [some]];
    const changed = await db.query(
      `update ${into} t set ${assignments.join(', ')}
         from ${from} s where t.${key} = s.${key} and not ${unless} and ${tuple('t')} is distinct from ${tuple('s')}${these}`,
      values,
    );
    const added = await db.query(
      `insert into ${into} (${all})
       select ${all} from ${from} s where not exists (select from ${into} t where t.${key} = s.${key})${these}`,
      values,
    );
    return { added: added.rowCount ?? 0, changed: changed.rowCount ?? 0 };
  });
}
