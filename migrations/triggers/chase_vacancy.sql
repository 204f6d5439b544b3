select follow_table('chase_vacancy', 'vacancy_id', 'chase_id');
