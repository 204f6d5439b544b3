import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authorities, districts, planning areas, postcodes at three precisions, named places and schools. */
export class Places1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table local_authority (
        code text primary key check (code ~ '^[0-9]{3}$'),
        gss_code text check (gss_code ~ '^[EWSN][0-9]{8}$'),
        name text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create table district (
        code text primary key check (code ~ '^[EWSN][0-9]{8}$'),
        name text not null,
        local_authority_code text references local_authority,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index district_local_authority on district (local_authority_code);

      create table planning_area (
        id uuid primary key,
        local_authority_code text not null references local_authority,
        name text not null check (length(btrim(name)) between 2 and 120),
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (local_authority_code, name),
        unique (id, local_authority_code)
      );
      -- Within one authority a district or sector belongs to one planning area only.
      create table planning_area_member (
        local_authority_code text not null,
        kind text not null check (kind in ('DISTRICT', 'SECTOR')),
        code text not null,
        planning_area_id uuid not null,
        primary key (local_authority_code, kind, code),
        foreign key (planning_area_id, local_authority_code)
          references planning_area (id, local_authority_code) on delete cascade
      );
      create index planning_area_member_area on planning_area_member (planning_area_id);

      -- "C" so that a prefix ('NR21 ') is an index range whatever the database's own collation.
      create table postcode (
        postcode text collate "C" primary key check (postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$'),
        latitude double precision not null,
        longitude double precision not null,
        district_code text
      );
      create table postcode_sector (
        sector text collate "C" primary key check (sector ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]$'),
        latitude double precision not null,
        longitude double precision not null,
        district_code text,
        postcodes integer not null
      );
      create table postcode_outcode (
        outcode text collate "C" primary key check (outcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$'),
        latitude double precision not null,
        longitude double precision not null,
        district_code text,
        postcodes integer not null
      );

      create table named_place (
        id uuid primary key,
        name text not null,
        folded_name text collate "C" not null,
        latitude double precision not null check (latitude between -90 and 90),
        longitude double precision not null check (longitude between -180 and 180),
        district_code text references district,
        source text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index named_place_name on named_place (folded_name);

      -- Schools that a search can start from. Codes are those of the GIAS extract.
      create table school (
        urn text primary key check (urn ~ '^[0-9]{6}$'),
        name text not null,
        local_authority_code text references local_authority,
        establishment_number text check (establishment_number ~ '^[0-9]{4}$'),
        ukprn text check (ukprn ~ '^[0-9]{8}$'),
        uprn text check (uprn ~ '^[0-9]{1,12}$'),
        type_code text not null,
        status_code text not null,
        phase_code text,
        low_age integer,
        high_age integer,
        opened_on date,
        closed_on date,
        street text,
        locality text,
        town text,
        postcode text,
        latitude double precision check (latitude between -90 and 90),
        longitude double precision check (longitude between -180 and 180),
        district_code text references district,
        website text,
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      -- What was imported, from which edition, and with what result.
      create table import_run (
        id uuid primary key,
        kind text not null check (kind in ('POSTCODES', 'GIAS')),
        product text not null,
        file_name text not null,
        started_at timestamptz not null,
        finished_at timestamptz not null,
        summary jsonb not null
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table import_run, school, named_place, postcode_outcode, postcode_sector, postcode,
        planning_area_member, planning_area, district, local_authority;
    `);
  }
}
