select follow_table('hold_rule', 'id');
-- The first rule: for 7 days, 3 at a time, each extended once. It is added once, so that it can be replaced or removed.
insert into hold_rule (id, valid_from, longest_days, most_live, most_extensions)
select '0199b6a0-0000-7000-8000-000000000018', '2026-01-01', 7, 3, 1
 where not exists (select from change where table_name = 'hold_rule');
