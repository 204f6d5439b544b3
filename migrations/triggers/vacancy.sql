select follow_table('vacancy', 'id', 'offering_id');
create or replace trigger vacancy_codes before insert or update on vacancy
  for each row execute function assert_codes('unit', 'VACANCY_UNIT');
create or replace trigger vacancy_tally_delete after delete on vacancy referencing old table as gone
  for each statement execute function tally_vacancy();
create or replace trigger vacancy_tally_insert after insert on vacancy referencing new table as come
  for each statement execute function tally_vacancy();
create or replace trigger vacancy_tally_update after update on vacancy referencing old table as gone new table as come
  for each statement execute function tally_vacancy();
create or replace trigger vacancy_years_of_offering before insert or update of offering_id, min_year, max_year on vacancy
  for each row execute function assert_years_of_offering();
