-- If the centre of an outcode moves, the homes in it move too.
create or replace function move_homes() returns trigger language plpgsql as $$
begin
  update site s set public_precision = null
    from (select distinct a.outcode, o.latitude, o.longitude from moved a left join postcode_outcode o using (outcode)) c
   where s.address_visibility = 'OUTCODE' and split_part(s.postcode, ' ', 1) = c.outcode
     and (s.public_latitude, s.public_longitude) is distinct from (c.latitude, c.longitude);
  return null;
end $$;
