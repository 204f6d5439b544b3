import type { MigrationInterface, QueryRunner } from 'typeorm';

const COUNTED_COLUMNS =
  'id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances';

/** SQL that updates the tally of a provider when one of these columns of its offerings changes. */
const tallyOffering = (columns: string) => `
        create or replace function tally_offering() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' then
            perform keep_provider_tally(array(select distinct provider_id from (select * from come) row));
          elsif tg_op = 'DELETE' then
            perform keep_provider_tally(array(select distinct provider_id from (select * from gone) row));
          else
            perform keep_provider_tally(array(select distinct provider_id from (
              (select ${columns} from gone except all select ${columns} from come)
              union all (select ${columns} from come except all select ${columns} from gone)) row));
          end if;
          return null;
        end $$;`;

/** SQL that calculates all tallies again, because what they say about the threshold has changed for every provider. */
const MAKE_ANEW = `
  set local statement_timeout = 0;
  select keep_provider_tally(array(select id from provider));`;

/** The rules on registration as data, and what points to them: a bit for each ground of `threshold.rules.ts`. */
export class ThresholdGrounds1764000000023 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table registration_rule (
        code text primary key,
        title text not null,
        law text not null,
        -- the day of its commencement; null: not known yet
        in_force_from date,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      select follow_table('registration_rule', 'code');

      -- Vacancies follow one another, so the largest says how many places there are at least. Drafts are not yet offered and
      -- what is withdrawn no longer is. Compulsory school age begins in reception and ends with Year 11. Full: 18 hours or said
      -- to be. Near: from 17.5 hours, or may be attended full-time. Most: from 15 hours.
      create or replace function threshold_facts(of_provider uuid, out threshold integer) language sql stable as $$
        with offered as (
          select o.min_year, o.max_year, o.hours_per_week as hours, o.ehc_plan,
                 'LOOKED_AFTER' = any(o.circumstances) as looked_after,
                 o.ehc_plan in ('REQUIRED', 'ACCEPTED') or 'LOOKED_AFTER' = any(o.circumstances) as one_is_enough,
                 o.min_year <= 11 and o.max_year >= 0 as is_school_age,
                 o.delivery_modes = array['OUTREACH'] as is_outreach,
                 greatest(o.group_size, (select max(v.places_available) from vacancy v
                   where v.offering_id = o.id and v.unit in ('FTE', 'GROUP_SEAT') and v.places_available > 0)) as places,
                 case when o.attendance = 'FULL_TIME' or o.hours_per_week >= 18 then 'full'
                      when o.attendance = 'EITHER' or o.hours_per_week >= 17.5 then 'near'
                      when o.hours_per_week >= 15 then 'most'
                      when o.hours_per_week is null then 'unknown'
                      else 'part' end as extent
            from offering o
           where o.provider_id = of_provider and o.state not in ('DRAFT', 'WITHDRAWN')),
        taught as (select * from offered where is_school_age and not is_outreach),
        summed as (
          select coalesce(sum(places) filter (where extent = 'full'), 0) as full_places,
                 coalesce(sum(places) filter (where extent in ('full', 'near', 'most')), 0) as places,
                 coalesce(bool_or(extent = 'full'), false) as has_full,
                 coalesce(bool_or(extent in ('near', 'most')), false) as has_less
            from taught),
        flags (bit, is_so) as (
          select 0, not exists (select from offered)
          union all select 1, full_places >= 5 from summed
          union all select 2, full_places = 4 from summed
          union all select 3, has_full and full_places < 4 from summed
          union all select 4, has_full and full_places < 5 and exists (select from taught where extent = 'full' and places is null) from summed
          union all select 5, exists (select from taught where extent = 'full' and ehc_plan = 'REQUIRED')
          union all select 6, exists (select from taught where extent = 'full' and ehc_plan = 'ACCEPTED')
          union all select 7, exists (select from taught where extent = 'full' and looked_after)
          union all select 8, exists (select from taught where extent = 'full' and ehc_plan is null)
          union all select 9, has_less and full_places < 5 and places >= 5 from summed
          union all select 10, exists (select from taught where extent = 'near')
          union all select 11, exists (select from taught where extent = 'near' and one_is_enough)
          union all select 12, exists (select from taught where extent = 'most')
          union all select 13, places < 5 and exists (select from taught where extent in ('near', 'most') and places is null) from summed
          union all select 14, exists (select from taught where extent in ('near', 'most') and ehc_plan is null)
          union all select 15, exists (select from generate_series(0, 11) year
                                         join offered o on o.is_school_age and year between o.min_year and o.max_year
                                          and o.extent <> 'full' and o.hours is not null
                                        group by year having count(*) > 1 and sum(o.hours) >= 15)
          union all select 16, exists (select from offered where is_school_age and is_outreach and extent in ('full', 'near', 'most'))
          union all select 17, exists (select from offered where is_school_age and extent = 'unknown')
          union all select 18, exists (select from offered where is_school_age))
        select coalesce(bit_or(1 << bit), 0) from flags where is_so
      $$;
      ${tallyOffering(`${COUNTED_COLUMNS}, delivery_modes`)}
      ${MAKE_ANEW}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function threshold_facts(of_provider uuid, out threshold integer) language sql stable as $$
        select coalesce(bool_or(is_full), false)::int
             | (least(5, coalesce(sum(places) filter (where is_full), 0))::int << 1)
             | (coalesce(bool_or(places is null) filter (where is_full), false)::int << 4)
             | (coalesce(max(case ehc_plan when 'REQUIRED' then 3 when 'ACCEPTED' then 2 when 'NOT_ACCEPTED' then 1 end)
                 filter (where is_full), 0) << 5)
             | (coalesce(bool_or('LOOKED_AFTER' = any(circumstances)) filter (where is_full), false)::int << 7)
             | (least(5, coalesce(sum(places) filter (where is_nearly), 0))::int << 8)
             | (coalesce(bool_or(is_full is null), false)::int << 11)
          from (select *, not is_full and (attendance = 'EITHER' or hours_per_week >= 15) as is_nearly
                  from (select o.ehc_plan, o.circumstances, o.attendance, o.hours_per_week,
                               greatest(o.group_size, (select max(v.places_available) from vacancy v
                                 where v.offering_id = o.id and v.unit in ('FTE', 'GROUP_SEAT') and v.places_available > 0)) as places,
                               case when o.attendance = 'FULL_TIME' or o.hours_per_week >= 18 then true
                                    when o.attendance is not null or o.hours_per_week is not null then false end as is_full
                          from offering o
                         where o.provider_id = of_provider and o.state not in ('DRAFT', 'WITHDRAWN')
                           and o.min_year <= 11 and o.max_year >= 1) offered) judged
      $$;
      ${tallyOffering(COUNTED_COLUMNS)}
      drop table registration_rule;
      ${MAKE_ANEW}`);
  }
}
