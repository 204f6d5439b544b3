-- The National Grid position in metres of a WGS84 position in or near Great Britain: annexes B and C of the Ordnance Survey's
-- "A guide to coordinate systems in Great Britain", accurate to a few metres.
create or replace function national_grid(latitude double precision, longitude double precision,
  out easting double precision, out northing double precision)
  language plpgsql immutable strict as $$
declare
  lat double precision := radians(latitude);
  lng double precision := radians(longitude);
  -- WGS84, then Airy 1830: squared eccentricities
  e2 double precision := 1 - (6356752.3142 / 6378137.0) ^ 2;
  airy_e2 double precision := 1 - (6356256.909 / 6377563.396) ^ 2;
  n double precision := (6377563.396 - 6356256.909) / (6377563.396 + 6356256.909);
  second double precision := radians(1.0 / 3600);
  x double precision;
  y double precision;
  z double precision;
  x2 double precision;
  y2 double precision;
  z2 double precision;
  nu double precision;
  rho double precision;
  eta2 double precision;
  t2 double precision;
  p double precision;
  arc double precision;
begin
  nu := 6378137.0 / sqrt(1 - e2 * sin(lat) ^ 2);
  x := nu * cos(lat) * cos(lng);
  y := nu * cos(lat) * sin(lng);
  z := nu * (1 - e2) * sin(lat);
  x2 := -446.448 + (1 + 20.4894e-6) * x + 0.8421 * second * y - 0.2470 * second * z;
  y2 := 125.157 - 0.8421 * second * x + (1 + 20.4894e-6) * y + 0.1502 * second * z;
  z2 := -542.060 + 0.2470 * second * x - 0.1502 * second * y + (1 + 20.4894e-6) * z;
  lng := atan2(y2, x2);
  p := sqrt(x2 ^ 2 + y2 ^ 2);
  lat := atan2(z2, p * (1 - airy_e2));
  for i in 1..4 loop
    nu := 6377563.396 / sqrt(1 - airy_e2 * sin(lat) ^ 2);
    lat := atan2(z2 + airy_e2 * nu * sin(lat), p);
  end loop;
  nu := 0.9996012717 * 6377563.396 / sqrt(1 - airy_e2 * sin(lat) ^ 2);
  rho := nu * (1 - airy_e2) / (1 - airy_e2 * sin(lat) ^ 2);
  eta2 := nu / rho - 1;
  t2 := tan(lat) ^ 2;
  x := lat - radians(49);
  y := lat + radians(49);
  arc := 6356256.909 * 0.9996012717 * ((1 + n + 1.25 * n ^ 2 + 1.25 * n ^ 3) * x
    - (3 * n + 3 * n ^ 2 + 2.625 * n ^ 3) * sin(x) * cos(y)
    + 1.875 * (n ^ 2 + n ^ 3) * sin(2 * x) * cos(2 * y)
    - 35.0 / 24 * n ^ 3 * sin(3 * x) * cos(3 * y));
  p := (lng - radians(-2)) * cos(lat);
  northing := arc - 100000 + nu * tan(lat) * p ^ 2 * (0.5 + p ^ 2 / 24 * (5 - t2 + 9 * eta2)
    + p ^ 4 / 720 * (61 - 58 * t2 + t2 ^ 2));
  easting := 400000 + nu * p * (1 + p ^ 2 / 6 * (nu / rho - t2)
    + p ^ 4 / 120 * (5 - 18 * t2 + t2 ^ 2 + 14 * eta2 - 58 * t2 * eta2));
end $$;
