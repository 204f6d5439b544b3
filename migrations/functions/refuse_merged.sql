-- Runs after the check of the reference to the provider, which waits for a merge in progress.
create or replace function refuse_merged() returns trigger language plpgsql as $$
begin
  if exists (select from provider_merge where id = (to_jsonb(new) ->> tg_argv[0])::uuid) then
    raise exception 'this provider was merged into another one'
      using errcode = 'check_violation', constraint = 'provider_merged';
  end if;
  return null;
end $$;
