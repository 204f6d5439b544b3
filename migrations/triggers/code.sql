select follow_table('code', 'code', 'list');
create or replace trigger code_removal before delete on code
  for each row execute function refuse_code_removal();
create or replace trigger code_rename before update of list, code on code
  for each row when (old.list <> new.list or old.code <> new.code) execute function refuse_code_removal();
