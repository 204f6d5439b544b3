select follow_table('district', 'code', 'local_authority_code');
select follow_in_bulk('district', 'places');
