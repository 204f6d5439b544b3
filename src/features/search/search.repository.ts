import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import { Offering } from '../offering/offering.entity.js';
import { Vacancy } from '../vacancy/vacancy.entity.js';
import { type IndexedOffering, offeringTerms, vacancyTerms } from './indexed-offering.js';

/** Offerings read at a time: few enough that turning them into records does not hold the event loop. */
const BATCH = 120;

/** No condition on null: with one, a prepared plan reads the table from its beginning for every batch. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Degrees of latitude, some 6 km: the rows of the embedded engine’s grid. */
const BAND = 0.05;

const listedSites = `offering_site os join site s on s.id = os.site_id where s.state = 'LISTED'`;
/** Nothing that is hidden comes into an index: what is not there cannot be worked out from answers. */
const ofSite = `s.id, s.name, s.town, s.public_latitude as latitude, s.public_longitude as longitude, s.accessibility,
  case s.address_visibility when 'OUTCODE' then null else s.district_code end as "districtCode",
  case s.address_visibility when 'OUTCODE' then split_part(s.postcode, ' ', 1) else left(s.postcode, -2) end as vicinity`;

/**
 * The search index's view of the register: listed offerings only, one statement a batch. Postgres makes one JSON text of it
 * while Node indexes others; to read that takes Node less than half of what reading every column by itself does.
 */
export function searchRepository(source: DataSource, pool: pg.Pool) {
  const offering = rowReader(source, Offering);
  const vacancy = rowReader(source, Vacancy);
  const listed = `
    select (select to_json(terms) from (select ${offering.jsonColumns('o', offeringTerms)}) terms) as offering,
      json_build_object('id', p.id, 'name', p.name, 'settingType', p.setting_type,
        'localAuthorityCode', p.local_authority_code) as provider,
      (select coalesce(json_agg(one), '[]') from (
        select ${ofSite}
        from ${listedSites} and os.offering_id = o.id order by s.id) one) as sites,
      (select coalesce(json_agg(one), '[]') from (
        select ${vacancy.jsonColumns('v', vacancyTerms)}
        from vacancy v where v.offering_id = o.id order by v.available_from, v.id) one) as vacancies
    from offering o join provider p on p.id = o.provider_id
    where o.state = 'LISTED' and p.state = 'LISTED'`;

  const read = async (name: string, which: string, values: unknown[]): Promise<IndexedOffering[]> => {
    const text = `select coalesce(json_agg(batch), '[]') as batch from (${listed} and ${which}) batch`;
    const { rows } = await pool.query<{ batch: IndexedOffering[] }>({ name, text, values });
    return rows[0]!.batch;
  };

  return {
    /** Every listed offering whose id is greater, in batches by id; without one, every listed offering. */
    async *all(from: string = BEFORE_ALL): AsyncGenerator<IndexedOffering[]> {
      let after = from;
      for (;;) {
        const batch = await read('index batch', `o.id > $1 order by o.id limit ${BATCH}`, [after]);
        if (batch.length > 0) yield batch;
        if (batch.length < BATCH) return;
        after = batch[batch.length - 1]!.offering.id;
      }
    },

    /**
     * Every listed offering that there is at first, in order of where it is: in bands of latitude, from west to east in each.
     * Whoever keeps neighbours side by side in memory finds them soonest.
     */
    async *byPlace(): AsyncGenerator<IndexedOffering[]> {
      // A text for each band: a hundred thousand rows, or values, would be read in one turn of the event loop.
      const { rows } = await pool.query<{ ids: string }>({
        name: 'index order',
        text: `select string_agg(id::text, ',' order by longitude, id) as ids
          from (select o.id, floor(first_site.latitude / ${BAND}) as band, first_site.longitude
            from offering o join provider p on p.id = o.provider_id
            left join (select distinct on (os.offering_id) os.offering_id, s.public_latitude as latitude, s.public_longitude as longitude
                from ${listedSites} order by os.offering_id, s.id) first_site on first_site.offering_id = o.id
            where o.state = 'LISTED' and p.state = 'LISTED') placed
          group by band order by band`,
      });
      for (const row of rows) {
        const inBand = row.ids.split(',');
        for (let from = 0; from < inBand.length; from += BATCH) {
          const ids = inBand.slice(from, from + BATCH);
          const found = new Map((await this.byIds(ids)).map((indexed) => [indexed.offering.id, indexed]));
          yield ids.flatMap((id) => found.get(id) ?? []);
        }
      }
    },

    /** Those of the given offerings that are listed. */
    byIds(ids: readonly string[]): Promise<IndexedOffering[]> {
      return read('index by id', 'o.id = any($1)', [ids]);
    },

    /** Ids of all offerings, listed or not, of providers or at sites. */
    async idsTouchedBy(providerIds: readonly string[], siteIds: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'index touched',
        text: `select id from offering where provider_id = any($1)
          union select offering_id from offering_site where site_id = any($2)`,
        values: [providerIds, siteIds],
      });
      return rows.map((row) => row.id);
    },

    /** The sites that the given offerings are linked to, in whatever state. */
    async linksOf(offeringIds: readonly string[]): Promise<{ offeringId: string; siteId: string }[]> {
      const { rows } = await pool.query<{ offeringId: string; siteId: string }>({
        name: 'index links',
        text: `select offering_id as "offeringId", site_id as "siteId" from offering_site
          where offering_id = any($1)`,
        values: [offeringIds],
      });
      return rows;
    },

    /** Ids of offerings with a vacancy that goes stale between two instants, both included (milliseconds). */
    async idsExpiring(from: number, to: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'index expiring',
        text: `select distinct offering_id as id from vacancy
          where expires_at < $2 and ($1::timestamptz is null or expires_at >= $1)`,
        values: [Number.isFinite(from) ? new Date(from) : null, justAfter(to)],
      });
      return rows.map((row) => row.id);
    },

    /** When the first vacancy goes stale after an instant; Infinity when none will. */
    async nextExpiry(after: number): Promise<number> {
      const { rows } = await pool.query<{ next: Date | null }>({
        name: 'index next expiry',
        text: 'select min(expires_at) as next from vacancy where expires_at >= $1',
        values: [justAfter(after)],
      });
      return rows[0]?.next?.getTime() ?? Number.POSITIVE_INFINITY;
    },

    /** How many listed offerings there are, in all or up to an id. */
    async count(upTo: string | null = null): Promise<number> {
      const { rows } = await pool.query<{ count: string }>(
        `select count(*) from offering o join provider p on p.id = o.provider_id
          where o.state = 'LISTED' and p.state = 'LISTED' and ($1::uuid is null or o.id <= $1)`,
        [upTo],
      );
      return Number(rows[0]!.count);
    },
  };
}

/** Postgres counts microseconds, a Date does not: the first instant that is a later millisecond. */
function justAfter(instant: number): Date {
  return new Date(instant + 1);
}

export type SearchRepository = ReturnType<typeof searchRepository>;
