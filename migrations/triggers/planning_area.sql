select follow_table('planning_area', 'id');
select follow_in_bulk('planning_area', 'places');
create or replace trigger planning_area_name_changed before update of name, local_authority_code on planning_area
  for each row when (old.namesake > 0
    and (old.name, old.local_authority_code) is distinct from (new.name, new.local_authority_code))
  execute function end_namesake();
