import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Choice } from '../../platform/choice.js';
import { binding, chosen } from '../../platform/database/conditions.js';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { KeptFigures } from '../../platform/database/kept-figures.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { groupRows, rowReader } from '../../platform/database/rows.js';
import { planned } from '../../platform/database/sorted.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import type { KeyRange } from '../../platform/key-range.js';
import { Vacancy } from './vacancy.entity.js';
import { type VacancyConditions, VacancyCounter, type VacancyFact } from './vacancy-figures.js';

/** Conditions of a list of vacancies. */
export interface VacancyCriteria extends VacancyConditions {
  /** Ids of offerings. */
  readonly offering?: Choice | undefined;
}

/** All SQL statements about vacancies. The public sees vacancies of listed offerings at listed sites: each WHERE says so. */
export function vacancyRepository(source: DataSource, pool: pg.Pool) {
  const vacancy = rowReader(source, Vacancy);
  const visible = `vacancy v join offering o on o.id = v.offering_id join provider p on p.id = o.provider_id
    left join site s on s.id = v.site_id
    where o.state = 'LISTED' and p.state = 'LISTED' and (v.site_id is null or s.state = 'LISTED')`;

  const vacancies = new EntityCache<Vacancy>({
    name: 'vacancy',
    // Listing or suspending an offering, provider or site shows or hides all its vacancies.
    staleAfter: staleAfter({ vacancy: 'row', offering: 'all', provider: 'all', site: 'all' }),
    load: async (ids) => {
      const text = `select ${vacancy.columns('v')} from ${visible} and v.id = any($1)`;
      const { rows } = await pool.query({ name: 'vacancy by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, vacancy.toEntity(row)]));
    },
  });

  const vacanciesOfOffering = new EntityCache<Vacancy[]>({
    name: 'vacancies of offering',
    // Listing or suspending a provider or site shows or hides all its vacancies.
    staleAfter: staleAfter({ vacancy: 'parent', offering: 'row', provider: 'all', site: 'all' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'vacancies of offering',
        text: `select ${vacancy.columns('v')} from ${visible} and v.offering_id = any($1)
          order by v.available_from, v.id`,
        values: [ids],
      });
      return groupRows(rows, 'offeringId', vacancy.toEntity);
    },
  });

  const narrowed = (criteria: VacancyCriteria) => {
    const { openAt, availableBy, placesAtLeast } = criteria;
    const { values, bind } = binding();
    const conditions = [
      ...chosen('v.offering_id', criteria.offering, 'uuid'),
      ...chosen('p.local_authority_code', criteria.localAuthority),
    ].map((condition) => condition(bind));
    if (openAt) {
      conditions.push(`v.state = 'CAPACITY' and v.places_available > 0 and v.confirmed_at is not null
        and (v.expires_at is null or v.expires_at > ${bind(openAt)}::timestamptz)`);
    }
    if (availableBy !== undefined) conditions.push(`v.available_from <= ${bind(availableBy)}::date`);
    if (placesAtLeast !== undefined) conditions.push(`v.places_available >= ${bind(placesAtLeast)}::int`);
    const from = [visible, ...conditions].join(' and ');
    return { from, values, bind, conditions: conditions.length };
  };

  const counter = new VacancyCounter();
  const figures = new KeptFigures<VacancyFact, number>(
    pool,
    {
      name: 'vacancy',
      madeFrom: ['provider', 'offering', 'site', 'vacancy'],
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider' || table === 'offering'
          ? [id]
          : (table === 'site' || table === 'vacancy') && parentId
            ? [parentId] // the provider, whose offerings run at the site; the offering
            : [],
      facts: (condition) => `
        select chosen.id as owner, v.fact
          from offering chosen left join lateral (
            select array[p.local_authority_code, (v.available_from - date '1970-01-01')::text, v.places_available::text,
                     (case when v.state = 'CAPACITY' and v.places_available > 0 and v.confirmed_at is not null
                       then coalesce(1000 * extract(epoch from v.expires_at), 'infinity') else '-infinity' end::float8)::text] as fact
              from ${visible} and o.id = chosen.id) v on true
         where ${condition}`,
      named: '(chosen.id = any($1) or chosen.provider_id = any($1))',
    },
    counter,
  );

  return {
    vacancies,
    vacanciesOfOffering,
    caches: [vacancies, vacanciesOfOffering],

    /** Reads a page of the vacancies of listed offerings, earliest first. */
    async page(criteria: VacancyCriteria, range: KeyRange): Promise<Vacancy[]> {
      const { from, values, bind, conditions } = narrowed(criteria);
      const { text: page } = keysetPage(
        { value: 'v.available_from', valueType: 'date', id: 'v.id' },
        range,
        bind,
      );
      const { rows } = await pool.query(
        planned(`select ${vacancy.columns('v')} from ${from} ${page}`, values, conditions),
      );
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
  };
}
export type VacancyRepository = ReturnType<typeof vacancyRepository>;
