select follow_table('duplicate_dismissal', 'id', 'first_id');
