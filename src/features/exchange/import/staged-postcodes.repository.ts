import type pg from 'pg';
import type { ImportNotes } from './import-notes.js';
import { firstOf, keepLast, mergeRows } from './merge-rows.repository.js';

/** What was done to the stored postcodes of the imported areas. */
export interface PostcodeCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Rows whose postcode is also in another row of the same import. The last row is used. */
  readonly repeated: number;
  /** Postcodes whose district was followed by another one. They keep the one before as well. */
  readonly followed: number;
}

/** The number of sectors and outcodes in the imported areas, and how many of these rows were written or removed. */
export interface CentroidCounts {
  readonly sectors: number;
  readonly outcodes: number;
  readonly centroidsChanged: number;
}

/** SQL for the leading letters of a postcode, sector or outcode: "NR" for "NR21 9AA". */
const areaOf = (column: string) => `rtrim(left(${column}, 2), '0123456789')`;

/** Creates the table `staged_postcode`, which is dropped when the transaction ends. */
export async function stagePostcodes(db: pg.ClientBase): Promise<void> {
  await db.query(`
    create temp table staged_postcode (postcode text collate "C", latitude float8, longitude float8,
      district_code text) on commit drop`);
}

/** A district that the hub does not know, and how many staged postcodes are in it. */
export interface UnknownDistrict {
  readonly code: string;
  readonly postcodes: number;
}

/** The districts of the staged rows that the hub does not know: the thousand with most postcodes. */
export async function districtsNotKnown(db: pg.ClientBase): Promise<UnknownDistrict[]> {
  const { rows } = await db.query<UnknownDistrict>(`
    select district_code as code, count(*)::int as postcodes from staged_postcode s
     where district_code is not null and not exists (select from district d where d.code = s.district_code)
     group by 1 order by 2 desc, 1 limit 1000`);
  return rows;
}

/** Removes postcodes from the staged rows. */
export async function leaveOutPostcodes(db: pg.ClientBase, postcodes: readonly string[]): Promise<void> {
  await db.query('delete from staged_postcode where postcode = any($1)', [postcodes]);
}

/**
 * Makes `postcode` the same as `staged_postcode` in some postcode areas. New rows are added, different rows are changed, missing rows
 * are removed, and rows that are the same are not written.
 */
export async function mergePostcodes(
  db: pg.ClientBase,
  areas: readonly string[],
  notes: ImportNotes,
): Promise<PostcodeCounts> {
  const repeated = await keepLast(db, 'staged_postcode', ['postcode']);
  await db.query('analyze staged_postcode');
  const followed = await keepFormerDistricts(db);
  const gone = await db.query<{ total: number; first: string[] }>(
    firstOf(`delete from postcode p where ${areaOf('p.postcode')} = any($1)
                and not exists (select from staged_postcode s where s.postcode = p.postcode)
             returning p.postcode as key`),
    [areas],
  );
  const { total: removed, first } = gone.rows[0]!;
  notes.addMany(
    'REMOVED',
    'POSTCODE',
    removed,
    first.map((key) => ({ key })),
  );
  const { added, changed } = await mergeRows(db, {
    from: 'staged_postcode',
    into: 'postcode',
    key: 'postcode',
    columns: ['latitude', 'longitude', 'district_code'],
    versioned: false,
    notes: { in: notes, as: 'POSTCODE' },
  });
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from staged_postcode');
  return {
    added,
    changed,
    unchanged: (rows[0]?.n ?? 0) - added - changed,
    removed,
    repeated,
    followed,
  };
}

/** The number of stored postcodes in some postcode areas. */
export async function countPostcodes(db: pg.ClientBase, areas: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from postcode p where ${areaOf('p.postcode')} = any($1)`,
    [areas],
  );
  return rows[0]!.n;
}

/**
 * A postcode keeps the districts that it was in before, if its district was followed by the new one: as the successions say, or
 * because the old one has ended or the new one is not known yet. A boundary that moved between two districts leaves nothing behind. Of
 * a postcode that was not stored, the district before is that of its sector. Returns how many postcodes have a new district like this.
 */
async function keepFormerDistricts(db: pg.ClientBase): Promise<number> {
  await db.query(`
    drop table if exists district_followed;
    create temp table district_followed on commit drop as
    select before.code as from_code, after.code as to_code
      from (select distinct district_code as code from postcode_sector
            union select distinct district_code from postcode) before
      join (select distinct district_code as code from staged_postcode) after on after.code <> before.code
      left join district old on old.code = before.code
     where old.valid_to is not null or not exists (select from district d where d.code = after.code)
        or exists (select from area_succession a where a.kind = 'DISTRICT' and a.from_code = before.code and a.to_code = after.code)`);
  const { rowCount } = await db.query(`
    insert into former_district (place, district_code)
    select s.postcode, f.from_code
      from staged_postcode s join district_followed f on f.to_code = s.district_code
     where f.from_code = coalesce((select p.district_code from postcode p where p.postcode = s.postcode),
                                  (select c.district_code from postcode_sector c where c.sector = left(s.postcode, -2)))
        on conflict do nothing`);
  return rowCount ?? 0;
}

/** A sector or outcode was in the districts that most of its postcodes were in. */
async function keepFormerOfCentroids(db: pg.ClientBase): Promise<void> {
  await db.query(`
    insert into former_district (place, district_code)
    select c.key, f.district_code
      from (select sector as key, postcodes from postcode_sector union all select outcode, postcodes from postcode_outcode) c
      join (select within.key, f.district_code, count(*) as n
              from former_district f join postcode p on p.postcode = f.place
             cross join lateral (values (left(f.place, -2)), (left(f.place, -4))) within (key) group by 1, 2) f using (key)
     where f.n * 2 > c.postcodes
        on conflict do nothing`);
}

/**
 * Recalculates the mean position, the main district (the most frequent one) and the number of postcodes for the sectors and outcodes
 * of some areas; and for outcodes all districts, unless one of their postcodes has no district. Sums are in whole micro-degrees, so
 * that the same postcodes give the same mean in any order.
 */
export async function recomputeCentroids(
  db: pg.ClientBase,
  areas: readonly string[],
): Promise<CentroidCounts> {
  await db.query(
    `create temp table sector_part on commit drop as
     select left(postcode, -2) as sector, district_code, count(*) as n,
            sum(round(latitude * 1e6)::bigint) as latitudes, sum(round(longitude * 1e6)::bigint) as longitudes
       from postcode where ${areaOf('postcode')} = any($1) group by 1, 2`,
    [areas],
  );
  const sectors = await recompute(db, areas, 'postcode_sector', 'sector', 'sector');
  const outcodes = await recompute(db, areas, 'postcode_outcode', 'outcode', `split_part(sector, ' ', 1)`, [
    'district_codes',
  ]);
  await keepFormerOfCentroids(db);
  return {
    sectors: sectors.rows,
    outcodes: outcodes.rows,
    centroidsChanged: sectors.written + outcodes.written,
  };
}

async function recompute(
  db: pg.ClientBase,
  areas: readonly string[],
  table: string,
  key: string,
  keyOfSector: string,
  more: readonly string[] = [],
): Promise<{ rows: number; written: number }> {
  const fresh = `fresh_${key}`;
  const created = await db.query(`
    create temp table ${fresh} on commit drop as
    select ${key}, (round(sum(latitudes) / sum(n)) / 1e6)::float8 as latitude,
           (round(sum(longitudes) / sum(n)) / 1e6)::float8 as longitude,
           (array_agg(district_code order by n desc, district_code)
             filter (where district_code is not null))[1] as district_code,
           case when bool_and(district_code is not null) then array_agg(district_code order by district_code) end
             as district_codes,
           sum(n)::integer as postcodes
      from (select ${keyOfSector} as ${key}, district_code, sum(n) as n, sum(latitudes) as latitudes,
                   sum(longitudes) as longitudes
              from sector_part group by 1, 2) by_district
     group by ${key}`);
  const gone = await db.query(
    `delete from ${table} t where ${areaOf(`t.${key}`)} = any($1)
        and not exists (select from ${fresh} f where f.${key} = t.${key})`,
    [areas],
  );
  const { added, changed } = await mergeRows(db, {
    from: fresh,
    into: table,
    key,
    columns: ['latitude', 'longitude', 'district_code', 'postcodes', ...more],
    versioned: false,
  });
  return { rows: created.rowCount ?? 0, written: added + changed + (gone.rowCount ?? 0) };
}
