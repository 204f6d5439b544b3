select follow_table('provider_contact', 'id', 'provider_id');
create or replace trigger provider_contact_merged after insert or update of provider_id on provider_contact
  for each row execute function refuse_merged('provider_id');
create or replace trigger provider_contact_version before insert or update of provider_id on provider_contact
  for each row execute function contact_version_goes_on();
