-- Every area that an offering serves must exist.
create or replace function assert_areas_served() returns trigger language plpgsql as $$
declare
  missing text;
begin
  select area into missing from unnest(new.areas_served) area
   where not case split_part(area, ':', 1)
     when 'ENGLAND' then area = 'ENGLAND'
     when 'LA' then exists (select from local_authority where code = split_part(area, ':', 2))
     when 'DISTRICT' then exists (select from district where code = split_part(area, ':', 2))
     when 'PLANNING_AREA' then
       exists (select from planning_area where id::text = split_part(area, ':', 2))
     else false end
   limit 1;
  if missing is not null then
    raise exception 'offering.areas_served: there is no area "%"', missing
      using errcode = 'foreign_key_violation', constraint = 'offering_areas_exist';
  end if;
  return new;
end $$;
