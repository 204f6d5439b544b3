select follow_table('planning_area_member', 'code', 'planning_area_id');
select follow_in_bulk('planning_area_member', 'places');
