-- The centre, to a tenth of a metre, of the square of the National Grid, 1 km wide, that contains a position; null off
-- the grid. It is the same for every position in a square, so it reveals nothing more about any of them.
create or replace function grid_square_centre(latitude double precision, longitude double precision,
  out centre_latitude double precision, out centre_longitude double precision)
  language plpgsql immutable strict as $$
declare
  here record;
  east double precision;
  north double precision;
  turn double precision;
  degree constant double precision := 111300; -- approximate metres in a degree of latitude
begin
  if latitude not between 49 and 62 or longitude not between -10 and 4 then
    return;
  end if;
  here := national_grid(latitude, longitude);
  if here.easting not between 0 and 700000 or here.northing not between 0 and 1300000 then
    return;
  end if;
  east := floor(here.easting / 1000) * 1000 + 500;
  north := floor(here.northing / 1000) * 1000 + 500;
  -- From the middle of the grid, so that the starting point does not matter: each round is about a hundred times closer.
  centre_latitude := 49 + (north + 100000) / degree;
  centre_longitude := -2 + (east - 400000) / (degree * cos(radians(centre_latitude)));
  for i in 1..4 loop
    here := national_grid(centre_latitude, centre_longitude);
    turn := radians(centre_longitude + 2) * sin(radians(centre_latitude)); -- angle between grid north and true north
    centre_latitude := centre_latitude
      + ((north - here.northing) * cos(turn) - (east - here.easting) * sin(turn)) / degree;
    centre_longitude := centre_longitude
      + ((east - here.easting) * cos(turn) + (north - here.northing) * sin(turn)) / (degree * cos(radians(centre_latitude)));
  end loop;
  centre_latitude := round(centre_latitude::numeric, 6);
  centre_longitude := round(centre_longitude::numeric, 6);
end $$;
