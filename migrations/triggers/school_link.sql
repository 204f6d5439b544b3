select follow_in_bulk('school_link', 'school_links');
