select follow_table('referral_contact', 'id', 'local_authority_code');
