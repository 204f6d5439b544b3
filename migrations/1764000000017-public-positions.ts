import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The position of a site that the public sees: its own position if its address is public, the centre of its outcode if it is a
 * home, else the centre of its kilometre square. Also the districts that an outcode touches, as far as they are known.
 */
export class PublicPositions1764000000017 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      -- every district that any of its postcodes is in; null: not known for all of them
      alter table postcode_outcode add column district_codes text[];
      update postcode_outcode o set district_codes = known.codes
        from (select split_part(postcode, ' ', 1) as outcode, case when bool_and(district_code is not null) then
                array_agg(distinct district_code order by district_code) end as codes from postcode group by 1) known
       where known.outcode = o.outcode;

      alter table site drop constraint site_address_visibility_check;
      alter table site add constraint site_address_visibility_check
        check (address_visibility in ('PUBLIC', 'FULL', 'OUTCODE'));
      alter table site add column public_latitude double precision, add column public_longitude double precision,
        add column public_precision text
          check (public_precision in ('POINT', 'POSTCODE', 'KILOMETRE', 'SECTOR', 'OUTCODE')),
        add constraint site_public_position check (
          (public_latitude is null) = (public_longitude is null) and (public_latitude is null) = (public_precision is null));

      -- Metres on the National Grid of a WGS84 position in or near Great Britain: annexes B and C of the Ordnance Survey's
      -- "A guide to coordinate systems in Great Britain", accurate to a few metres.
      create function national_grid(latitude double precision, longitude double precision,
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

      -- The centre, to a tenth of a metre, of the square of the National Grid, 1 km wide, that a position lies in; null off
      -- the grid. The same for every position in a square, so that it says nothing more of any.
      create function grid_square_centre(latitude double precision, longitude double precision,
                                         out centre_latitude double precision, out centre_longitude double precision)
        language plpgsql immutable strict as $$
      declare
        here record;
        east double precision;
        north double precision;
        turn double precision;
        degree constant double precision := 111300; -- metres of a degree of latitude, nearly
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
        -- From the middle of the grid, so that where one began cannot matter: each round is some hundred times as near.
        centre_latitude := 49 + (north + 100000) / degree;
        centre_longitude := -2 + (east - 400000) / (degree * cos(radians(centre_latitude)));
        for i in 1..4 loop
          here := national_grid(centre_latitude, centre_longitude);
          turn := radians(centre_longitude + 2) * sin(radians(centre_latitude)); -- of the grid's north against the true one
          centre_latitude := centre_latitude
            + ((north - here.northing) * cos(turn) - (east - here.easting) * sin(turn)) / degree;
          centre_longitude := centre_longitude
            + ((east - here.easting) * cos(turn) + (north - here.northing) * sin(turn)) / (degree * cos(radians(centre_latitude)));
        end loop;
        centre_latitude := round(centre_latitude::numeric, 6);
        centre_longitude := round(centre_longitude::numeric, 6);
      end $$;

      -- The only place that decides which position of a site the public sees.
      create function keep_public_position() returns trigger language plpgsql as $$
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

      -- Derived, and so no change to be logged.
      alter table site disable trigger user;
      create trigger site_public_position before insert or update of address_visibility, postcode, latitude, longitude,
        position_precision, public_latitude, public_longitude, public_precision on site
        for each row execute function keep_public_position();
      update site set public_precision = null;
      alter table site enable trigger user;
      -- Also when rows are loaded with triggers off.
      alter table site enable always trigger site_public_position;

      -- An outcode whose centre has moved takes the homes in it along.
      create function move_homes() returns trigger language plpgsql as $$
      begin
        update site s set public_precision = null
          from (select distinct a.outcode, o.latitude, o.longitude from moved a left join postcode_outcode o using (outcode)) c
         where s.address_visibility = 'OUTCODE' and split_part(s.postcode, ' ', 1) = c.outcode
           and (s.public_latitude, s.public_longitude) is distinct from (c.latitude, c.longitude);
        return null;
      end $$;
      create trigger postcode_outcode_homes_insert after insert on postcode_outcode referencing new table as moved
        for each statement execute function move_homes();
      create trigger postcode_outcode_homes_update after update on postcode_outcode referencing new table as moved
        for each statement execute function move_homes();
      create trigger postcode_outcode_homes_delete after delete on postcode_outcode referencing old table as moved
        for each statement execute function move_homes();

      -- What GIAS publishes of a provider was never hidden.
      select set_config('hub.actor', 'system: migration', true),
             set_config('hub.reason', 'GIAS publishes this postcode for the URN of its provider.', true);
      update site s set address_visibility = 'PUBLIC', version = s.version + 1, updated_at = now()
        from provider p join school using (urn)
       where p.id = s.provider_id and s.address_visibility = 'FULL' and s.postcode = school.postcode;
      select set_config('hub.actor', '', true), set_config('hub.reason', '', true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function move_homes cascade;
      drop function keep_public_position cascade;
      drop function grid_square_centre, national_grid;
      update site set address_visibility = 'FULL', version = version + 1, updated_at = now()
       where address_visibility = 'PUBLIC';
      alter table site drop column public_latitude, drop column public_longitude, drop column public_precision;
      alter table site drop constraint site_address_visibility_check;
      alter table site add constraint site_address_visibility_check check (address_visibility in ('FULL', 'OUTCODE'));
      alter table postcode_outcode drop column district_codes;
    `);
  }
}
