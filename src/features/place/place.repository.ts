import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Queryable } from '../../platform/database/connection.js';
import { type RowReader, rowReader } from '../../platform/database/rows.js';
import { District, LocalAuthority, PlanningArea } from './area.entity.js';
import type { PostcodeParts } from './postcode.js';
import { School } from './school.entity.js';

/** A point of the postcode tables. */
export interface Centroid {
  readonly key: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
}

/** A settlement of the gazetteer. */
export interface NamedPlace {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
}

/** Which district or sector belongs to which planning area. */
export interface PlanningAreaMember {
  readonly planningAreaId: string;
  readonly localAuthorityCode: string;
  readonly kind: 'DISTRICT' | 'SECTOR';
  readonly code: string;
}

/** A postcode at each precision at which it is known. */
export interface KnownPostcode {
  readonly postcode: Centroid | null;
  readonly sector: Centroid | null;
  readonly outcode: Centroid | null;
  /** True when full postcodes of its outcode have been imported, so that one not among them is unknown. */
  readonly isImported: boolean;
}

/** An outcode, and what is known of where its postcodes lie. */
export interface KnownOutcode {
  readonly outcode: string;
  /** Every district that one of its postcodes lies in; null when that is not known of all of them. */
  readonly districtCodes: readonly string[] | null;
  /** Those of its sectors that are known, and whether there are no others. */
  readonly sectors: readonly string[];
  readonly hasAllSectors: boolean;
}

const named = 'select name, latitude, longitude, district_code as "districtCode" from named_place';

/** Every SQL statement about places. */
export class PlaceRepository {
  private readonly schoolRow: RowReader<School>;

  constructor(
    private readonly source: DataSource,
    private readonly pool: pg.Pool,
  ) {
    this.schoolRow = rowReader(source, School);
  }

  /**
   * What is known of a postcode at each precision, and whether full postcodes of its outcode were imported at all. Within a
   * transaction, asked with its connection.
   */
  async postcode(parts: PostcodeParts, db: Queryable = this.pool): Promise<KnownPostcode> {
    const { outcode } = parts;
    const { rows } = await db.query<Centroid & { readonly precision: string }>({
      name: 'place postcode',
      text: `select 'postcode' as precision, postcode as key, latitude, longitude, district_code as "districtCode"
               from postcode where postcode = $1
        union all select 'sector', sector, latitude, longitude, district_code from postcode_sector where sector = $2
        union all select 'outcode', outcode, latitude, longitude, district_code from postcode_outcode where outcode = $3
        union all (select 'imported', postcode, latitude, longitude, district_code from postcode
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

  /**
   * Sector and outcode centroids with a district: enough to tell the district of any point. Where the sectors of an
   * outcode are known they tell more, and its own centroid would only hide the nearest of them.
   */
  async allCentroids(): Promise<Centroid[]> {
    const { rows } = await this.pool.query<Centroid>(`
      select sector as key, latitude, longitude, district_code as "districtCode" from postcode_sector
       where district_code is not null
      union all
      select outcode, latitude, longitude, district_code from postcode_outcode o
       where district_code is not null and not exists (
         select from postcode_sector s
          where split_part(s.sector, ' ', 1) = o.outcode and s.district_code = o.district_code)
       order by latitude, key`);
    return rows;
  }

  /** Every outcode. Its sectors are all known when they have all of its postcodes between them. */
  async outcodes(): Promise<KnownOutcode[]> {
    const { rows } = await this.pool.query<KnownOutcode>(`
      select o.outcode, o.district_codes as "districtCodes", coalesce(s.sectors, '{}') as sectors,
             coalesce(s.postcodes, 0) = o.postcodes as "hasAllSectors"
        from postcode_outcode o left join (
          select split_part(sector, ' ', 1) as outcode, array_agg(sector order by sector) as sectors,
                 sum(postcodes) as postcodes
            from postcode_sector group by 1) s using (outcode)`);
    return rows;
  }

  async namedPlaces(foldedName: string): Promise<NamedPlace[]> {
    const { rows } = await this.pool.query<NamedPlace>({
      name: 'place named',
      text: `${named} where folded_name = $1 order by name collate "C", id`,
      values: [foldedName],
    });
    return rows;
  }

  /** Names that begin alike, for "did you mean". */
  async similarNames(foldedName: string): Promise<string[]> {
    const start = foldedName.slice(0, 3);
    const { rows } = await this.pool.query<NamedPlace>({
      name: 'place similar',
      text: `${named} where folded_name >= $1 and folded_name < $1 || '~' order by folded_name limit 5`,
      values: [start],
    });
    return start.length < 3 ? [] : rows.map((row) => row.name);
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

/** Not in the order of Postgres, which goes by the locale of the database. */
