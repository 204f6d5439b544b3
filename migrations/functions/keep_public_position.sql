-- The only place that decides which position of a site the public sees.
create or replace function keep_public_position() returns trigger language plpgsql as $$
begin
  if new.address_visibility = 'PUBLIC' then
    new.public_latitude := new.latitude;
    new.public_longitude := new.longitude;
    new.public_precision := new.position_precision;
  elsif new.address_visibility = 'OUTCODE' then
    select latitude, longitude, 'OUTCODE' into new.public_latitude, new.public_longitude, new.public_precision
      from postcode_outcode where outcode = split_part(new.postcode, ' ', 1);
  else
    select centre_latitude, centre_longitude into new.public_latitude, new.public_longitude
      from grid_square_centre(new.latitude, new.longitude);
    new.public_precision := case when new.public_latitude is null then null
      when new.position_precision in ('POINT', 'POSTCODE') then 'KILOMETRE' else new.position_precision end;
  end if;
  return new;
end $$;
