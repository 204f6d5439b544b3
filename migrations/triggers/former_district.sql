select follow_in_bulk('former_district', 'places');
