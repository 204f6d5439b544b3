select follow_table('offering', 'id', 'provider_id');
create or replace trigger offering_areas_exist before insert or update of areas_served on offering
  for each row execute function assert_areas_served();
create or replace trigger offering_codes before insert or update on offering
  for each row execute function assert_codes(
    'tier', 'TIER', 'primary_needs', 'NEED', 'secondary_needs', 'NEED',
    'circumstances', 'CIRCUMSTANCE', 'key_stages', 'KEY_STAGE', 'delivery_modes', 'DELIVERY_MODE',
    'price_unit', 'PRICE_UNIT', 'accreditations', 'ACCREDITATION', 'outcomes', 'OUTCOME',
    'referral_routes', 'REFERRAL_ROUTE', 'commissioners', 'COMMISSIONER_KIND');
create or replace trigger offering_merged after insert or update of provider_id on offering
  for each row execute function refuse_merged('provider_id');
create or replace trigger offering_references after update of provider_id on offering
  for each row when (old.provider_id <> new.provider_id) execute function move_references();
create or replace trigger offering_state_since before update of state on offering
  for each row when (new.state <> old.state) execute function keep_state_since();
create or replace trigger offering_tally_delete after delete on offering referencing old table as gone
  for each statement execute function tally_offering();
create or replace trigger offering_tally_insert after insert on offering referencing new table as come
  for each statement execute function tally_offering();
create or replace trigger offering_tally_update after update on offering referencing old table as gone new table as come
  for each statement execute function tally_offering();
create or replace trigger offering_years_of_vacancies before update of min_year, max_year on offering
  for each row when (new.min_year > old.min_year or new.max_year < old.max_year)
  execute function assert_years_of_vacancies();
create or replace trigger offering_holds after update of state on offering
  for each row when (old.state = 'LISTED' and new.state <> 'LISTED') execute function end_holds('offering');
