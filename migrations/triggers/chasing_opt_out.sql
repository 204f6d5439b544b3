select follow_table('chasing_opt_out', 'provider_id');
