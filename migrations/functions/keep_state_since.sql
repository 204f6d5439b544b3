-- Since when an entry has been in its state.
create or replace function keep_state_since() returns trigger language plpgsql as $$
begin
  new.state_since := now();
  return new;
end $$;
