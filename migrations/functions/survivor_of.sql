-- The entry that replaces a provider if it was merged; otherwise the provider itself.
create or replace function survivor_of(merged uuid) returns uuid language sql stable as $$
  with recursive chain (id, step) as (
    select merged, 0 union all select m.into_id, step + 1 from chain c join provider_merge m on m.id = c.id)
  select id from chain order by step desc limit 1
$$;
