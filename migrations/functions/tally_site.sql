-- Updates the tally of every provider that a statement affects. A row that stays the same changes nothing.
create or replace function tally_site() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from come) row));
  elsif tg_op = 'DELETE' then
    perform keep_provider_tally(array(select distinct provider_id from (select * from gone) row));
  else
    perform keep_provider_tally(array(select distinct provider_id from (
      (select provider_id, state from gone
        except all select provider_id, state from come)
      union all
      (select provider_id, state from come
        except all select provider_id, state from gone)) row));
  end if;
  return null;
end $$;
