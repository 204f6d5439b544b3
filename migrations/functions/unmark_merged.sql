-- If the entry that replaced a merged entry is removed together with the merge, the merged entry loses its mark.
create or replace function unmark_merged() returns trigger language plpgsql as $$
begin
  update provider set state = state where id = old.id and is_merged
    and not exists (select from provider where id = old.into_id);
  return null;
end $$;
