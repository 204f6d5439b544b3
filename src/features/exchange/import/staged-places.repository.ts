import type pg from 'pg';
import type { ImportNotes } from './import-notes.js';
import { firstOf, keepLast, mergeRows } from './merge-rows.repository.js';

/** What was done to the stored places of OS Open Names. */
export interface PlaceCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Rows whose identifier is also in another row of the same import. The last row is used. */
  readonly repeated: number;
}

/** Creates the table `staged_place`, which is dropped when the transaction ends. */
export async function stagePlaces(db: pg.ClientBase): Promise<void> {
  await db.query(`
    create temp table staged_place (source_id text collate "C", id uuid, name text, folded_name text, other_name text, kind text,
      latitude float8, longitude float8, district_code text, source text) on commit drop`);
}

/** The names and codes of districts. Of those with the same name, one that has ended or will end is left out. */
export async function districtsByName(
  db: pg.ClientBase,
): Promise<{ readonly code: string; readonly name: string }[]> {
  const { rows } = await db.query(
    `select code, name from district d
      where valid_to is null or not exists (
        select from district later where later.name = d.name and later.code <> d.code
           and (later.valid_to is null or later.valid_to > d.valid_to))
      order by code`,
  );
  return rows;
}

/** Gives places without a district that of the nearest sector or outcode. Returns how many there were. */
export async function districtsByPosition(db: pg.ClientBase): Promise<number> {
  const { rowCount } = await db.query(`
    update staged_place s set district_code = (
      select c.district_code
        from (select latitude, longitude, district_code from postcode_sector
              union all select latitude, longitude, district_code from postcode_outcode) c
       where c.district_code is not null and c.latitude between s.latitude - 0.5 and s.latitude + 0.5
       order by (c.latitude - s.latitude) ^ 2 + ((c.longitude - s.longitude) * cos(radians(s.latitude))) ^ 2, 1 limit 1)
     where district_code is null`);
  return rowCount ?? 0;
}

/** Removes places from the staged rows. */
export async function leaveOutPlaces(db: pg.ClientBase, ids: readonly string[]): Promise<void> {
  await db.query('delete from staged_place where source_id = any($1)', [ids]);
}

/**
 * Makes the stored places of a source the same as `staged_place`. New rows are added, different rows are changed, missing rows are
 * removed, and rows that are the same are not written.
 */
export async function mergePlaces(
  db: pg.ClientBase,
  source: string,
  notes: ImportNotes,
): Promise<PlaceCounts> {
  const repeated = await keepLast(db, 'staged_place', ['source_id']);
  await db.query('analyze staged_place');
  const gone = await db.query<{ total: number; first: string[] }>(
    firstOf(`delete from named_place p where p.source = $1
                and not exists (select from staged_place s where s.source_id = p.source_id)
             returning p.source_id as key`),
    [source],
  );
  const { total: removed, first } = gone.rows[0]!;
  notes.addMany(
    'REMOVED',
    'NAMED_PLACE',
    removed,
    first.map((key) => ({ key })),
  );
  const { added, changed } = await mergeRows(db, {
    from: `(select *, array_remove(array[other_name], null) as other_names from staged_place)`,
    into: 'named_place',
    key: 'source_id',
    columns: ['name', 'folded_name', 'other_names', 'kind', 'latitude', 'longitude', 'district_code'],
    firstOnly: ['id', 'source'],
    versioned: true,
    notes: { in: notes, as: 'NAMED_PLACE' },
  });
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from staged_place');
  return {
    added,
    changed,
    unchanged: rows[0]!.n - added - changed,
    removed,
    repeated,
  };
}
