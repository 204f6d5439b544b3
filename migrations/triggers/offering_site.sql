select follow_table('offering_site', 'offering_id', 'site_id');
