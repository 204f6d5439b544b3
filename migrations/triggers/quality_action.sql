select follow_table('quality_action', 'id', 'review_id');
