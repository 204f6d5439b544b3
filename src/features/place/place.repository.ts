import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Queryable } from '../../platform/database/connection.js';
import { type RowReader, rowReader } from '../../platform/database/rows.js';
import { District, LocalAuthority, PlanningArea } from './area.entity.js';
import type { NationCell } from './nation.js';
import type { PostcodeParts } from './postcode.js';
import { School } from './school.entity.js';
import type { Succession } from './succession.rules.js';

/** A point of the postcode tables. */
export interface Centroid {
  readonly key: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
  /** The districts that it was in before, each followed by another one. */
  readonly formerDistrictCodes?: readonly string[];
}

/** A district or sector that belongs to a planning area. */
export interface PlanningAreaMember {
  readonly planningAreaId: string;
  readonly localAuthorityCode: string;
  readonly kind: 'DISTRICT' | 'SECTOR';
  readonly code: string;
}

/** What is known about a postcode at each precision. */
export interface KnownPostcode {
  readonly postcode: Centroid | null;
  readonly sector: Centroid | null;
  readonly outcode: Centroid | null;
  /** True if full postcodes of its outcode were imported, so that a postcode which is not among them is unknown. */
  readonly isImported: boolean;
}

/** An outcode, and the known areas of its postcodes. */
export interface KnownOutcode {
  readonly outcode: string;
  /** All districts that its postcodes are in; null if the district of any postcode is not known. */
  readonly districtCodes: readonly string[] | null;
  /** Districts that all of its postcodes were in before, each followed by others. */
  readonly formerDistrictCodes: readonly string[];
  /** Its known sectors, and whether these are all its sectors. */
  readonly sectors: readonly string[];
  readonly hasAllSectors: boolean;
}

/** SQL: the districts that a postcode, sector or outcode was in before. */
const formerOf = (place: string) =>
  `array(select f.district_code from former_district f where f.place = ${place} order by 1)`;

/** All SQL statements about places. */
export class PlaceRepository {
  private readonly schoolRow: RowReader<School>;

  constructor(
    private readonly source: DataSource,
    private readonly pool: pg.Pool,
  ) {
    this.schoolRow = rowReader(source, School);
  }

  /**
   * What is known about a postcode at each precision, and whether full postcodes of its outcode were imported at all. In a
   * transaction, pass its connection as `db`.
   */
  async postcode(parts: PostcodeParts, db: Queryable = this.pool): Promise<KnownPostcode> {
    const { outcode } = parts;
    const { rows } = await db.query<Centroid & { readonly precision: string }>({
      name: 'place postcode',
      text: `select 'postcode' as precision, postcode as key, latitude, longitude, district_code as "districtCode",
                    ${formerOf('postcode')} as "formerDistrictCodes" from postcode where postcode = $1
        union all select 'sector', sector, latitude, longitude, district_code, ${formerOf('sector')}
               from postcode_sector where sector = $2
        union all select 'outcode', outcode, latitude, longitude, district_code, ${formerOf('outcode')}
               from postcode_outcode where outcode = $3
        union all (select 'imported', postcode, latitude, longitude, district_code, '{}' from postcode
                    where postcode >= $4 and postcode < $5 limit 1)`,
      values: [
        parts.kind === 'POSTCODE' ? parts.postcode : null,
        parts.kind === 'OUTCODE' ? null : parts.sector,
        outcode,
        `${outcode} `,
        `${outcode}!`, // '!' is the character after the space
      ],
    });
    const known = (precision: string) => rows.find((row) => row.precision === precision) ?? null;
    return {
      postcode: known('postcode'),
      sector: known('sector'),
      outcode: known('outcode'),
      isImported: known('imported') !== null,
    };
  }

  /** Postcodes that are not stored, although others with the same leading letters are. */
  async unknownPostcodes(postcodes: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ postcode: string }>({
      name: 'place unknown postcodes',
      text: `select distinct u as postcode from unnest($1::text[]) u
              where not exists (select from postcode p where p.postcode = u)
                and exists (select from postcode p where p.postcode >= rtrim(left(u, 2), '0123456789') || '0'
                                                     and p.postcode < rtrim(left(u, 2), '0123456789') || ':') order by 1`,
      values: [postcodes],
    });
    return rows.map(({ postcode }) => postcode);
  }

  /**
   * The centroids of sectors and outcodes that have a district: enough to work out the district of any point. If the sectors of an
   * outcode are known, its own centroid is left out, because it could hide the nearest sector.
   */
  async allCentroids(): Promise<Centroid[]> {
    const { rows } = await this.pool.query<Centroid>(`
      select sector as key, latitude, longitude, district_code as "districtCode",
             ${formerOf('sector')} as "formerDistrictCodes" from postcode_sector
       where district_code is not null
      union all
      select outcode, latitude, longitude, district_code, ${formerOf('outcode')} from postcode_outcode o
       where district_code is not null and not exists (
         select from postcode_sector s
          where split_part(s.sector, ' ', 1) = o.outcode and s.district_code = o.district_code)
       order by latitude, key`);
    return rows;
  }

  /** Which areas came after which. */
  async successions(): Promise<Succession[]> {
    const { rows } = await this.pool.query<Succession>(`
      select kind, from_code as "from", to_code as "to", day::text, extent from area_succession
       order by kind, from_code, to_code`);
    return rows;
  }

  /** The parts of Great Britain in which people have postcodes, with their nations. */
  async nationCells(): Promise<NationCell[]> {
    const { rows } = await this.pool.query<NationCell>(
      'select divisions, north, east, nation from nation_cell',
    );
    return rows;
  }

  /** All outcodes. The sectors of an outcode are all known if they contain all its postcodes. */
  async outcodes(): Promise<KnownOutcode[]> {
    const { rows } = await this.pool.query<KnownOutcode>(`
      with before as (
        select left(place, -4) as outcode, district_code as code, count(*) as postcodes
          from former_district where length(split_part(place, ' ', 2)) = 3 group by 1, 2)
      select o.outcode, o.district_codes as "districtCodes", coalesce(s.sectors, '{}') as sectors,
             coalesce(s.postcodes, 0) = o.postcodes as "hasAllSectors",
             array(select b.code from before b where b.outcode = o.outcode and b.postcodes = o.postcodes order by 1)
               as "formerDistrictCodes"
        from postcode_outcode o left join (
          select split_part(sector, ' ', 1) as outcode, array_agg(sector order by sector) as sectors,
                 sum(postcodes) as postcodes
            from postcode_sector group by 1) s using (outcode)`);
    return rows;
  }

  async school(urn: string): Promise<School | null> {
    const { rows } = await this.pool.query<object>({
      name: 'place school',
      text: `select ${this.schoolRow.columns('s')} from school s where s.urn = $1`,
      values: [urn],
    });
    return rows[0] ? this.schoolRow.toEntity(rows[0]) : null;
  }

  localAuthorities(): Promise<LocalAuthority[]> {
    return this.byName(LocalAuthority, 'local_authority');
  }

  districts(): Promise<District[]> {
    return this.byName(District, 'district');
  }

  planningAreas(): Promise<PlanningArea[]> {
    return this.byName(PlanningArea, 'planning_area');
  }

  private async byName<E extends object>(entity: new () => E, table: string): Promise<E[]> {
    const row = rowReader(this.source, entity);
    const { rows } = await this.pool.query(
      `select ${row.columns('t')} from ${table} t order by name collate "C"`,
    );
    return rows.map(row.toEntity);
  }

  async planningAreaMembers(): Promise<PlanningAreaMember[]> {
    const { rows } = await this.pool.query<PlanningAreaMember>(`
      select planning_area_id as "planningAreaId", local_authority_code as "localAuthorityCode", kind, code
        from planning_area_member order by code collate "C"`);
    return rows;
  }
}
