import type pg from 'pg';
import { type ImportNotes, NOTES_KEPT } from './import-notes.js';
import { keepLast } from './merge-rows.repository.js';

/** What was done to the stored links. */
export interface LinkCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
}

/** Creates the table `staged_link`, which is dropped when the transaction ends. */
export async function stageLinks(db: pg.ClientBase): Promise<void> {
  await db.query(`create temp table staged_link
    (urn text, link_urn text, link_type text, link_name text, established_on date) on commit drop`);
}

const SAME = 't.urn = s.urn and t.link_urn = s.link_urn and t.link_type = s.link_type';

/** Makes `school_link` the same as `staged_link`. Links that are the same are not written. */
export async function mergeLinks(db: pg.ClientBase, notes: ImportNotes): Promise<LinkCounts> {
  await keepLast(db, 'staged_link', ['urn', 'link_urn', 'link_type']);
  await db.query('analyze staged_link');
  const merge = async (outcome: 'ADDED' | 'CHANGED' | 'REMOVED', statement: string): Promise<number> => {
    const { rows } = await db.query<{ total: number; first: { key: string; detail: string }[] }>(
      `with written as (${statement})
       select count(*)::int as total, coalesce((select json_agg(f) from (
                select urn as key, link_type || ' ' || link_urn as detail from written limit ${NOTES_KEPT}) f), '[]') as first
         from written`,
    );
    const { total, first } = rows[0]!;
    notes.addMany(outcome, 'SCHOOL_LINK', total, first);
    return total;
  };
  const removed = await merge(
    'REMOVED',
    `delete from school_link t where not exists (select from staged_link s where ${SAME}) returning t.*`,
  );
  const changed = await merge(
    'CHANGED',
    `update school_link t set link_name = s.link_name, established_on = s.established_on from staged_link s
      where ${SAME} and (t.link_name, t.established_on) is distinct from (s.link_name, s.established_on) returning t.*`,
  );
  const added = await merge(
    'ADDED',
    `insert into school_link (urn, link_urn, link_type, link_name, established_on)
     select urn, link_urn, link_type, link_name, established_on from staged_link s
      where not exists (select from school_link t where ${SAME}) returning *`,
  );
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from school_link');
  return { added, changed, removed, unchanged: rows[0]!.n - added - changed };
}
