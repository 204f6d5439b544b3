-- Updates the tally of every provider that a statement affects. A row that stays the same changes nothing.
create or replace function tally_provider() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform keep_provider_tally(array(select distinct id from (select * from come) row));
  elsif tg_op = 'DELETE' then
    perform keep_provider_tally(array(select distinct id from (select * from gone) row));
  else
    perform keep_provider_tally(array(select distinct id from (
      (select id, local_authority_code, state, registration from gone
        except all select id, local_authority_code, state, registration from come)
      union all
      (select id, local_authority_code, state, registration from come
        except all select id, local_authority_code, state, registration from gone)) row));
  end if;
  return null;
end $$;
