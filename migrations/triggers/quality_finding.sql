select follow_table('quality_finding', 'id', 'review_id');
