select follow_table('api_key', 'id', 'client_id');
