select follow_in_bulk('nation_cell', 'places');
