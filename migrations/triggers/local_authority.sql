select follow_table('local_authority', 'code');
select follow_in_bulk('local_authority', 'places');
