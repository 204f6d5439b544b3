import type pg from 'pg';
import { kept, type Reach } from './quality-reach.js';
import { FULL_TIME_HOURS, NEARLY_FULL_TIME_HOURS, PUPILS, type ThresholdFacts } from './threshold.rules.js';

/** What evidence, reviews and actions come to in one local authority on a day. */
export interface QualityCounts {
  readonly evidenceToRevalidate: number;
  readonly evidenceExpiringIn30Days: number;
  readonly evidenceExpiringIn60Days: number;
  readonly evidenceExpiringIn90Days: number;
  readonly listingsAffected: number;
  readonly reviewsOverdue: number;
  readonly reviewsDueIn30Days: number;
  readonly actionsOverdue: number;
}

/** The facts that providers have in common, and how many providers. */
export type CountedFacts = ThresholdFacts & { readonly providers: number };

/**
 * Each provider's facts for the threshold, one row each. Vacancies follow one another, so the largest says how many
 * places there are at least. Drafts are not yet offered and what is withdrawn no longer is.
 */
const thresholdFacts = `
  select case when p.registration like 'REGISTERED\\_%' then true when p.registration = 'UNREGISTERED' then false end as "registered",
         coalesce(o."fullTime", 0) as "fullTime", coalesce(o."fullTimePlaces", 0) as "fullTimePlaces",
         coalesce(o."fullTimePlacesUnknown", false) as "fullTimePlacesUnknown",
         case o.strictest when 3 then 'REQUIRED' when 2 then 'ACCEPTED' when 1 then 'NOT_ACCEPTED' end as "fullTimeEhcPlan",
         coalesce(o."fullTimeLookedAfter", false) as "fullTimeLookedAfter",
         coalesce(o."nearlyPlaces", 0) as "nearlyPlaces", coalesce(o."hoursUnknown", 0) as "hoursUnknown"
    from chosen p left join (
      select provider_id, count(*) filter (where is_full)::int as "fullTime",
             least($2, coalesce(sum(places) filter (where is_full), 0))::int as "fullTimePlaces",
             coalesce(bool_or(places is null) filter (where is_full), false) as "fullTimePlacesUnknown",
             max(case ehc_plan when 'REQUIRED' then 3 when 'ACCEPTED' then 2 when 'NOT_ACCEPTED' then 1 end)
               filter (where is_full) as strictest,
             coalesce(bool_or('LOOKED_AFTER' = any(circumstances)) filter (where is_full), false) as "fullTimeLookedAfter",
             least($2, coalesce(sum(places) filter (where is_nearly), 0))::int as "nearlyPlaces",
             least(1, count(*) filter (where is_full is null))::int as "hoursUnknown"
        from (select *, not is_full and (attendance = 'EITHER' or hours_per_week >= $4) as is_nearly
                from (select o.provider_id, o.ehc_plan, o.circumstances, o.attendance, o.hours_per_week,
                             greatest(o.group_size, max(v.places_available)) as places,
                             case when o.attendance = 'FULL_TIME' or o.hours_per_week >= $3 then true
                                  when o.attendance is not null or o.hours_per_week is not null then false end as is_full
                        from offering o left join vacancy v
                          on v.offering_id = o.id and v.unit in ('FTE', 'GROUP_SEAT') and v.places_available > 0
                       where o.provider_id in (select id from chosen) and o.state not in ('DRAFT', 'WITHDRAWN')
                         and o.min_year <= 11 and o.max_year >= 1
                       group by o.id) offered) judged
       group by provider_id) o on o.provider_id = p.id`;
const rule = [PUPILS, FULL_TIME_HOURS, NEARLY_FULL_TIME_HOURS];

/** Every SQL statement of the overview: two, however large the register is, and one for the advice about a provider. */
export function overviewRepository(pool: pg.Pool) {
  return {
    /** Counts of one local authority; days from `today`, `yyyy-mm-dd`. */
    async counts(localAuthorityCode: string, today: string): Promise<QualityCounts> {
      const { rows } = await pool.query<QualityCounts>({
        name: 'quality counts',
        text: `
          with expiring as (
            select count(*) filter (where e.state in ('NEEDS_REVALIDATION', 'FAILED') or e.expires_on < $2)::int as "evidenceToRevalidate",
                   count(*) filter (where ${endsWithin(30)})::int as "evidenceExpiringIn30Days",
                   count(*) filter (where ${endsWithin(60)})::int as "evidenceExpiringIn60Days",
                   count(*) filter (where ${endsWithin(90)})::int as "evidenceExpiringIn90Days",
                   count(distinct p.id) filter (where e.state in ('NEEDS_REVALIDATION', 'FAILED')
                     and r.suspends_listing and p.state = 'LISTED')::int as "listingsAffected"
              from evidence e join provider p on p.id = e.provider_id
              left join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind
             where e.local_authority_code = $1 and (e.expires_on <= $2::date + 90 or e.state in ('NEEDS_REVALIDATION', 'FAILED'))),
          reviews as (
            select count(*) filter (where due_on < $2)::int as "reviewsOverdue",
                   count(*) filter (where due_on between $2 and $2::date + 30)::int as "reviewsDueIn30Days"
              from quality_review where local_authority_code = $1 and state = 'PLANNED' and due_on <= $2::date + 30),
          actions as (
            select count(*)::int as "actionsOverdue" from quality_action a join quality_review r on r.id = a.review_id
             where r.local_authority_code = $1 and a.done_on is null and a.due_on < $2)
          select * from expiring, reviews, actions`,
        values: [localAuthorityCode, today],
      });
      return rows[0]!;
    },

    /** Facts of the providers of a local authority that are not withdrawn, those alike counted together. */
    async factsIn(localAuthorityCode: string): Promise<CountedFacts[]> {
      const { rows } = await pool.query<CountedFacts>({
        name: 'threshold facts of local authority',
        text: `with chosen as (select * from provider where local_authority_code = $1 and state not in ('DRAFT', 'WITHDRAWN')),
          facts as (${thresholdFacts})
          select "registered", least(1, "fullTime") as "fullTime", "fullTimePlaces", "fullTimePlacesUnknown", "fullTimeEhcPlan",
                 "fullTimeLookedAfter", "nearlyPlaces", "hoursUnknown", count(*)::int as providers
            from facts group by 1, 2, 3, 4, 5, 6, 7, 8`,
        values: [localAuthorityCode, ...rule],
      });
      return rows;
    },

    /** Facts of one provider of a register in reach; null when there is none. */
    async factsOf(reach: Reach, providerId: string): Promise<ThresholdFacts | null> {
      const { rows } = await pool.query<ThresholdFacts>({
        name: 'threshold facts of provider',
        text: `with chosen as (select * from provider p where p.id = survivor_of($1) and ${kept('p', 5)}) ${thresholdFacts}`,
        values: [providerId, ...rule, reach.everything, reach.within],
      });
      return rows[0] ?? null;
    },
  };
}
export type OverviewRepository = ReturnType<typeof overviewRepository>;

/** SQL: evidence `e` still holds on the day $2 and ends within so many days of it. */
function endsWithin(days: number): string {
  return `e.expires_on between $2 and $2::date + ${days} and e.state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED')`;
}
