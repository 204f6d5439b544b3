import type pg from 'pg';
import type { SettlementKind } from './settlement.rules.js';

/** A settlement as it is stored. */
export interface SettlementRow {
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly kind: SettlementKind;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
  readonly source: string;
}

/** A school that a search can start from. */
export interface SchoolPlaceRow {
  readonly urn: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
}

/** An outcode or a sector, with its centre. */
export interface OutcodeRow {
  readonly key: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string | null;
}

/** How many rows are read at a time: few enough that indexing them does not block the event loop. */
const BATCH = 2_000;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** Reads what the gazetteer is made from and is not in memory already. */
export function gazetteerRepository(pool: pg.Pool) {
  const searchable = `select urn, name, latitude, longitude, district_code as "districtCode" from school
    where status_code in ('1', '3') and latitude is not null and longitude is not null`;

  return {
    /** Every settlement, in batches. */
    async *settlements(): AsyncGenerator<SettlementRow[]> {
      let after = BEFORE_ALL_IDS;
      for (;;) {
        const { rows } = await pool.query<SettlementRow>({
          name: 'gazetteer settlements',
          text: `select id, name, other_names as "otherNames", kind, latitude, longitude, district_code as "districtCode", source
                   from named_place where id > $1 order by id limit ${BATCH}`,
          values: [after],
        });
        if (rows.length > 0) yield rows;
        if (rows.length < BATCH) return;
        after = rows.at(-1)!.id;
      }
    },

    /** Every school that is open (including one that is proposed to close) and can be searched from, in batches. */
    async *schools(): AsyncGenerator<SchoolPlaceRow[]> {
      let after = '';
      for (;;) {
        const { rows } = await pool.query<SchoolPlaceRow>({
          name: 'gazetteer schools',
          text: `${searchable} and urn > $1 order by urn limit ${BATCH}`,
          values: [after],
        });
        if (rows.length > 0) yield rows;
        if (rows.length < BATCH) return;
        after = rows.at(-1)!.urn;
      }
    },

    /** The given schools that are open and can be searched from. */
    async schoolsByUrn(urns: readonly string[]): Promise<SchoolPlaceRow[]> {
      const text = `${searchable} and urn = any($1)`;
      const { rows } = await pool.query<SchoolPlaceRow>({
        name: 'gazetteer schools by urn',
        text,
        values: [urns],
      });
      return rows;
    },

    /** All known outcodes and sectors. */
    async outcodes(): Promise<OutcodeRow[]> {
      const { rows } = await pool.query<OutcodeRow>(`
        select outcode as key, latitude, longitude, district_code as "districtCode" from postcode_outcode
        union all
        select sector, latitude, longitude, district_code from postcode_sector`);
      return rows;
    },
  };
}
export type GazetteerRepository = ReturnType<typeof gazetteerRepository>;
