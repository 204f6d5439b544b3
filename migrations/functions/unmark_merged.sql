-- An entry whose merge went with the entry that stood for it is marked as merged no more.
create or replace function unmark_merged() returns trigger language plpgsql as $$
begin
  update provider set state = state where id = old.id and is_merged
    and not exists (select from provider where id = old.into_id);
  return null;
end $$;
