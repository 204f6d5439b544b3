import type pg from 'pg';
import { asOfOneMoment } from '../transaction.js';

/** A row of the register that differs from what the record of changes says. */
export interface RowFault {
  readonly table: string;
  /** The id of the row, as in the record; null for the table as a whole. */
  readonly id: string | null;
  /** What is wrong: a sentence. It never contains what the row holds. */
  readonly message: string;
}

/** The result of comparing the register with its record. */
export interface RowReport {
  /** How many rows were compared, including removed ones. */
  readonly rows: number;
  /** Rows that are older than the record and have not changed since: the record knows nothing about them. */
  readonly older: number;
  readonly faultCount: number;
  /** The first faults, by table and id. */
  readonly faults: readonly RowFault[];
}

/** How to compare the register. */
export interface RowWalk {
  /** Called with the approximate number of rows, and then after each batch with how many more were compared. */
  readonly onStart?: (rows: number) => void;
  readonly onBatch?: (rows: number) => void;
}

const BATCH = 1_000;
const MOST_FAULTS = 1_000;

/** A table whose rows the log follows. */
interface Followed {
  readonly table: string;
  /** SQL: the id of one of its rows, `t`, in the order of the log's index. */
  readonly live: string;
  readonly parent: string | null;
  /** Whether the id alone identifies a row. If not, the parent is needed too. */
  readonly isAlone: boolean;
  /** Whether rows have a creation time. */
  readonly isDated: boolean;
  /** Whether the trigger is enabled. */
  readonly isOn: boolean;
}

/** The tables that have the log's trigger for each of their rows, with its arguments. */
const FOLLOWED = `
  select c.relname as table, t.tgenabled in ('O', 'A') as "isOn",
         format('t.%I::text collate "default"', split_part(args, '\\000', 1)) as live,
         nullif(split_part(args, '\\000', 2), '') as parent,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'created_at') as "isDated",
         exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                  where i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
                    and a.attname = split_part(args, '\\000', 1)) as "isAlone"
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
   cross join lateral encode(t.tgargs, 'escape') args
   where p.proname = 'log_change' and not t.tgisinternal and t.tgtype & 1 = 1 and c.relnamespace = 'public'::regnamespace
   order by 1`;

/** The end of the batch after $1, whether its rows are in the table or only in the log. */
const endOf = ({ table, live }: Followed) => `
  select max(id) as end from (
    select id from (
      (select ${live} as id from ${table} t where ${live} > $1 order by 1 limit ${BATCH})
      union
      (select entity_id from change where table_name = '${table}' and entity_id > $1
        order by entity_id limit ${4 * BATCH})) both_of_them
     order by id limit ${BATCH}) batch`;

/** The version, which is compared separately, and the time of the last write, which is not in the log. */
const BESIDE = `array['version', 'updated_at']`;

/**
 * The rows after $1 up to $2, each as the table has it next to what the log says: the whole row at its creation with all later
 * changes, or only the changes of a row that is older than the log. Columns that the log does not know are not compared.
 */
function comparison({ table, live, parent, isAlone, isDated }: Followed): string {
  const keyOf = (own: string, other: string) =>
    isAlone ? own : `${own} || ' in ' || coalesce(${other}, 'none')`;
  // If the parent is part of the key, a row that moved to another parent no longer exists under the old key.
  const moved = isAlone
    ? ''
    : `union all select ${keyOf('entity_id', 'parent_before')}, id, 'DELETE', null, null from change
         where table_name = '${table}' and entity_id > $1 and entity_id <= $2
           and parent_before is not null`;
  return `
    with logged as materialized (
      select *, max(id) filter (where operation <> 'UPDATE') over (partition by key) as since,
             row_number() over (partition by key order by id desc) as from_last
        from (select ${keyOf('entity_id', 'parent_id')} as key, id, operation, version_after, new from change
               where table_name = '${table}' and entity_id > $1 and entity_id <= $2 ${moved}) l),
    known as (
      select key, max(operation) filter (where from_last = 1) as last_operation,
             max(version_after) filter (where from_last = 1) as version,
             case when count(*) = 1 then (array_agg(new))[1] end as only_one
        from logged group by key),
    overlaid as (
      select l.key, jsonb_object_agg(e.key, e.value order by l.id) as state
        from logged l join known k on k.key = l.key and k.only_one is null
       cross join lateral jsonb_each(l.new) e
       where l.operation <> 'DELETE' and (l.since is null or l.id >= l.since) group by l.key),
    recorded as (
      select k.key, k.last_operation, k.version, coalesce(k.only_one, o.state, '{}') as state
        from known k left join overlaid o using (key)),
    present as (
      select ${keyOf(live, parent ? `t.${parent}::text` : 'null')} as key, to_jsonb(t) as state from ${table} t
       where ${live} > $1 and ${live} <= $2)
    select coalesce(r.key, p.key) as id, r.key is not null as "isRecorded", p.key is not null as "isPresent",
           r.last_operation as "lastOperation",
           ${isDated ? `(p.state ->> 'created_at')::timestamptz < $3::timestamptz` : 'false'} as "isOlder",
           case when r.last_operation = 'DELETE' or (p.state - ${BESIDE}) = (r.state - ${BESIDE}) then null
                else array(select s.key from jsonb_each(r.state - ${BESIDE}) s join jsonb_each(p.state) c using (key)
                            where c.value is distinct from s.value order by 1) end as columns,
           r.version is not null and p.state ? 'version' and (p.state ->> 'version')::int <> r.version as "isAtOtherVersion"
      from recorded r full join present p using (key) order by 1`;
}

interface Compared {
  readonly id: string;
  readonly isRecorded: boolean;
  readonly isPresent: boolean;
  readonly lastOperation: 'INSERT' | 'UPDATE' | 'DELETE' | null;
  readonly isOlder: boolean;
  readonly columns: readonly string[] | null;
  readonly isAtOtherVersion: boolean;
}

/**
 * Compares every row that the log follows with what the log says, table by table and in batches, all of it as of one moment.
 * It trusts the log. Only the chain can prove that the log itself was not altered.
 */
export async function compareRows(pool: pg.Pool, walk: RowWalk = {}): Promise<RowReport> {
  return asOfOneMoment(pool, (db) => walkRows(db, walk));
}

async function walkRows(db: pg.PoolClient, { onStart, onBatch }: RowWalk): Promise<RowReport> {
  // The planner has no statistics on the size of a batch, and all of its rows are needed.
  await db.query('set local enable_nestloop = off');
  const { rows: tables } = await db.query<Followed>(FOLLOWED);
  const { rows: commits } = await db.query<{ at: Date }>(
    'select at from change_commit order by number limit 1',
  );
  const began = commits[0]?.at ?? null;
  if (onStart) onStart(await countRows(db, tables));
  const faults = await unfollowed(db, tables);
  let [rows, older, faultCount] = [0, 0, faults.length];
  for (const table of tables) {
    for await (const compared of comparedIn(db, table, began)) {
      for (const row of compared) {
        if (row.isOlder && !row.isRecorded) older++;
        else rows++;
        const message = faultOf(row);
        if (message !== null && ++faultCount <= MOST_FAULTS) {
          faults.push({ table: table.table, id: row.id, message });
        }
      }
      onBatch?.(compared.length);
    }
  }
  return { rows, older, faultCount, faults };
}

async function* comparedIn(
  db: pg.PoolClient,
  table: Followed,
  began: Date | null,
): AsyncGenerator<readonly Compared[]> {
  const text = comparison(table);
  for (let after = ''; ; ) {
    const { rows: ends } = await db.query<{ end: string | null }>(endOf(table), [after]);
    const end = ends[0]?.end ?? null;
    if (end === null) return;
    const values = table.isDated ? [after, end, began] : [after, end];
    yield (await db.query<Compared>(text, values)).rows;
    after = end;
  }
}

/** Tables in the record that the log no longer follows: changes there leave no trace. */
async function unfollowed(db: pg.PoolClient, tables: readonly Followed[]): Promise<RowFault[]> {
  const followed = tables.filter(({ isOn }) => isOn).map(({ table }) => table);
  const { rows } = await db.query<{ table: string }>(
    `select distinct table_name as table from change
      where not table_name = any($1) and to_regclass('public.' || quote_ident(table_name)) is not null order by 1`,
    [followed],
  );
  return rows.map(({ table }) => ({
    table,
    id: null,
    message: 'The log no longer follows this table: its trigger was disabled or removed.',
  }));
}

async function countRows(db: pg.PoolClient, tables: readonly Followed[]): Promise<number> {
  const counts = tables.map(({ table }) => `(select count(*) from ${table})`);
  const { rows } = await db.query<{ n: number }>(`select (${counts.join(' + ')})::float8 as n`);
  return rows[0]!.n;
}

function faultOf(row: Compared): string | null {
  const { isRecorded, isPresent, lastOperation, isOlder, columns, isAtOtherVersion } = row;
  if (!isRecorded) return isOlder ? null : 'It is not in the record: it was added without being logged.';
  if (lastOperation === 'DELETE') {
    return isPresent ? 'The record says that it was removed, but it is still there.' : null;
  }
  if (!isPresent) return 'It is missing, but the record does not say that it was removed.';
  if (columns && columns.length > 0) return `It differs from the record in ${columns.join(', ')}.`;
  return isAtOtherVersion ? 'Its version differs from the one in the record.' : null;
}
