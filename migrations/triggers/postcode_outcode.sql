select follow_in_bulk('postcode_outcode', 'places');
-- If the centre of an outcode moves, the homes in it move too.
create or replace trigger postcode_outcode_homes_delete after delete on postcode_outcode referencing old table as moved
  for each statement execute function move_homes();
create or replace trigger postcode_outcode_homes_insert after insert on postcode_outcode referencing new table as moved
  for each statement execute function move_homes();
create or replace trigger postcode_outcode_homes_update after update on postcode_outcode referencing new table as moved
  for each statement execute function move_homes();
