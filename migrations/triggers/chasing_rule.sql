select follow_table('chasing_rule', 'id', 'local_authority_code');
-- The first rule, for all local authorities: after 14 days, then every 28, and 3 times at most. It is added once, so that it can be
-- replaced.
insert into chasing_rule (id, local_authority_code, first_after_days, then_every_days, stop_after, valid_from)
select '01930000-0000-7000-8000-000000000001', null, 14, 28, 3, '2026-01-01'
 where not exists (select from change where table_name = 'chasing_rule');
