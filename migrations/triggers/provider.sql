select follow_table('provider', 'id');
create or replace trigger provider_codes before insert or update on provider
  for each row execute function assert_codes('setting_type', 'SETTING_TYPE', 'registration', 'REGISTRATION');
create or replace trigger provider_identity_changed
  after update of urn, ukprn, company_number, charity_number, postcode, setting_type, name on provider
  for each row when (not new.is_merged
    and (old.urn, old.ukprn, old.company_number, old.charity_number, old.postcode, old.setting_type, old.name)
      is distinct from (new.urn, new.ukprn, new.company_number, new.charity_number, new.postcode, new.setting_type, new.name))
  execute function refuse_identity_of_merged();
create or replace trigger provider_identity_inserted after insert on provider
  for each row execute function refuse_identity_of_merged();
create or replace trigger provider_keep_merged before insert or update of state, is_merged on provider
  for each row execute function keep_merged();
create or replace trigger provider_merged after update on provider
  -- An entry that was merged stays as it is, but goes with its local authority to the one that follows.
  for each row when (old.is_merged = new.is_merged and coalesce(current_setting('hub.moves_authority', true), '') = '')
  execute function refuse_merged('id');
create or replace trigger provider_name_changed before update of name, setting_type, postcode on provider
  for each row when (old.namesake > 0
    and (old.name, old.setting_type, old.postcode) is distinct from (new.name, new.setting_type, new.postcode))
  execute function end_namesake();
create or replace trigger provider_state_since before update of state on provider
  for each row when (new.state <> old.state) execute function keep_state_since();
create or replace trigger provider_tally_delete after delete on provider referencing old table as gone
  for each statement execute function tally_provider();
create or replace trigger provider_tally_insert after insert on provider referencing new table as come
  for each statement execute function tally_provider();
create or replace trigger provider_tally_update after update on provider referencing old table as gone new table as come
  for each statement execute function tally_provider();
create or replace trigger provider_holds after update of state on provider
  for each row when (old.state = 'LISTED' and new.state <> 'LISTED') execute function end_holds('provider');
