select follow_table('concept', 'id');
