select follow_table('site', 'id', 'provider_id');
create or replace trigger site_codes before insert or update of accessibility on site
  for each row execute function assert_codes('accessibility', 'ACCESSIBILITY');
create or replace trigger site_merged after insert or update of provider_id on site
  for each row execute function refuse_merged('provider_id');
create or replace trigger site_public_position before insert or update of address_visibility, postcode, latitude, longitude,
  position_precision, public_latitude, public_longitude, public_precision on site
  for each row execute function keep_public_position();
-- Also when rows are loaded with triggers off.
alter table site enable always trigger site_public_position;
create or replace trigger site_references after update of provider_id on site
  for each row when (old.provider_id <> new.provider_id) execute function move_references();
create or replace trigger site_state_since before update of state on site
  for each row when (new.state <> old.state) execute function keep_state_since();
create or replace trigger site_tally_delete after delete on site referencing old table as gone
  for each statement execute function tally_site();
create or replace trigger site_tally_insert after insert on site referencing new table as come
  for each statement execute function tally_site();
create or replace trigger site_tally_update after update on site referencing old table as gone new table as come
  for each statement execute function tally_site();
create or replace trigger site_holds after update of state on site
  for each row when (old.state = 'LISTED' and new.state <> 'LISTED') execute function end_holds('site');
