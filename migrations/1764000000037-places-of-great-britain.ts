import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The nations of Great Britain, as cells on the map. Whether the position of a school is its own or that of its postcode. Districts that the hub does not know are stored as they are, so the district of a
 * site, school or named place is no longer a reference.
 */
export class PlacesOfGreatBritain1764000000037 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table nation_cell (
        divisions smallint not null check (divisions in (10, 100)),
        north integer not null,
        east integer not null,
        nation text not null check (nation in ('ENGLAND', 'SCOTLAND', 'WALES')),
        primary key (divisions, north, east)
      );
      -- POSTCODE: derived from the postcode, and so to be derived again if that moves.
      alter table school add column position_precision text
        check (position_precision in ('POINT', 'POSTCODE')) check (position_precision is null or latitude is not null);
      alter table school disable trigger user;
      update school s set position_precision = case when exists (
          select from postcode p where p.postcode = s.postcode and p.latitude = s.latitude and p.longitude = s.longitude)
          then 'POSTCODE' else 'POINT' end
       where s.latitude is not null;
      alter table school enable trigger user;
      alter table site drop constraint site_district_code_fkey,
        add constraint site_district_code_check check (district_code ~ '^[EWSN][0-9]{8}$');
      alter table school drop constraint school_district_code_fkey,
        add constraint school_district_code_check check (district_code ~ '^[EWSN][0-9]{8}$');
      alter table named_place drop constraint named_place_district_code_fkey,
        add constraint named_place_district_code_check check (district_code ~ '^[EWSN][0-9]{8}$');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into district (code, name)
        select distinct code, code from (
          select district_code as code from site union select district_code from school
          union select district_code from named_place) used
         where code is not null
        on conflict do nothing;
      alter table site drop constraint site_district_code_check,
        add constraint site_district_code_fkey foreign key (district_code) references district;
      alter table school drop constraint school_district_code_check,
        add constraint school_district_code_fkey foreign key (district_code) references district;
      alter table named_place drop constraint named_place_district_code_check,
        add constraint named_place_district_code_fkey foreign key (district_code) references district;
      alter table school drop column position_precision;
      drop table nation_cell;
    `);
  }
}
