select follow_in_bulk('area_succession', 'places');
