select follow_table('listing_suspension', 'id', 'provider_id');
