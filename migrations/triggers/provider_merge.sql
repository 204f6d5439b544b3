select follow_table('provider_merge', 'id', 'into_id');
create or replace trigger provider_merge_state_before before insert on provider_merge
  for each row execute function keep_state_before();
create or replace trigger provider_merge_unmarked after delete on provider_merge
  for each row execute function unmark_merged();
