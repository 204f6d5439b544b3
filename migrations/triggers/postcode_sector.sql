select follow_in_bulk('postcode_sector', 'places');
