-- Since when a merged entry had been in the state that it had before the merge.
create or replace function keep_state_before() returns trigger language plpgsql as $$
begin
  new.state_since_before := (select state_since from provider where id = new.id);
  return new;
end $$;
