select follow_table('evidence', 'id', 'provider_id');
create or replace trigger evidence_codes before insert or update on evidence
  for each row execute function assert_codes('kind', 'EVIDENCE_KIND');
create or replace trigger evidence_merged after insert or update of provider_id on evidence
  for each row execute function refuse_merged('provider_id');
