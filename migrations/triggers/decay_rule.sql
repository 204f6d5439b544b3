select follow_table('decay_rule', 'id');
create or replace trigger decay_rule_codes before insert or update on decay_rule
  for each row execute function assert_codes('unit', 'VACANCY_UNIT', 'setting_type', 'SETTING_TYPE');
-- The first rule: 28 days, ageing from half of that, 180 days at most. It is added once, so that it can be replaced.
insert into decay_rule (id, confirmed_for_days, ageing_from_share, longest_days, valid_from)
select '00000000-0000-4000-8000-000000000001', 28, 0.5, 180, '2026-01-01'
 where not exists (select from change where table_name = 'decay_rule');
