select follow_table('chasing_rule', 'id', 'local_authority_code');
