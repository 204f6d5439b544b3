import type pg from 'pg';
import type { DataSource } from 'typeorm';
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

  /** What is known of a postcode at each precision, and whether full postcodes of its outcode were imported at all. */
  async postcode(parts: PostcodeParts): Promise<KnownPostcode> {
    const { outcode } = parts;
    const { rows } = await this.pool.query<Centroid & { readonly precision: string }>({
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

  async localAuthorities(): Promise<LocalAuthority[]> {
    return byName(await this.source.getRepository(LocalAuthority).find());
  }

  async districts(): Promise<District[]> {
    return byName(await this.source.getRepository(District).find());
  }

  async planningAreas(): Promise<PlanningArea[]> {
    return byName(await this.source.getRepository(PlanningArea).find());
  }

  async planningAreaMembers(): Promise<PlanningAreaMember[]> {
    const { rows } = await this.pool.query<PlanningAreaMember>(`
      select planning_area_id as "planningAreaId", local_authority_code as "localAuthorityCode", kind, code
        from planning_area_member order by code collate "C"`);
    return rows;
  }
}

/** Not in the order of Postgres, which goes by the locale of the database. */
function byName<T extends { readonly name: string }>(areas: T[]): T[] {
  return areas.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
