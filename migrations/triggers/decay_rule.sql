select follow_table('decay_rule', 'id');
create or replace trigger decay_rule_codes before insert or update on decay_rule
  for each row execute function assert_codes('unit', 'VACANCY_UNIT', 'setting_type', 'SETTING_TYPE');
