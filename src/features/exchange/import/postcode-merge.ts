import type pg from 'pg';
import { mergeRows } from './merge-rows.js';

/** What happened to the stored postcodes of the imported areas. */
export interface PostcodeCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Rows of postcodes that were listed before in the same import; the last one counts. */
  readonly repeated: number;
}

/** How many sectors and outcodes the imported areas have, and how many of these rows were written or removed. */
export interface CentroidCounts {
  readonly sectors: number;
  readonly outcodes: number;
  readonly centroidsChanged: number;
}

/** SQL for the leading letters of a postcode, sector or outcode: "NR" of "NR21 9AA". */
const areaOf = (column: string) => `rtrim(left(${column}, 2), '0123456789')`;

/**
 * Makes `postcode` equal to `staged_postcode` within some postcode areas: what is new is added, what differs is
 * changed, what has gone is removed, and what is the same is not written.
 */
export async function mergePostcodes(db: pg.ClientBase, areas: readonly string[]): Promise<PostcodeCounts> {
  const repeated = await db.query(`
    delete from staged_postcode s
     using (select postcode, max(ctid) as last from staged_postcode group by postcode having count(*) > 1) r
     where s.postcode = r.postcode and s.ctid <> r.last`);
  await db.query('analyze staged_postcode');
  const removed = await db.query(
    `delete from postcode p where ${areaOf('p.postcode')} = any($1)
        and not exists (select from staged_postcode s where s.postcode = p.postcode)`,
    [areas],
  );
  const { added, changed } = await mergeRows(db, {
    from: 'staged_postcode',
    into: 'postcode',
    key: 'postcode',
    columns: ['latitude', 'longitude', 'district_code'],
    versioned: false,
  });
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from staged_postcode');
  return {
    added,
    changed,
    unchanged: (rows[0]?.n ?? 0) - added - changed,
    removed: removed.rowCount ?? 0,
    repeated: repeated.rowCount ?? 0,
  };
}

/**
 * Recomputes mean position, main district (the most frequent one) and number of postcodes of the sectors and outcodes
 * of some areas, and all districts of outcodes, unless one of their postcodes has none. Sums are of whole micro-degrees, so that the same postcodes give the same mean in any order.
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
