-- Contacts of one provider never use a version twice.
create or replace function contact_version_goes_on() returns trigger language plpgsql as $$
begin
  -- Higher than every contact that the provider has lost, by removal or to another provider by a merge.
  new.version := greatest(new.version, 1 + (
    select max(lost.version_before) from (
      select version_before from change where parent_id = new.provider_id::text
         and table_name = 'provider_contact' and operation = 'DELETE'
      union all
      select version_before from change where parent_before = new.provider_id::text
         and table_name = 'provider_contact') lost));
  return new;
end $$;
