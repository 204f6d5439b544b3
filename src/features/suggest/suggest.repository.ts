import type pg from 'pg';

/** What suggestions need to know about a provider. */
export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly legalName: string | null;
  readonly settingType: string;
  readonly localAuthorityCode: string;
  readonly isDemonstration: boolean;
}

/** What suggestions need to know about a school. */
export interface SchoolRow {
  readonly urn: string;
  readonly name: string;
  readonly town: string | null;
  readonly isDemonstration: boolean;
}

/** An outcode (NR21) or a sector (NR21 9). */
export interface PostcodeRow {
  readonly key: string;
  readonly districtCode: string | null;
}

/** How many rows are read at a time: few enough that indexing them does not block the event loop. */
const BATCH = 1_000;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** Reads everything that can be suggested and is not in memory already. Each WHERE keeps to what the public may see. */
export function suggestRepository(pool: pg.Pool) {
  const listed = `select id, name, legal_name as "legalName", setting_type as "settingType",
      local_authority_code as "localAuthorityCode", is_demonstration as "isDemonstration"
    from provider where state = 'LISTED'`;
  const searchable = `select urn, name, town, is_demonstration as "isDemonstration" from school
    where status_code in ('1', '3') and latitude is not null and longitude is not null`;

  async function* inBatches<R extends pg.QueryResultRow>(
    name: string,
    text: string,
    keyOf: (row: R) => string,
    first: string,
  ): AsyncGenerator<R[]> {
    let after = first;
    for (;;) {
      const { rows } = await pool.query<R>({ name, text: `${text} limit ${BATCH}`, values: [after] });
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      after = keyOf(rows[rows.length - 1]!);
    }
  }

  return {
    /** Every listed provider, in batches. */
    providers(): AsyncGenerator<ProviderRow[]> {
      return inBatches(
        'suggest providers',
        `${listed} and id > $1 order by id`,
        ({ id }: ProviderRow) => id,
        BEFORE_ALL_IDS,
      );
    },

    /** The given providers that are listed. */
    async providersById(ids: readonly string[]): Promise<ProviderRow[]> {
      const text = `${listed} and id = any($1)`;
      const { rows } = await pool.query<ProviderRow>({
        name: 'suggest providers by id',
        text,
        values: [ids],
      });
      return rows;
    },

    /** Every school that is open (including one that is proposed to close) and can be searched from, in batches. */
    schools(): AsyncGenerator<SchoolRow[]> {
      return inBatches(
        'suggest schools',
        `${searchable} and urn > $1 order by urn`,
        ({ urn }: SchoolRow) => urn,
        '',
      );
    },

    /** The given schools that are open and can be searched from. */
    async schoolsByUrn(urns: readonly string[]): Promise<SchoolRow[]> {
      const text = `${searchable} and urn = any($1)`;
      const { rows } = await pool.query<SchoolRow>({ name: 'suggest schools by urn', text, values: [urns] });
      return rows;
    },

    /** All known outcodes and sectors, sorted by code unit, ascending. */
    async postcodes(): Promise<PostcodeRow[]> {
      const { rows } = await pool.query<PostcodeRow>(`
        select outcode as key, district_code as "districtCode" from postcode_outcode
        union all
        select sector, district_code from postcode_sector
        order by key`);
      return rows;
    },
  };
}
export type SuggestRepository = ReturnType<typeof suggestRepository>;
