-- The framework that a review used must not change.
create or replace function refuse_published_framework() returns trigger language plpgsql as $$
declare
  frameworks uuid[] := array[to_jsonb(old) ->> tg_argv[0], to_jsonb(new) ->> tg_argv[0]];
  published boolean;
begin
  if tg_table_name = 'quality_framework' then
    published := old.state = 'PUBLISHED';
  else
    -- for share: it cannot be published in the meantime
    select coalesce(bool_or(state = 'PUBLISHED'), false) into published
      from (select state from quality_framework where id = any(frameworks) for share) f;
  end if;
  if published then
    raise exception 'a published framework stays as it is'
      using errcode = 'check_violation', constraint = 'quality_framework_published';
  end if;
  return coalesce(new, old);
end $$;
