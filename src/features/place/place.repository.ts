import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type RowReader, rowReader } from '../../platform/database/rows.js';
import { District, LocalAuthority, PlanningArea } from './area.entity.js';
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

type CentroidTable = 'postcode' | 'postcode_sector' | 'postcode_outcode';
const keyColumn = { postcode: 'postcode', postcode_sector: 'sector', postcode_outcode: 'outcode' } as const;

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

  async centroid(table: CentroidTable, key: string): Promise<Centroid | null> {
    const column = keyColumn[table];
    const { rows } = await this.pool.query<Centroid>({
      name: `place ${table}`,
      text: `select ${column} as key, latitude, longitude, district_code as "districtCode"
             from ${table} where ${column} = $1`,
      values: [key],
    });
    return rows[0] ?? null;
  }

  /** True when full postcodes of an outcode have been imported, so that one not among them is unknown. */
  async hasPostcodesOf(outcode: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'place outcode imported',
      text: 'select 1 from postcode where postcode >= $1 and postcode < $2 limit 1',
      values: [`${outcode} `, `${outcode}!`], // '!' is the character after the space
    });
    return rowCount === 1;
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
          where split_part(s.sector, ' ', 1) = o.outcode and s.district_code = o.district_code)`);
    return rows;
  }

  async namedPlaces(foldedName: string): Promise<NamedPlace[]> {
    const { rows } = await this.pool.query<NamedPlace>({
      name: 'place named',
      text: `${named} where folded_name = $1 order by name, id`,
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
    return this.source.getRepository(LocalAuthority).find({ order: { name: 'ASC' } });
  }

  districts(): Promise<District[]> {
    return this.source.getRepository(District).find({ order: { name: 'ASC' } });
  }

  planningAreas(): Promise<PlanningArea[]> {
    return this.source.getRepository(PlanningArea).find({ order: { name: 'ASC' } });
  }

  async planningAreaMembers(): Promise<PlanningAreaMember[]> {
    const { rows } = await this.pool.query<PlanningAreaMember>(`
      select planning_area_id as "planningAreaId", local_authority_code as "localAuthorityCode", kind, code
        from planning_area_member order by code`);
    return rows;
  }
}
