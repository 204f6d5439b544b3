select follow_table('change_request', 'id', 'provider_id');
create or replace trigger change_request_merged after insert or update of provider_id on change_request
  for each row execute function refuse_merged('provider_id');
