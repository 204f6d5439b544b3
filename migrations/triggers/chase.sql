select follow_table('chase', 'id', 'provider_id');
