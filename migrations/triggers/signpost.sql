select follow_table('signpost', 'key');
