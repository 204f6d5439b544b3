select follow_table('named_place', 'id');
