import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Clock, DAY } from '../../platform/clock.js';
import { rowReader } from '../../platform/database/rows.js';
import { Offering } from '../offering/offering.entity.js';
import { Vacancy } from '../vacancy/vacancy.entity.js';
import { type IndexedOffering, offeringTerms, vacancyTerms } from './indexed-offering.js';

/** How many offerings are read at a time: few enough not to block the event loop when they become records. */
const BATCH = 120;

/** Used instead of a condition on null, with which a prepared plan reads the table from its beginning for every batch. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Height of a row of the embedded engine’s grid, in degrees of latitude: about 6 km. */
const BAND = 0.05;

/** How long a hold that has ended by the clock is still read, in case the clock is set back. */
const KEPT_MS = DAY;

const listedSites = `offering_site os join site s on s.id = os.site_id where s.state = 'LISTED'`;
/** An index holds nothing that is hidden, so nobody can work it out from results. */
const ofSite = `s.id, s.name, s.town, s.public_latitude as latitude, s.public_longitude as longitude, s.accessibility,
  case s.address_visibility when 'OUTCODE' then null else s.district_code end as "districtCode",
  case s.address_visibility when 'OUTCODE' then split_part(s.postcode, ' ', 1) else left(s.postcode, -2) end as vicinity`;

/**
 * Reads listed offerings for the search index, with one statement for each batch. Postgres makes a batch into one JSON text while
 * Node indexes another batch. Node reads that in less than half the time that it takes to read each column by itself.
 */
export function searchRepository(source: DataSource, pool: pg.Pool, clock: Clock) {
  const offering = rowReader(source, Offering);
  const vacancy = rowReader(source, Vacancy);
  const holds = `coalesce((select json_agg(json_build_array((extract(epoch from h.until) * 1000)::float8, h.places) order by h.until, h.id)
    from vacancy_hold h where h.vacancy_id = v.id and h.ended_at is null and h.until > $1::timestamptz), '[]')`;
  const listed = `
    select (select to_json(terms) from (select ${offering.jsonColumns('o', offeringTerms)}) terms) as offering,
      json_build_object('id', p.id, 'name', p.name, 'settingType', p.setting_type,
        'localAuthorityCode', p.local_authority_code) as provider,
      (select coalesce(json_agg(one), '[]') from (
        select ${ofSite}
        from ${listedSites} and os.offering_id = o.id order by s.id) one) as sites,
      (select coalesce(json_agg(one), '[]') from (
        select ${vacancy.jsonColumns('v', vacancyTerms)}, ${holds} as holds
        from vacancy v where v.offering_id = o.id order by v.available_from, v.id) one) as vacancies
    from offering o join provider p on p.id = o.provider_id
    where o.state = 'LISTED' and p.state = 'LISTED'`;

  /** The value $2 belongs to the condition. */
  const read = async (name: string, which: string, value: unknown): Promise<IndexedOffering[]> => {
    const text = `select coalesce(json_agg(batch), '[]') as batch from (${listed} and ${which}) batch`;
    const values = [new Date(clock.now() - KEPT_MS), value];
    const { rows } = await pool.query<{ batch: IndexedOffering[] }>({ name, text, values });
    return rows[0]!.batch;
  };

  return {
    /** Every listed offering with an id greater than `from`, in batches by id; by default every listed offering. */
    async *all(from: string = BEFORE_ALL): AsyncGenerator<IndexedOffering[]> {
      let after = from;
      for (;;) {
        const batch = await read('index batch', `o.id > $2 order by o.id limit ${BATCH}`, after);
        if (batch.length > 0) yield batch;
        if (batch.length < BATCH) return;
        after = batch[batch.length - 1]!.offering.id;
      }
    },

    /**
     * Every offering that is listed at the start, ordered by where it is: in bands of latitude, each from west to east. Neighbours
     * that are next to each other in memory are found faster.
     */
    async *byPlace(): AsyncGenerator<IndexedOffering[]> {
      // One text for each band: a hundred thousand rows or values would be read in one turn of the event loop.
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

    /** The given offerings that are listed. */
    byIds(ids: readonly string[]): Promise<IndexedOffering[]> {
      return read('index by id', 'o.id = any($2)', ids);
    },

    /** Ids of all offerings of the providers or at the sites, listed or not. */
    async idsTouchedBy(providerIds: readonly string[], siteIds: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'index touched',
        text: `select id from offering where provider_id = any($1)
          union select offering_id from offering_site where site_id = any($2)`,
        values: [providerIds, siteIds],
      });
      return rows.map((row) => row.id);
    },

    /** The sites that the given offerings are linked to, whatever their state. */
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

    /** When the next vacancy after an instant goes stale; Infinity if none will. */
    async nextExpiry(after: number): Promise<number> {
      const { rows } = await pool.query<{ next: Date | null }>({
        name: 'index next expiry',
        text: 'select min(expires_at) as next from vacancy where expires_at >= $1',
        values: [justAfter(after)],
      });
      return rows[0]?.next?.getTime() ?? Number.POSITIVE_INFINITY;
    },

    /** Ids of offerings with places whose hold ends between two instants, both included (milliseconds). */
    async idsFreed(from: number, to: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'index freed',
        text: `select distinct offering_id as id from vacancy_hold
          where ended_at is null and until < $2 and ($1::timestamptz is null or until >= $1)`,
        values: [Number.isFinite(from) ? new Date(from) : null, justAfter(to)],
      });
      return rows.map((row) => row.id);
    },

    /** When the next hold after an instant ends; Infinity if none will. */
    async nextFreed(after: number): Promise<number> {
      const { rows } = await pool.query<{ next: Date | null }>({
        name: 'index next freed',
        text: 'select min(until) as next from vacancy_hold where ended_at is null and until >= $1',
        values: [justAfter(after)],
      });
      return rows[0]?.next?.getTime() ?? Number.POSITIVE_INFINITY;
    },

    /** How many offerings are listed, in all or up to an id. */
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

/** The next millisecond: Postgres counts microseconds and a Date does not. */
function justAfter(instant: number): Date {
  return new Date(instant + 1);
}

export type SearchRepository = ReturnType<typeof searchRepository>;
