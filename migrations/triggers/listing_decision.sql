select follow_table('listing_decision', 'id', 'provider_id');
create or replace trigger listing_decision_merged after insert or update of provider_id on listing_decision
  for each row execute function refuse_merged('provider_id');
