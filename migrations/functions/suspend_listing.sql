-- One by one, because each has its own reason in the change log. Returns whether the provider was listed.
create or replace function suspend_listing(of_provider uuid, why text) returns boolean language plpgsql as $$
begin
  perform set_config('hub.reason', why, true);
  update provider set state = 'SUSPENDED', version = version + 1, updated_at = now()
   where id = of_provider and state = 'LISTED';
  return found;
end $$;
