-- Only the merges say whether an entry was merged.
create or replace function keep_merged() returns trigger language plpgsql as $$
begin
  new.is_merged := exists (select from provider_merge where id = new.id);
  return new;
end $$;
