select follow_table('external_reference', 'id', 'entry_id');
