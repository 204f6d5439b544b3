select follow_table('api_client', 'id');
create or replace trigger api_client_name_changed before update of name on api_client
  for each row when (old.namesake > 0 and old.name is distinct from new.name) execute function end_namesake();
