import type pg from 'pg';
import type { AreaRow } from './area-reading.js';
import { type ImportNotes, type ImportSubject, NOTES_KEPT } from './import-notes.js';
import { type MergeCount, mergeRows } from './merge-rows.repository.js';

/** What was done to stored areas. */
export interface AreaCounts extends MergeCount {
  /** Rows whose authority the hub cannot tell, because no list has said its DfE code. */
  readonly unknown: number;
  /** Stored areas of the same nations that have not ended and are not in the list. */
  readonly missing: number;
  /** How many there were. */
  readonly stored: number;
}

/** What was done to stored successions. */
export interface SuccessionCounts extends MergeCount {
  readonly removed: number;
  /** How many were stored before of the areas in the list. */
  readonly stored: number;
  /** How many areas got another last day. */
  readonly ended: number;
  /** Codes of areas that the hub does not know. */
  readonly unknown: number;
}

/** Today in London, as everywhere else in imports. */
const TODAY = `(now() at time zone 'Europe/London')::date`;

/** Puts the rows into a table, which is dropped when the transaction ends. */
export async function stageAreas(db: pg.ClientBase, rows: readonly AreaRow[]): Promise<void> {
  await db.query(
    `create temp table staged_area on commit drop as
     select * from jsonb_to_recordset($1::jsonb) r(code text, name text, authority text, "dfeCode" text,
       kind text, "from" text, "to" text, day date, extent text)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Merges districts. The authority of a district is that of its county, if the list has it; else the one with its own code; else the
 * one that is stored.
 */
export async function mergeDistricts(db: pg.ClientBase, notes: ImportNotes): Promise<AreaCounts> {
  const counts = await missingFrom(db, 'district', 'code', notes, 'DISTRICT');
  const merged = await mergeRows(db, {
    from: `(select s.code, s.name, coalesce(
                (select min(a.code) from local_authority a where a.gss_code = s.authority),
                (select min(a.code) from local_authority a where a.gss_code = s.code and s.authority is null),
                t.local_authority_code) as local_authority_code
              from staged_area s left join district t using (code))`,
    into: 'district',
    key: 'code',
    columns: ['name', 'local_authority_code'],
    versioned: true,
    notes: { in: notes, as: 'DISTRICT' },
  });
  const unknown = await review(
    db,
    `select s.code as key, 'The hub does not know its local authority' as detail
       from staged_area s join district d using (code) where d.local_authority_code is null and left(s.code, 1) = 'E'`,
    notes,
    'DISTRICT',
  );
  return { ...counts, ...merged, unknown };
}

/** Merges local authorities, by their DfE code if the list has it, or else by their GSS code. Without a DfE code none is added. */
export async function mergeAuthorities(db: pg.ClientBase, notes: ImportNotes): Promise<AreaCounts> {
  await db.query(
    `update staged_area s set "dfeCode" = a.code from local_authority a where s."dfeCode" is null and a.gss_code = s.code`,
  );
  const counts = await missingFrom(db, 'local_authority', 'gss_code', notes, 'LOCAL_AUTHORITY');
  const unknown = await review(
    db,
    `select code as key, 'The list does not say its DfE code' as detail from staged_area where "dfeCode" is null`,
    notes,
    'LOCAL_AUTHORITY',
  );
  const merged = await mergeRows(db, {
    from: `(select distinct on ("dfeCode") "dfeCode" as code, name, code as gss_code from staged_area
             where "dfeCode" is not null order by "dfeCode", code)`,
    into: 'local_authority',
    key: 'code',
    columns: ['name', 'gss_code'],
    versioned: true,
    notes: { in: notes, as: 'LOCAL_AUTHORITY' },
  });
  return { ...counts, ...merged, unknown };
}

/**
 * Merges successions. Of each area that the list names under `from`, the list is the truth: what else was stored as coming after it
 * is removed, and it ends on the day before.
 */
export async function mergeSuccessions(db: pg.ClientBase, notes: ImportNotes): Promise<SuccessionCounts> {
  const covered = 'exists (select from staged_area s where (s.kind, s."from") = (t.kind, t.from_code))';
  const stored = await db.query<{ n: number }>(
    `select count(*)::int as n from area_succession t where ${covered}`,
  );
  const SAME = '(s.kind, s."from", s."to") = (t.kind, t.from_code, t.to_code)';
  const said = `t.from_code as key, t.extent || ' ' || t.to_code || ' ' || t.day as detail`;
  const removed = await written(
    db,
    `delete from area_succession t where ${covered} and not exists (select from staged_area s where ${SAME}) returning ${said}`,
    notes,
    'REMOVED',
    'SUCCESSION',
  );
  const changed = await written(
    db,
    `update area_succession t set day = s.day, extent = s.extent from staged_area s
      where ${SAME} and (t.day, t.extent) is distinct from (s.day, s.extent) returning ${said}`,
    notes,
    'CHANGED',
    'SUCCESSION',
  );
  const added = await written(
    db,
    `insert into area_succession as t (kind, from_code, to_code, day, extent)
     select kind, "from", "to", day, extent from staged_area s
      where not exists (select from area_succession t where ${SAME}) returning ${said}`,
    notes,
    'ADDED',
    'SUCCESSION',
  );
  let ended = 0;
  for (const [table, kind] of [
    ['district', 'DISTRICT'],
    ['local_authority', 'LOCAL_AUTHORITY'],
  ] as const) {
    ended += await written(
      db,
      `update ${table} t set valid_to = s.last, version = t.version + 1, updated_at = now()
         from (select "from", min(day) - 1 as last from staged_area where kind = '${kind}' group by 1) s
        where t.code = s."from" and t.valid_to is distinct from s.last
        returning t.code as key, 'It ends on ' || t.valid_to as detail`,
      notes,
      'CHANGED',
      kind,
    );
  }
  const unknown = await review(
    db,
    `select c.code as key, 'The hub does not know this area yet' as detail
       from (select kind, "from" as code from staged_area union select kind, "to" from staged_area) c
      where not exists (select from district d where c.kind = 'DISTRICT' and d.code = c.code)
        and not exists (select from local_authority l where c.kind = 'LOCAL_AUTHORITY' and l.code = c.code)`,
    notes,
    'SUCCESSION',
  );
  return { added, changed, removed, ended, unknown, stored: stored.rows[0]!.n };
}

/** Areas of which a list says that all of it went to one area, and something to another one too. */
export async function contradictions(db: pg.ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ code: string }>(
    `select "from" as code from staged_area group by kind, "from"
     having count(*) > 1 and bool_or(extent = 'WHOLE') or count(distinct day) > 1 order by 1 limit 10`,
  );
  return rows.map(({ code }) => code);
}

/** Counts the stored areas, and notes those that have not ended and are not in the list. */
async function missingFrom(
  db: pg.ClientBase,
  table: string,
  column: string,
  notes: ImportNotes,
  subject: ImportSubject,
): Promise<Pick<AreaCounts, 'missing' | 'stored'>> {
  const current = `${table} t where (t.valid_to is null or t.valid_to >= ${TODAY})
    and left(t.${column}, 1) in (select left(code, 1) from staged_area)`;
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from ${current}`);
  const missing = await review(
    db,
    `select t.code as key, 'It is not in the list: say what came after it' as detail
       from ${current} and not exists (select from staged_area s where s.code = t.${column})`,
    notes,
    subject,
  );
  return { missing, stored: rows[0]!.n };
}

function review(
  db: pg.ClientBase,
  select: string,
  notes: ImportNotes,
  subject: ImportSubject,
): Promise<number> {
  return written(db, select, notes, 'REVIEW', subject);
}

/** Notes the rows of a statement, with a `key` and a `detail`, and returns how many there are. */
async function written(
  db: pg.ClientBase,
  statement: string,
  notes: ImportNotes,
  outcome: 'ADDED' | 'CHANGED' | 'REMOVED' | 'REVIEW',
  subject: ImportSubject,
): Promise<number> {
  const { rows } = await db.query<{ total: number; first: { key: string; detail: string }[] }>(
    `with written as (${statement})
     select count(*)::int as total, coalesce((select json_agg(f) from (
              select key, detail from written order by key limit ${NOTES_KEPT}) f), '[]') as first
       from written`,
  );
  const { total, first } = rows[0]!;
  notes.addMany(outcome, subject, total, first);
  return total;
}
