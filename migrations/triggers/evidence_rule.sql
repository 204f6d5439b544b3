select follow_table('evidence_rule', 'id', 'local_authority_code');
create or replace trigger evidence_rule_codes before insert or update on evidence_rule
  for each row execute function assert_codes('kind', 'EVIDENCE_KIND');
