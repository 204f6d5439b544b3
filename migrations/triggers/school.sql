select follow_table('school', 'urn');
