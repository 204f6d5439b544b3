-- Vacancies can follow one another, so the largest gives the smallest possible number of places. Drafts are not offered yet, and
-- withdrawn offerings no longer are. Compulsory school age begins in reception and ends with Year 11. Full: 18 hours, or stated to
-- be full-time. Near: from 17.5 hours, or can be attended full-time. Most: from 15 hours. The bits are those of threshold.rules.ts.
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
