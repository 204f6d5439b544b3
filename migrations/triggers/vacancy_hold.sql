select follow_table('vacancy_hold', 'id', 'offering_id');
