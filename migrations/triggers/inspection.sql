select follow_table('inspection', 'id', 'provider_id');
create or replace trigger inspection_codes before insert or update on inspection
  for each row execute function assert_codes('framework', 'INSPECTION_FRAMEWORK');
create or replace trigger inspection_merged after insert or update of provider_id on inspection
  for each row execute function refuse_merged('provider_id');
