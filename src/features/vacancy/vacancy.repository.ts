import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { KeptFigures } from '../../platform/database/kept-figures.js';
import { groupRows, rowReader } from '../../platform/database/rows.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import { Vacancy } from './vacancy.entity.js';
import { type VacancyConditions, VacancyCounter, type VacancyFact } from './vacancy-figures.js';

/** Conditions of a list of vacancies. */
export interface VacancyCriteria extends VacancyConditions {
  readonly offeringId?: string;
}

/** Where a page begins: after this day and id. */
export type DayKey = readonly [availableFrom: string, id: string];

/** Every SQL statement about vacancies. The public sees those of listed offerings at listed sites: that rule is in each WHERE. */
export function vacancyRepository(source: DataSource, pool: pg.Pool) {
  const vacancy = rowReader(source, Vacancy);
  const visible = `vacancy v join offering o on o.id = v.offering_id join provider p on p.id = o.provider_id
    left join site s on s.id = v.site_id
    where o.state = 'LISTED' and p.state = 'LISTED' and (v.site_id is null or s.state = 'LISTED')`;

  const vacancies = new EntityCache<Vacancy>({
    name: 'vacancy',
    // An offering, provider or site that is listed or suspended shows or hides all its vacancies.
    staleAfter: staleAfter({ vacancy: 'row', offering: 'all', provider: 'all', site: 'all' }),
    load: async (ids) => {
      const text = `select ${vacancy.columns('v')} from ${visible} and v.id = any($1)`;
      const { rows } = await pool.query({ name: 'vacancy by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, vacancy.toEntity(row)]));
    },
  });

  const vacanciesOfOffering = new EntityCache<Vacancy[]>({
    name: 'vacancies of offering',
    // A provider or a site shows or hides all the vacancies it has.
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

  const narrowed = `${visible}
    and ($1::uuid is null or v.offering_id = $1)
    and ($2::text is null or p.local_authority_code = $2)
    and ($3::timestamptz is null or (v.state = 'CAPACITY' and v.places_available > 0 and v.confirmed_at is not null
         and (v.expires_at is null or v.expires_at > $3)))
    and ($4::date is null or v.available_from <= $4)
    and ($5::int is null or v.places_available >= $5)`;
  const valuesOf = (criteria: VacancyCriteria) => [
    criteria.offeringId,
    criteria.localAuthorityCode,
    criteria.openAt,
    criteria.availableBy,
    criteria.placesAtLeast,
  ];

  const counter = new VacancyCounter();
  const figures = new KeptFigures<VacancyFact, number>(
    pool,
    {
      name: 'vacancy',
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

    /** Vacancies of listed offerings, earliest first, `limit` at most, after a key. */
    async page(criteria: VacancyCriteria, after: DayKey | null, limit: number): Promise<Vacancy[]> {
      const { rows } = await pool.query({
        name: 'vacancy page',
        text: `select ${vacancy.columns('v')} from ${narrowed}
          and ($6::date is null or (v.available_from, v.id) > ($6, $7::uuid))
          order by v.available_from, v.id limit $8`,
        values: [...valuesOf(criteria), after?.[0], after?.[1], limit],
      });
      return rows.map(vacancy.toEntity);
    },

    async count(criteria: VacancyCriteria): Promise<number> {
      if (criteria.offeringId === undefined) {
        await figures.catchUp();
        return counter.count(criteria);
      }
      const text = `select count(*)::int n from ${narrowed}`;
      const { rows } = await pool.query<{ n: number }>({
        name: 'vacancies of offering, count',
        text,
        values: valuesOf(criteria),
      });
      return rows[0]?.n ?? 0;
    },
  };
}
export type VacancyRepository = ReturnType<typeof vacancyRepository>;
