select follow_table('registration_rule', 'code');
