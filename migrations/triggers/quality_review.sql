select follow_table('quality_review', 'id', 'provider_id');
create or replace trigger quality_review_merged after insert or update of provider_id on quality_review
  for each row execute function refuse_merged('provider_id');
