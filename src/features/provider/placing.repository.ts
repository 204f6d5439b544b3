import type pg from 'pg';

/** What was done to a batch. */
export interface PlacedBatch {
  /** How many rows were looked at, the last of them, and how many were placed again. */
  readonly seen: number;
  readonly last: string;
  readonly placed: number;
}

/** How well sites are placed. */
export interface SitePositions {
  /** Sites whose position is only that of their sector or outcode. */
  readonly coarse: number;
  readonly unplaced: number;
  /** Sites in districts that the hub does not know. */
  readonly inUnknownDistricts: number;
}

/** SQL: how good a position is, from the best (4) to none (0). */
const rank = (precision: string) =>
  `coalesce(array_position(array['OUTCODE', 'SECTOR', 'POSTCODE', 'POINT'], ${precision}), 0)`;

/**
 * The statements that place sites and schools again. Each looks at rows after an id, in order of their ids, whose position is not
 * their own, and writes those for which a better or newer one is known. They are derived again, not edited, so their versions stay.
 */
export const placing = {
  /** Removes the time limit from the open transaction: the pool's own limits are for requests. */
  async begin(db: pg.ClientBase): Promise<void> {
    await db.query('set local statement_timeout = 0');
  },

  /**
   * Places sites: at the position that GIAS has for the school of their provider at the same postcode, or else at that of their
   * postcode, sector or outcode. Invented sites stay where they were put.
   */
  async sites(db: pg.ClientBase, after: string, most: number): Promise<PlacedBatch> {
    return batch(
      db,
      `with batch as (
         select id, provider_id, postcode, position_precision from site
          where id > $1 and position_precision is distinct from 'POINT' and not is_demonstration order by id limit $2),
       known as (
         select b.id, b.position_precision as before,
                case when h.urn is not null then 'POINT' when p.postcode is not null then 'POSTCODE'
                     when c.sector is not null then 'SECTOR' when o.outcode is not null then 'OUTCODE' end as precision,
                coalesce(h.latitude, p.latitude, c.latitude, o.latitude) as latitude,
                coalesce(h.longitude, p.longitude, c.longitude, o.longitude) as longitude,
                case when h.urn is not null then h.district_code when p.postcode is not null then p.district_code
                     when c.sector is not null then c.district_code else o.district_code end as district_code
           from batch b join provider v on v.id = b.provider_id
           left join school h on h.urn = v.urn and h.postcode = b.postcode and h.position_precision = 'POINT'
           left join postcode p on p.postcode = b.postcode
           left join postcode_sector c on c.sector = left(b.postcode, -2)
           left join postcode_outcode o on o.outcode = left(b.postcode, -4)),
       best as (select * from known where precision is not null and ${rank('precision')} >= ${rank('before')}),
       placed as (
         update site s set latitude = n.latitude, longitude = n.longitude, position_precision = n.precision,
                district_code = coalesce(n.district_code, s.district_code)
           from best n
          where s.id = n.id and s.position_precision is distinct from 'POINT'
            and (s.latitude, s.longitude, s.position_precision, s.district_code) is distinct from
                (n.latitude, n.longitude, n.precision, coalesce(n.district_code, s.district_code))
         returning s.id)`,
      [after, most],
    );
  },

  /** Places schools without a position of their own at that of their postcode. */
  async schools(db: pg.ClientBase, after: string, most: number): Promise<PlacedBatch> {
    return batch(
      db,
      `with batch as (
         select urn as id, postcode from school
          where urn > $1 and (latitude is null or position_precision = 'POSTCODE') and not is_demonstration
          order by urn limit $2),
       placed as (
         update school s set latitude = p.latitude, longitude = p.longitude, position_precision = 'POSTCODE',
                district_code = coalesce(s.district_code, p.district_code)
           from batch b join postcode p using (postcode)
          where s.urn = b.id and s.postcode = b.postcode
            and (s.latitude, s.longitude) is distinct from (p.latitude, p.longitude)
         returning s.urn)`,
      [after, most],
    );
  },

  /** How well the sites that are not invented are placed. */
  async positions(db: pg.Pool): Promise<SitePositions> {
    const { rows } = await db.query<SitePositions>(`
      select count(*) filter (where position_precision in ('SECTOR', 'OUTCODE'))::int as coarse,
             count(*) filter (where position_precision is null)::int as unplaced,
             count(*) filter (where not exists (select from district d where d.code = s.district_code)
               and s.district_code is not null)::int as "inUnknownDistricts"
        from site s where not is_demonstration`);
    return rows[0]!;
  },
};

async function batch(db: pg.ClientBase, start: string, values: readonly unknown[]): Promise<PlacedBatch> {
  const { rows } = await db.query<PlacedBatch>(
    `${start}
     select count(*)::int as seen, coalesce((array_agg(id order by id desc))[1]::text, '') as last,
            (select count(*)::int from placed) as placed
       from batch`,
    [...values],
  );
  return rows[0]!;
}
