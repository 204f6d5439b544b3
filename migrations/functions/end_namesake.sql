-- An entry that gets a name of its own loses its number among those that look the same.
create or replace function end_namesake() returns trigger language plpgsql as $$
begin
  new.namesake := 0;
  return new;
end $$;
