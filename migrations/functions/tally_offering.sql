-- Updates the tally of every provider that a statement affects. A row that stays the same changes nothing.
create or replace function tally_offering() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from come) row));
  elsif tg_op = 'DELETE' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from gone) row));
  else
    perform keep_provider_tally(array(select distinct provider_id from (
      (select id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances,
              delivery_modes from gone
        except all
       select id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances,
              delivery_modes from come)
      union all
      (select id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances,
              delivery_modes from come
        except all
       select id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances,
              delivery_modes from gone)) row));
  end if;
  return null;
end $$;
