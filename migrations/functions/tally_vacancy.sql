-- Updates the tally of every provider that a statement affects. A row that stays the same changes nothing.
create or replace function tally_vacancy() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from come)
      row join offering o on o.id = row.offering_id));
  elsif tg_op = 'DELETE' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from gone)
      row join offering o on o.id = row.offering_id));
  else
    perform keep_provider_tally(array(select distinct provider_id from (
      (select offering_id, unit, places_available, confirmed_at, ageing_at, expires_at from gone
        except all select offering_id, unit, places_available, confirmed_at, ageing_at, expires_at from come)
      union all
      (select offering_id, unit, places_available, confirmed_at, ageing_at, expires_at from come
        except all select offering_id, unit, places_available, confirmed_at, ageing_at, expires_at from gone))
      row join offering o on o.id = row.offering_id));
  end if;
  return null;
end $$;
