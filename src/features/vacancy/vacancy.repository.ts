import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Choice } from '../../platform/choice.js';
import { type Clock, DAY } from '../../platform/clock.js';
import { binding, chosen } from '../../platform/database/conditions.js';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { KeptFigures } from '../../platform/database/kept-figures.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { groupRows, rowReader } from '../../platform/database/rows.js';
import { planned } from '../../platform/database/sorted.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import type { KeyRange } from '../../platform/key-range.js';
import { whenThere } from '../../platform/when-there.js';
import { type Held, type HeldVacancy, Vacancy } from './vacancy.entity.js';
import { type VacancyConditions, VacancyCounter, type VacancyFact } from './vacancy-figures.js';

/** Conditions of a list of vacancies. */
export interface VacancyCriteria extends VacancyConditions {
  /** Ids of offerings. */
  readonly offering?: Choice | undefined;
}

/** The offering of a vacancy, which never changes. */
interface OfOffering {
  readonly offeringId: string;
}

/** All SQL statements about vacancies. The public sees vacancies of listed offerings at listed sites: each WHERE says so. */
export function vacancyRepository(source: DataSource, pool: pg.Pool, clock: Clock) {
  const vacancy = rowReader<HeldVacancy>(source, Vacancy as new () => HeldVacancy);
  const visible = `vacancy v join offering o on o.id = v.offering_id join provider p on p.id = o.provider_id
    left join site s on s.id = v.site_id
    where o.state = 'LISTED' and p.state = 'LISTED' and (v.site_id is null or s.state = 'LISTED')`;
  const columns = (since: string) => `${vacancy.columns('v')}, ${holdsSql('v.id', since)} as holds`;
  const since = () => heldSince(clock.now());

  const vacanciesOfOffering = new EntityCache<HeldVacancy[]>({
    name: 'vacancies of offering',
    // Listing or suspending a provider or site shows or hides all its vacancies.
    staleAfter: staleAfter({
      vacancy: 'parent',
      vacancy_hold: 'parent',
      offering: 'row',
      provider: 'all',
      site: 'all',
    }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'vacancies of offering',
        text: `select ${columns('$2')} from ${visible} and v.offering_id = any($1)
          order by v.available_from, v.id`,
        values: [ids, since()],
      });
      return groupRows(rows, 'offeringId', vacancy.toEntity);
    },
  });

  /** A vacancy is kept once, with its offering: a change of a hold names the offering. */
  const offeringOf = new EntityCache<OfOffering>({
    name: 'offering of vacancy',
    staleAfter: staleAfter({ vacancy: 'row' }),
    load: async (ids) => {
      const text = 'select v.id, v.offering_id as "offeringId" from vacancy v where v.id = any($1)';
      const { rows } = await pool.query({ name: 'offering of vacancy', text, values: [ids] });
      return new Map(rows.map(({ id, offeringId }) => [id, { offeringId }]));
    },
  });

  const narrowed = (criteria: VacancyCriteria) => {
    const { at, open, availableBy, placesAtLeast } = criteria;
    const { values, bind } = binding();
    const conditions = [
      ...chosen('v.offering_id', criteria.offering, 'uuid'),
      ...chosen('p.local_authority_code', criteria.localAuthority),
    ].map((condition) => condition(bind));
    if (open) {
      const now = bind(at);
      conditions.push(`v.state = 'CAPACITY' and ${availableSql('v', '1', now)} and v.confirmed_at is not null
        and (v.expires_at is null or v.expires_at > ${now}::timestamptz)`);
    }
    if (availableBy !== undefined) conditions.push(`v.available_from <= ${bind(availableBy)}::date`);
    if (placesAtLeast !== undefined) {
      conditions.push(availableSql('v', `${bind(placesAtLeast)}::int`, bind(at)));
    }
    const from = [visible, ...conditions].join(' and ');
    return { from, values, bind, conditions: conditions.length };
  };

  const counter = new VacancyCounter();
  const figures = new KeptFigures<VacancyFact, number>(
    pool,
    {
      name: 'vacancy',
      madeFrom: ['provider', 'offering', 'site', 'vacancy', 'vacancy_hold'],
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider' || table === 'offering'
          ? [id]
          : ['site', 'vacancy', 'vacancy_hold'].includes(table) && parentId
            ? [parentId] // the provider, whose offerings run at the site; the offering
            : [],
      facts: (condition) => `
        select chosen.id as owner, v.fact
          from offering chosen left join lateral (
            select array[p.local_authority_code, (v.available_from - date '1970-01-01')::text, v.places_available::text,
                     (case when v.state = 'CAPACITY' and v.confirmed_at is not null
                       then coalesce(1000 * extract(epoch from v.expires_at), 'infinity') else '-infinity' end::float8)::text,
                     nullif(${holdsSql('v.id', "'-infinity'")}::text, '[]')] as fact
              from ${visible} and o.id = chosen.id) v on true
         where ${condition}`,
      named: '(chosen.id = any($1) or chosen.provider_id = any($1))',
    },
    counter,
  );

  return {
    vacanciesOfOffering,
    caches: [vacanciesOfOffering, offeringOf],

    /** A vacancy of a listed offering; null if there is none. A promise only if it is not in memory. */
    get(id: string): HeldVacancy | null | Promise<HeldVacancy | null> {
      return whenThere(offeringOf.get(id), (of) =>
        of === null
          ? null
          : whenThere(
              vacanciesOfOffering.get(of.offeringId),
              (all) => all?.find((one) => one.id === id) ?? null,
            ),
      );
    },

    /** Reads a page of the vacancies of listed offerings, earliest first. */
    async page(criteria: VacancyCriteria, range: KeyRange): Promise<HeldVacancy[]> {
      const { from, values, bind, conditions } = narrowed(criteria);
      const read = columns(bind(since()));
      const { text: page } = keysetPage(
        { value: 'v.available_from', valueType: 'date', id: 'v.id' },
        range,
        bind,
      );
      const { rows } = await pool.query(planned(`select ${read} from ${from} ${page}`, values, conditions));
      return rows.map(vacancy.toEntity);
    },

    async count(criteria: VacancyCriteria): Promise<number> {
      if (criteria.offering === undefined) {
        await figures.catchUp();
        return counter.count(criteria);
      }
      const { from, values, conditions } = narrowed(criteria);
      const text = `select count(*)::int n from ${from}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions));
      return rows[0]?.n ?? 0;
    },

    /** Adds the holds to vacancies that were read in the open transaction, with one statement. */
    async withHolds(db: EntityManager, vacancies: readonly Vacancy[]): Promise<HeldVacancy[]> {
      const text = `select a.id, ${holdsSql('a.id', '$2')} as holds from unnest($1::uuid[]) a (id)`;
      const rows: (Held & { id: string })[] = await db.query(text, [vacancies.map(({ id }) => id), since()]);
      const holds = new Map(rows.map((row) => [row.id, row.holds]));
      return vacancies.map((one) => Object.assign(one, { holds: holds.get(one.id)! }));
    },
  };
}
export type VacancyRepository = ReturnType<typeof vacancyRepository>;

/** How long a hold that has ended by the clock is still read, in case the clock is set back. */
const KEPT_MS = DAY;

/** The instant after which a hold must end to be read now. */
function heldSince(now: number): Date {
  return new Date(now - KEPT_MS);
}

/** SQL: the holds on a vacancy that end after an instant, as JSON of `HeldPlaces`. */
function holdsSql(vacancyId: string, since: string): string {
  return `coalesce((select json_agg(json_build_array((extract(epoch from h.until) * 1000)::float8, h.places) order by h.until, h.id)
    from vacancy_hold h where h.vacancy_id = ${vacancyId} and h.ended_at is null and h.until > ${since}::timestamptz), '[]')`;
}

/**
 * SQL: whether a vacancy under an alias has so many places by `availableOf`, at an instant. Of vacancies that do not even offer so many,
 * no holds are read.
 */
function availableSql(alias: string, places: string, at: string): string {
  return `${alias}.places_available >= ${places} and ${alias}.places_available - coalesce((select sum(h.places) from vacancy_hold h
    where h.vacancy_id = ${alias}.id and h.ended_at is null and h.until > ${at}::timestamptz), 0) >= ${places}`;
}
